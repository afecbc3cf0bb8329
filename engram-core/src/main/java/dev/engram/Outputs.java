package dev.engram;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SegmentationJob} writes.
 *
 * @param folder gets one mask a frame under the frame's name, {@code NAME.png}; made if missing
 * @param binary whether masks are 0 and 255 (all objects together) instead of palette indices
 * @param probabilities whether {@code probabilities/NAME.npy} is written as well: float32, [1 +
 *     objects, height, width], the background first
 * @param overlay a video file, or a folder that gets one JPEG a frame; null for none
 */
public record Outputs(Path folder, boolean binary, boolean probabilities, @Nullable Path overlay) {
  /** Masks only. */
  public static Outputs masks(Path folder) {
    return new Outputs(folder, false, false, null);
  }

  /** The same without an overlay. */
  Outputs withoutOverlay() {
    return new Outputs(folder, binary, probabilities, null);
  }

  /** Whether an overlay that is no folder yet has a name with an ending, as only files have. */
  public static boolean isNamedLikeFile(Path overlay) {
    return !Files.isDirectory(overlay)
        && overlay.getFileName().toString().matches(".*\\.[A-Za-z0-9]{2,4}");
  }
}
