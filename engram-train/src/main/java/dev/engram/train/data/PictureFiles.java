package dev.engram.train.data;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pictures on disk, decoded once and kept reduced in memory as far as a budget goes; the others are
 * decoded anew each time they are wanted. Safe for use from several threads.
 */
final class PictureFiles {
  private final int shortSide;
  private final long budget;
  private final AtomicLong used = new AtomicLong();
  private final Map<Path, Picture> kept = new ConcurrentHashMap<>();

  /**
   * @param shortSide pixels that larger pictures are reduced to
   * @param budget bytes to keep
   */
  PictureFiles(int shortSide, long budget) {
    this.shortSide = shortSide;
    this.budget = budget;
  }

  /**
   * @throws EngramException if either file cannot be read, or their sizes differ
   */
  Picture get(Path image, Path mask) {
    Picture known = kept.get(image);
    if (known != null) {
      return known;
    }
    Picture picture = read(image, mask, shortSide);
    boolean fits = used.addAndGet(picture.bytes()) <= budget;
    if (!fits || kept.putIfAbsent(image, picture) != null) {
      used.addAndGet(-picture.bytes());
    }
    return picture;
  }

  private static Picture read(Path image, Path mask, int shortSide) {
    Frame frame;
    try (FrameSource source = FrameSources.open(image.toString())) {
      frame = source.next();
    }
    if (frame == null) {
      throw new EngramException(image + ": holds no picture. Remove it.");
    }
    LabelMap map = new MaskReader().read(mask).labels();
    // data sets exist whose masks were rounded to another size by a pixel
    if (Math.abs(map.width() - frame.width()) > 1 || Math.abs(map.height() - frame.height()) > 1) {
      throw new EngramException(
          String.format(
              "%s: %dx%d, but its image is %dx%d. Give a mask of the image's size.",
              mask, map.width(), map.height(), frame.width(), frame.height()));
    }
    return reduced(frame, map, shortSide);
  }

  private static Picture reduced(Frame frame, LabelMap map, int shortSide) {
    int[] values = map.labels();
    byte[] index = new byte[map.maxLabel() + 1];
    int objects = Math.min(values.length, Byte.MAX_VALUE);
    for (int i = 0; i < objects; i++) {
      index[values[i]] = (byte) (i + 1);
    }
    int width = frame.width();
    int usedWidth = Math.min(width, map.width());
    int usedHeight = Math.min(frame.height(), map.height());
    int factor = Math.max(1, Math.min(usedWidth, usedHeight) / shortSide);
    int w = usedWidth / factor;
    int h = usedHeight / factor;
    byte[] rgb = new byte[w * h * 3];
    byte[] labels = new byte[w * h];
    byte[] source = frame.rgb();
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        labels[y * w + x] = index[map.at(x * factor + factor / 2, y * factor + factor / 2)];
        for (int c = 0; c < 3; c++) {
          int sum = 0;
          for (int dy = 0; dy < factor; dy++) {
            for (int dx = 0; dx < factor; dx++) {
              sum += source[((y * factor + dy) * width + x * factor + dx) * 3 + c] & 0xff;
            }
          }
          rgb[(y * w + x) * 3 + c] = (byte) ((sum + factor * factor / 2) / (factor * factor));
        }
      }
    }
    return new Picture(w, h, rgb, labels, objects);
  }
}
