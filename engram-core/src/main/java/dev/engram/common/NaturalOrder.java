package dev.engram.common;

import java.util.Comparator;

/**
 * The order in which a person counts: {@code frame9} before {@code frame10}, {@code A2} beside
 * {@code a2}.
 */
public final class NaturalOrder {
  private NaturalOrder() {}

  /**
   * Runs of the digits 0 to 9 compare by value, whatever their length; everything else by character
   * without regard to case. Strings that are alike so far compare exactly, so that only equal
   * strings compare as equal.
   */
  public static final Comparator<String> COMPARATOR = NaturalOrder::compare;

  private static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
        int aEnd = endOfDigits(a, i);
        int bEnd = endOfDigits(b, j);
        int order = compareNumbers(a.substring(i, aEnd), b.substring(j, bEnd));
        if (order != 0) {
          return order;
        }
        i = aEnd;
        j = bEnd;
      } else {
        int order = Character.compare(fold(a.charAt(i)), fold(b.charAt(j)));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static int compareNumbers(String a, String b) {
    String x = withoutLeadingZeros(a);
    String y = withoutLeadingZeros(b);
    int byLength = Integer.compare(x.length(), y.length());
    return byLength != 0 ? byLength : x.compareTo(y);
  }

  private static String withoutLeadingZeros(String digits) {
    int start = 0;
    while (start < digits.length() && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }

  private static int endOfDigits(String s, int start) {
    int end = start;
    while (end < s.length() && isDigit(s.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static char fold(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }
}
