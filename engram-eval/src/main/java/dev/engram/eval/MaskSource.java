package dev.engram.eval;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The masks of one video by the names of its frames. */
interface MaskSource {
  /**
   * Names of the frames that have a mask, in order of time.
   *
   * @throws EngramException if there is none
   */
  List<String> frames();

  /** A frame's mask, if there is one. */
  Optional<LabelMap> read(String frame);

  /** Where a frame's mask lies, or would. */
  Path file(String frame);
}
