package dev.engram.common;

import java.util.Comparator;

/** The order in which people count: {@code frame2} before {@code frame10}. */
public final class NaturalOrder {
  private NaturalOrder() {}

  /**
   * Runs of digits 0 to 9 compare by value, everything else without regard to case; names that are
   * equal so far compare character by character, so that only equal names compare as equal.
   */
  public static final Comparator<String> COMPARATOR = NaturalOrder::compare;

  private static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int order;
      if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
        int endA = endOfDigits(a, i);
        int endB = endOfDigits(b, j);
        order = compareDigits(a.substring(i, endA), b.substring(j, endB));
        i = endA;
        j = endB;
      } else {
        order = Character.compare(fold(a.charAt(i++)), fold(b.charAt(j++)));
      }
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(a.length() - i, b.length() - j);
    return order != 0 ? order : a.compareTo(b);
  }

  private static int compareDigits(String a, String b) {
    String shortA = withoutLeadingZeros(a);
    String shortB = withoutLeadingZeros(b);
    int order = Integer.compare(shortA.length(), shortB.length());
    return order != 0 ? order : shortA.compareTo(shortB);
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
