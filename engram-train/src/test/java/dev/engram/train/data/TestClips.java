package dev.engram.train.data;

import java.util.Collections;
import java.util.List;

/** Clips that are known to the pixel: bright squares that move over a dark ground. */
public final class TestClips {
  private TestClips() {}

  /** The same clip several times. */
  public static List<Clip> squares(int count, int frames, int size, int objects) {
    return Collections.nCopies(count, squaresFrom(0, frames, size, objects));
  }

  /** A clip of the squares' way from some point of it on. */
  public static Clip squaresFrom(int start, int frames, int size, int objects) {
    Clip clip = new Clip(frames, size, objects);
    for (int frame = 0; frame < frames; frame++) {
      float[] rgb = new float[size * size * 3];
      byte[] labels = new byte[size * size];
      for (int i = 0; i < size * size; i++) {
        int label = labelAt(i % size, i / size, start + frame, size, objects);
        labels[i] = (byte) label;
        rgb[3 * i] = label == 1 ? 230 : 40;
        rgb[3 * i + 1] = label == 2 ? 220 : 60;
        rgb[3 * i + 2] = 50 + (7 * i) % 30;
      }
      clip.setFrame(frame, rgb, labels);
    }
    return clip;
  }

  private static int labelAt(int x, int y, int frame, int size, int objects) {
    int side = size / 4;
    for (int label = 1; label <= objects; label++) {
      int left = (label - 1) * size / 2 + 2 * frame + 2;
      int top = size / 4 + label * 3;
      if (x >= left && x < left + side && y >= top && y < top + side) {
        return label;
      }
    }
    return 0;
  }
}
