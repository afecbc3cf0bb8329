package dev.engram.testing;

import dev.engram.VideoSegmenter;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import dev.engram.video.Frame;
import dev.engram.video.VideoWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A clip of bright squares that drift over a gradient, in memory and as files.
 *
 * @param width pixels a row
 * @param height rows
 */
public record TinyClip(int width, int height) {
  /** Larger than the network's stride, smaller than anything that takes time. */
  public static TinyClip small() {
    return new TinyClip(64, 48);
  }

  /** A frame of the clip. */
  public Frame frame(int index) {
    String place = "clip (frame " + index + ")";
    return new Frame(index, Frame.nameOf(index), place, 40_000L * index, width, height, rgb(index));
  }

  /** The masks that a session gives to the frames {@code from} to {@code to}, which is left out. */
  public List<LabelMap> steps(VideoSegmenter session, int from, int to) {
    List<LabelMap> masks = new ArrayList<>();
    for (int i = from; i != to; i += Integer.signum(to - from)) {
      masks.add(session.step(frame(i)));
    }
    return masks;
  }

  private byte[] rgb(int index) {
    byte[] rgb = new byte[3 * width * height];
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean bright = (x - index) / 8 % 3 == 1 && y / 8 % 2 == 1;
        rgb[to++] = (byte) (bright ? 230 : 200 * x / width);
        rgb[to++] = (byte) (bright ? 200 : 200 * y / height);
        rgb[to++] = (byte) (bright ? 40 : 90);
      }
    }
    return rgb;
  }

  /** A mask with one column of pixels for each label, and background between and around them. */
  public LabelMap mask(int... labels) {
    int[] map = new int[width * height];
    int column = width / (2 * labels.length + 1);
    for (int i = 0; i < labels.length; i++) {
      for (int y = height / 4; y < height * 3 / 4; y++) {
        for (int x = (2 * i + 1) * column; x < (2 * i + 2) * column; x++) {
          map[y * width + x] = labels[i];
        }
      }
    }
    return LabelMap.of(width, height, map);
  }

  /** Writes frames 0 to {@code count - 1} as {@code 00000.png} and so on. */
  public Path writeFolder(Path folder, int count) {
    for (int i = 0; i < count; i++) {
      writePicture(folder.resolve(frame(i).name() + ".png"), i);
    }
    return folder;
  }

  /** Writes one frame as a picture, PNG or JPEG by its name. */
  public Path writePicture(Path file, int index) {
    RgbFile.write(file, rgb(index), width, height);
    return file;
  }

  /** Writes frames 0 to {@code count - 1} as a video of 25 frames a second. */
  public Path writeVideo(Path file, int count) {
    try (VideoWriter video = new VideoWriter(file, width, height, 25)) {
      for (int i = 0; i < count; i++) {
        video.write(rgb(i));
      }
    }
    return file;
  }

  /** Writes a mask with DAVIS's palette. */
  public Path writeMask(Path file, int... labels) {
    MaskWriter.write(file, mask(labels), Palette.davis());
    return file;
  }
}
