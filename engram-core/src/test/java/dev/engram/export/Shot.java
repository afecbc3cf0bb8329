package dev.engram.export;

import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import dev.engram.video.VideoWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A video of odd size and variable rate in which three objects come and go: two of one name, one
 * with a label above 255 and a name beyond ASCII. Frame 4 has no mask.
 */
final class Shot {
  static final int WIDTH = 37;
  static final int HEIGHT = 29;
  static final int FRAMES = 6;
  static final int CHAIR_RGB = 0xC81E46;
  static final ExportObject CAT = new ExportObject(300, "кот & \"Мурка\"", 0x20C0F0);
  static final List<ExportObject> OBJECTS =
      List.of(new ExportObject(1, "chair", CHAIR_RGB), new ExportObject(2, "chair", 0x3CB43C), CAT);
  static final SortedSet<Integer> MASKED = new TreeSet<>(List.of(0, 1, 2, 3, 5));

  private static final long[] MICROS = {0, 40_000, 100_000, 120_000, 250_000, 290_000};

  private final Path folder;
  private final Path video;
  private final Path masks;

  Shot(Path folder) {
    this.folder = folder;
    video = folder.resolve("shot.mkv");
    try (VideoWriter writer = new VideoWriter(video, WIDTH, HEIGHT, 25)) {
      for (int i = 0; i < FRAMES; i++) {
        writer.write(picture(WIDTH, HEIGHT, i), MICROS[i]);
      }
    }
    masks = folder.resolve("masks");
    writeMasks(masks);
  }

  static boolean isMasked(int frame) {
    return MASKED.contains(frame);
  }

  static long micros(int frame) {
    return MICROS[frame];
  }

  Path video() {
    return video;
  }

  Path masks() {
    return masks;
  }

  void writeMasks(Path target) {
    MASKED.forEach(
        frame ->
            MaskWriter.write(
                target.resolve("0000" + frame + ".png"), mask(frame), Palette.davis()));
  }

  Path picture(String name, int width, int height) {
    Path file = folder.resolve(name);
    RgbFile.write(file, picture(width, height, 3), width, height);
    return file;
  }

  /** A gradient that shifts from frame to frame. */
  static byte[] picture(int width, int height, int frame) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        rgb[at] = (byte) (60 + 120 * x / width + 10 * frame);
        rgb[at + 1] = (byte) (40 + 150 * y / height);
        rgb[at + 2] = (byte) (200 - 100 * x / width);
      }
    }
    return rgb;
  }

  /**
   * Object 1 is always there and has two parts, 2 is gone in frames 1 and 2, 300 comes in frame 1
   * and touches the corner. Frame 3 is all background.
   */
  static LabelMap mask(int frame) {
    int[] labels = new int[WIDTH * HEIGHT];
    if (frame != 3) {
      fill(labels, 4 + frame, 5, 8, 9, 1);
      fill(labels, 4 + frame, 20, 3, 2, 1);
    }
    if (frame == 0 || frame == 5) {
      fill(labels, 18, 0, 5, 29, 2);
    }
    if (frame == 1 || frame == 2 || frame == 5) {
      fill(labels, 30, 20, 7, 9, 300);
    }
    return LabelMap.of(WIDTH, HEIGHT, labels);
  }

  private static void fill(int[] labels, int left, int top, int width, int height, int label) {
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        labels[y * WIDTH + x] = label;
      }
    }
  }

  /** The video with its masks in memory, and the objects with their names. */
  ExportInput input() {
    return new ExportInput(video.toString(), new Masks(folder), OBJECTS);
  }

  private record Masks(Path folder) implements MaskSource {
    @Override
    public String describe() {
      return "masks";
    }

    @Override
    public boolean has(int frame, String name) {
      return isMasked(frame);
    }

    @Override
    public Optional<LabelMap> read(int frame, String name) {
      return isMasked(frame) ? Optional.of(mask(frame)) : Optional.empty();
    }

    @Override
    public Optional<Path> probabilities(int frame, String name) {
      Path file = folder.resolve("probabilities").resolve(name + ".npy");
      return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }
  }

  static double meanDifference(byte[] a, byte[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 255) - (b[i] & 255));
    }
    return (double) sum / a.length;
  }
}
