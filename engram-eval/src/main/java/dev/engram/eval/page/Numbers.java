package dev.engram.eval.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers for people: short, with the digits that matter. */
public final class Numbers {
  private Numbers() {}

  /** Three digits, without zeros at the end: {@code 0.0312}, {@code 1.5k}, {@code 2e-4}. */
  public static String brief(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : String.valueOf(value);
    }
    BigDecimal rounded = new BigDecimal(value, new MathContext(3)).stripTrailingZeros();
    int magnitude = rounded.precision() - rounded.scale() - 1;
    if (magnitude < -3) {
      return rounded.movePointLeft(magnitude).stripTrailingZeros().toPlainString()
          + "e"
          + magnitude;
    }
    return magnitude >= 4 && magnitude < 6
        ? rounded.movePointLeft(3).stripTrailingZeros().toPlainString() + "k"
        : magnitude >= 6
            ? rounded.movePointLeft(6).stripTrailingZeros().toPlainString() + "M"
            : rounded.toPlainString();
  }

  /** As JSON has it, with five digits. */
  public static String rounded(double value) {
    return new BigDecimal(value, new MathContext(5)).stripTrailingZeros().toString();
  }

  /** A whole number in groups of three digits. */
  public static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A part of 1 in per cent, with one decimal. */
  public static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f", 100 * part);
  }

  /** A difference of such parts, with its sign. */
  public static String gain(double part) {
    return String.format(Locale.ROOT, "%+.1f", 100 * part);
  }

  /** A score of 0 to 1, with three decimals. */
  public static String score(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** A length of time in its two largest units. */
  public static String duration(double seconds) {
    long minutes = Math.round(seconds / 60);
    if (seconds < 120) {
      return Math.round(seconds) + " s";
    }
    if (minutes < 120) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    return hours < 48
        ? hours + " h " + minutes % 60 + " min"
        : hours / 24 + " d " + hours % 24 + " h";
  }
}
