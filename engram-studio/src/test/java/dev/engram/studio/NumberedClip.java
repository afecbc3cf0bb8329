package dev.engram.studio;

import dev.engram.video.VideoWriter;
import java.nio.file.Path;

/**
 * A yellow disc that drifts over a dark ground, in a clip whose every frame shows its own number:
 * as the brightness of two blocks, one for each digit to the base of {@value #BASE}.
 */
record NumberedClip(int frames) {
  static final int WIDTH = 320;
  static final int HEIGHT = 240;
  private static final int BASE = 16;
  private static final int BLOCK = 40;
  private static final int RADIUS = 44;

  /** Where the disc's centre is in a frame. */
  int discX(int frame) {
    return 110 + 50 * frame / frames;
  }

  int discY() {
    return 140;
  }

  Path write(Path file) {
    try (VideoWriter video = new VideoWriter(file, WIDTH, HEIGHT, 25)) {
      for (int frame = 0; frame < frames; frame++) {
        video.write(rgb(frame));
      }
    }
    return file;
  }

  private byte[] rgb(int frame) {
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    int to = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean disc = Math.hypot(x - discX(frame), y - discY()) < RADIUS;
        int level = level(frame, x, y);
        rgb[to++] = (byte) (level >= 0 ? level : disc ? 230 : 30 + x / 8);
        rgb[to++] = (byte) (level >= 0 ? level : disc ? 200 : 50 + y / 8);
        rgb[to++] = (byte) (level >= 0 ? level : disc ? 40 : 70);
      }
    }
    return rgb;
  }

  private static int level(int frame, int x, int y) {
    if (y >= BLOCK || x >= 2 * BLOCK) {
      return -1;
    }
    return 14 * (x < BLOCK ? frame / BASE : frame % BASE) + 22;
  }

  /** The number that a page shows. */
  static int read(StudioPage page) {
    return BASE * digit(page.brightness(BLOCK / 2, BLOCK / 2))
        + digit(page.brightness(3 * BLOCK / 2, BLOCK / 2));
  }

  private static int digit(int brightness) {
    return Math.round((brightness - 22) / 14f);
  }
}
