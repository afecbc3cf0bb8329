package dev.engram.interact;

import java.util.Arrays;

/** Which colours the object has and which the rest, as two smooth histograms over Lab. */
final class ColourModel implements Appearance {
  private static final int L = 16;
  private static final int AB = 24;
  private static final float L_STEP = 100f / L;
  private static final float AB_STEP = 8;
  private static final int BINS = L * AB * AB;

  private final int[] bin;
  private final float[] object = new float[BINS];
  private final float[] rest = new float[BINS];

  ColourModel(WorkImage image) {
    bin = new int[image.size()];
    for (int i = 0; i < bin.length; i++) {
      int l = clamp((int) (image.lab()[3 * i] / L_STEP), L);
      int a = clamp((int) Math.floor(image.lab()[3 * i + 1] / AB_STEP) + AB / 2, AB);
      int b = clamp((int) Math.floor(image.lab()[3 * i + 2] / AB_STEP) + AB / 2, AB);
      bin[i] = (l * AB + a) * AB + b;
    }
  }

  private static int clamp(int value, int count) {
    return Math.max(0, Math.min(count - 1, value));
  }

  @Override
  public float[] evidence(float[] inside, float[] outside) {
    Arrays.fill(object, 0);
    Arrays.fill(rest, 0);
    double in = 0;
    double out = 0;
    for (int i = 0; i < bin.length; i++) {
      object[bin[i]] += inside[i];
      rest[bin[i]] += outside[i];
      in += inside[i];
      out += outside[i];
    }
    smooth(object);
    smooth(rest);
    float a = (float) (1 / Math.max(in, 1e-6));
    float b = (float) (1 / Math.max(out, 1e-6));
    // what neither has shown tells nothing
    float floor = 2e-4f;
    float[] evidence = new float[bin.length];
    for (int i = 0; i < bin.length; i++) {
      evidence[i] = (float) Math.log((object[bin[i]] * a + floor) / (rest[bin[i]] * b + floor));
    }
    return evidence;
  }

  /** 1 2 1 along each axis. */
  private static void smooth(float[] h) {
    smooth(h, L, AB * AB);
    smooth(h, AB, AB);
    smooth(h, AB, 1);
  }

  private static void smooth(float[] h, int count, int stride) {
    for (int i = 0; i < h.length; i++) {
      if (i / stride % count == 0) {
        float before = h[i];
        for (int k = 0; k < count; k++) {
          int at = i + k * stride;
          float here = h[at];
          float after = k + 1 < count ? h[at + stride] : here;
          h[at] = (before + 2 * here + after) / 4;
          before = here;
        }
      }
    }
  }
}
