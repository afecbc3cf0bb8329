package dev.engram.interact;

import dev.engram.common.EngramException;
import java.util.List;

/** The segmenters there are. */
public final class PromptSegmenters {
  private static final String WALK = "walk";
  private static final String GRAB_CUT = "grabcut";

  private PromptSegmenters() {}

  /** The default, which needs nothing but Engram itself. */
  public static PromptSegmenter embedded() {
    return new WalkSegmenter(WalkOptions.defaults());
  }

  /** What {@link #open} takes, the default first. */
  public static List<String> names() {
    return List.of(WALK, GRAB_CUT);
  }

  /**
   * Opens a segmenter by its name.
   *
   * @throws EngramException if there is none of this name, naming those that there are
   */
  public static PromptSegmenter open(String name) {
    if (name.equals(WALK)) {
      return embedded();
    }
    if (name.equals(GRAB_CUT)) {
      return new GrabCutSegmenter();
    }
    throw new EngramException(
        name + ": no method for clicks. There are " + String.join(", ", names()) + ".");
  }
}
