package dev.engram.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Bytes as {@code 4096}, {@code 800M} or {@code 1.5G}: units of 1,024, as Java's own options. */
final class ByteCount implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)([kmgt]?)b?");
  private static final String UNITS = "kmgt";

  @Override
  public Long convert(String value) {
    Matcher form = FORM.matcher(value.toLowerCase(Locale.ROOT));
    if (form.matches()) {
      int thousands = form.group(2).isEmpty() ? 0 : UNITS.indexOf(form.group(2)) + 1;
      long bytes = (long) (Double.parseDouble(form.group(1)) * (1L << (10 * thousands)));
      if (bytes > 0) {
        return bytes;
      }
    }
    throw new TypeConversionException("'" + value + "' is no size. Give one such as 800M or 6G");
  }
}
