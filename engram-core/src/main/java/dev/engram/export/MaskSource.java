package dev.engram.export;

import dev.engram.mask.LabelMap;
import java.nio.file.Path;
import java.util.Optional;

/** The masks of a video's frames, read when their turn comes. Belongs to one thread. */
public interface MaskSource {
  /** Where they lie, for messages. */
  String describe();

  /** Whether a frame has a mask; reads none. */
  boolean has(int frame, String name);

  /**
   * The mask of a frame, of the frames' size; empty if it has none.
   *
   * @param frame from 0
   * @param name the frame's
   * @throws dev.engram.common.EngramException if it cannot be read or has another size
   */
  Optional<LabelMap> read(int frame, String name);

  /**
   * The file with the probabilities behind a frame's mask, [1 + objects, height, width] as float32,
   * the background first; empty if there is none, or they are not what the mask was made of.
   */
  Optional<Path> probabilities(int frame, String name);
}
