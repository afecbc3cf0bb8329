package dev.engram.mask;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Colours as files and people write them: red, green and blue, such as {@code #c02020}. */
public final class HexColour {
  private static final Pattern WRITTEN = Pattern.compile("#[0-9a-fA-F]{6}");

  private HexColour() {}

  /** The colour as {@code 0xRRGGBB}; empty if the text is none. */
  public static OptionalInt parse(String text) {
    return WRITTEN.matcher(text).matches()
        ? OptionalInt.of(Integer.parseInt(text.substring(1), 16))
        : OptionalInt.empty();
  }

  /**
   * The text of a colour, in small letters.
   *
   * @param rgb {@code 0xRRGGBB}; higher bits are ignored
   */
  public static String format(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb & 0xFFFFFF);
  }
}
