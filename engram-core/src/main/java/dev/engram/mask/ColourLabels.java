package dev.engram.mask;

import dev.engram.common.EngramException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;

/** Which colour is which label, the same in all masks of one video. */
final class ColourLabels {
  private static final Map<Integer, Integer> DAVIS = new HashMap<>();

  static {
    for (int label = 1; label <= 255; label++) {
      DAVIS.put(Palette.davisColour(label), label);
    }
  }

  private final Map<Integer, Integer> labelOf = new HashMap<>();
  private final Map<Integer, Integer> colourOf = new HashMap<>();
  private final BitSet taken = new BitSet();

  ColourLabels() {
    taken.set(0);
  }

  /** Whether all are colours of the DAVIS palette. */
  static boolean areDavis(Collection<Integer> colours) {
    return DAVIS.keySet().containsAll(colours);
  }

  /** Notes a label that a file gave without a colour. */
  void take(int label) {
    taken.set(label);
  }

  /** Notes a label that a file gave together with its colour. */
  void take(int label, int rgb) {
    taken.set(label);
    if (rgb != 0) {
      labelOf.putIfAbsent(rgb, label);
      colourOf.putIfAbsent(label, rgb);
    }
  }

  /**
   * The labels of a file's colours. Known colours keep theirs; new ones get the DAVIS palette's if
   * all colours of the file are in it, otherwise the lowest free ones in the order of the colours'
   * values.
   *
   * @param colours without black
   */
  Map<Integer, Integer> labelsOf(SortedSet<Integer> colours, Path file) {
    boolean davis = areDavis(colours);
    List<Integer> withoutLabel = new ArrayList<>();
    Map<Integer, Integer> result = new HashMap<>();
    for (int colour : colours) {
      Integer known = labelOf.get(colour);
      Integer standard = davis ? DAVIS.get(colour) : null;
      if (known == null && standard != null && !taken.get(standard)) {
        take(standard, colour);
        known = standard;
      }
      if (known == null) {
        withoutLabel.add(colour);
      } else {
        result.put(colour, known);
      }
    }
    for (int colour : withoutLabel) {
      int label = taken.nextClearBit(1);
      if (label > LabelMap.MAX_LABEL) {
        throw new EngramException(
            file
                + ": the masks so far have used up all labels. Use the same colours in all masks.");
      }
      take(label, colour);
      result.put(colour, label);
    }
    return result;
  }

  /** The label that a colour has so far. */
  OptionalInt labelOf(int rgb) {
    Integer label = labelOf.get(rgb);
    return label == null ? OptionalInt.empty() : OptionalInt.of(label);
  }

  /** The colours of all labels so far. */
  Palette palette() {
    return Palette.ofColours(colourOf);
  }
}
