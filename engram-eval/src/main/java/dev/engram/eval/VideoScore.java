package dev.engram.eval;

import java.util.List;

/**
 * The scores of a video's objects.
 *
 * @param name of its folder
 * @param objects in the order of their labels; none if no frame of the video counts
 */
public record VideoScore(String name, List<ObjectScore> objects) {
  /** Copies the list. */
  public VideoScore {
    objects = List.copyOf(objects);
  }
}
