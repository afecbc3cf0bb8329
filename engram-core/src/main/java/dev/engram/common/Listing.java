package dev.engram.common;

import java.util.List;

/** Lists of any length in messages of one line. */
public final class Listing {
  private Listing() {}

  /** The first of them, and how many there are more: {@code a, b and 3 more}. */
  public static String ofFirst(int most, List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(most, names.size())));
    return names.size() > most ? first + " and " + (names.size() - most) + " more" : first;
  }
}
