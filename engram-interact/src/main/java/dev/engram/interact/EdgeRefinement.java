package dev.engram.interact;

import dev.engram.video.Frame;

/**
 * From a small image's probabilities to the frame's own pixels, along the frame's own edges: a
 * guided filter whose coefficients are of the small image (He and Sun 2015), where the small image
 * leaves the edge in doubt.
 */
final class EdgeRefinement {
  private static final int RADIUS = 2;
  private static final float EPSILON = 1e-3f;
  private static final int CHANNELS = 4;

  private final Frame frame;
  private final WorkImage image;

  EdgeRefinement(Frame frame, WorkImage image) {
    this.frame = frame;
    this.image = image;
  }

  /**
   * @param p of the small image, 0 to 1
   * @return of the frame, 1 where the object is, else 0
   */
  byte[] mask(float[] p) {
    int width = frame.width();
    int height = frame.height();
    byte[] mask = new byte[width * height];
    if (width == image.width() && height == image.height()) {
      for (int i = 0; i < mask.length; i++) {
        mask[i] = (byte) (RegionSolver.isObject(p[i]) ? 1 : 0);
      }
      return mask;
    }
    float[] model = GuidedFilter.coefficients(image, p, RADIUS, EPSILON);
    Axis columns = new Axis(width, image.width());
    Axis rows = new Axis(height, image.height());
    byte[] rgb = frame.rgb();
    for (int y = 0; y < height; y++) {
      int above = rows.first[y] * image.width();
      int below = rows.second[y] * image.width();
      float v = rows.weight[y];
      for (int x = 0; x < width; x++) {
        int a = above + columns.first[x];
        int b = above + columns.second[x];
        int c = below + columns.first[x];
        int d = below + columns.second[x];
        boolean object = RegionSolver.isObject(p[a]);
        // far from any edge the four agree, and surely
        if (doubtful(p[a])
            || doubtful(p[b])
            || doubtful(p[c])
            || doubtful(p[d])
            || object != RegionSolver.isObject(p[b])
            || object != RegionSolver.isObject(p[c])
            || object != RegionSolver.isObject(p[d])) {
          float u = columns.weight[x];
          int pixel = 3 * (y * width + x);
          float value = 0;
          for (int k = 0; k < CHANNELS; k++) {
            float top = model[CHANNELS * a + k] * (1 - u) + model[CHANNELS * b + k] * u;
            float bottom = model[CHANNELS * c + k] * (1 - u) + model[CHANNELS * d + k] * u;
            float at = top * (1 - v) + bottom * v;
            value += k < 3 ? at * (rgb[pixel + k] & 255) / 255f : at;
          }
          object = RegionSolver.isObject(value);
        }
        mask[y * width + x] = (byte) (object ? 1 : 0);
      }
    }
    return mask;
  }

  private static boolean doubtful(float p) {
    return p > 0.25f && p < 0.75f;
  }

  /** Between which two small pixels each of the frame's lies, along one side. */
  static final class Axis {
    final int[] first;
    final int[] second;
    final float[] weight;

    Axis(int full, int small) {
      first = new int[full];
      second = new int[full];
      weight = new float[full];
      for (int i = 0; i < full; i++) {
        double at = Math.max(0, Math.min(small - 1, (i + 0.5) * small / full - 0.5));
        first[i] = (int) at;
        second[i] = Math.min(small - 1, first[i] + 1);
        weight[i] = (float) (at - first[i]);
      }
    }
  }
}
