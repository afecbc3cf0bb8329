package dev.engram.studio.work;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;

/** The model of a studio, loaded when it is first needed. */
public interface ModelLoader {
  /**
   * Loads it.
   *
   * @throws dev.engram.common.EngramException if it cannot be read
   */
  Engram load();

  /**
   * How sessions run.
   *
   * @param usual the model's own
   */
  SegmenterOptions options(SegmenterOptions usual);
}
