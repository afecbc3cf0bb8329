package dev.engram.studio.mask;

import dev.engram.mask.LabelMap;
import java.util.Set;

/** Changes of one object in a mask; pixels of locked objects stay as they are. */
public final class MaskEdit {
  private final Set<Integer> locked;

  /**
   * @param locked labels of objects that other objects must not be drawn over
   */
  public MaskEdit(Set<Integer> locked) {
    this.locked = Set.copyOf(locked);
  }

  /** How the pixels of a region change an object. */
  public enum Mode {
    /** They become the object's. */
    ADD,
    /** Those of the object become background. */
    SUBTRACT,
    /** They are the object, and no other pixel is. */
    REPLACE
  }

  /**
   * The mask after a change of one object.
   *
   * @param label of the object
   * @param region of the mask's size
   */
  public LabelMap apply(LabelMap mask, Region region, int label, Mode mode) {
    int[] labels = mask.toArray();
    for (int i = 0; i < labels.length; i++) {
      if (region.contains(i) && mode != Mode.SUBTRACT) {
        if (!locked.contains(labels[i]) || labels[i] == label) {
          labels[i] = label;
        }
      } else if (labels[i] == label && region.contains(i) == (mode == Mode.SUBTRACT)) {
        labels[i] = mode == Mode.ADD ? label : 0;
      }
    }
    return LabelMap.of(mask.width(), mask.height(), labels);
  }

  /** The pixels of a region that no locked object has become background. */
  public LabelMap clear(LabelMap mask, Region region) {
    int[] labels = mask.toArray();
    for (int i = 0; i < labels.length; i++) {
      if (region.contains(i) && !locked.contains(labels[i])) {
        labels[i] = 0;
      }
    }
    return LabelMap.of(mask.width(), mask.height(), labels);
  }

  /**
   * The mask with objects as they are in another frame's, in the place of what it had of them.
   *
   * @param from of the same size
   * @param wanted labels of the objects
   */
  public LabelMap copy(LabelMap mask, LabelMap from, Set<Integer> wanted) {
    int[] labels = mask.toArray();
    int[] others = from.toArray();
    for (int i = 0; i < labels.length; i++) {
      boolean open = !locked.contains(labels[i]) || wanted.contains(labels[i]);
      if (wanted.contains(others[i]) && open) {
        labels[i] = others[i];
      } else if (wanted.contains(labels[i])) {
        labels[i] = 0;
      }
    }
    return LabelMap.of(mask.width(), mask.height(), labels);
  }
}
