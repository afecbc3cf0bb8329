package dev.engram.export;

import dev.engram.mask.LabelMap;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A frame on its way into an export.
 *
 * @param index in the video, from 0
 * @param name the stem under which outputs are written
 * @param file the image's own name with its extension; {@code NAME.jpg} for a video's frame
 * @param micros since the first frame of the range
 * @param rgb {@code [height, width, 3]}; empty where the format takes no pictures
 * @param labels the chosen objects; without any where the frame has no mask
 * @param masked whether it has a mask
 * @param probabilities a file of those behind the mask; null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier within this package, never compared
record ExportFrame(
    long index,
    String name,
    String file,
    long micros,
    byte[] rgb,
    LabelMap labels,
    boolean masked,
    @Nullable Path probabilities) {
  int width() {
    return labels.width();
  }

  int height() {
    return labels.height();
  }
}
