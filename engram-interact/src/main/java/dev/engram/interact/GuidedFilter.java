package dev.engram.interact;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Size;

/** The guided filter with a colour guide (He, Sun and Tang 2013). */
final class GuidedFilter {
  // r g b, rr rg rb gg gb bb, p, rp gp bp
  private static final int MOMENTS = 13;

  private GuidedFilter() {}

  /**
   * How the values are linear in the guide's red, green and blue around each pixel (equations 19
   * and 20, averaged over windows).
   *
   * @param p [height, width]
   * @param radius of a window, pixels
   * @param epsilon what counts as a small variance of colours of 0 to 1
   * @return [height, width, 4]: the factors of red, green and blue (0 to 1), and what is added
   */
  static float[] coefficients(WorkImage guide, float[] p, int radius, float epsilon) {
    int n = p.length;
    float[] rgb = guide.rgb();
    float[] moments = new float[MOMENTS * n];
    for (int i = 0; i < n; i++) {
      float r = rgb[3 * i];
      float g = rgb[3 * i + 1];
      float b = rgb[3 * i + 2];
      float[] m = {
        r, g, b, r * r, r * g, r * b, g * g, g * b, b * b, p[i], r * p[i], g * p[i], b * p[i]
      };
      System.arraycopy(m, 0, moments, MOMENTS * i, MOMENTS);
    }
    moments = mean(moments, guide.width(), guide.height(), MOMENTS, radius);
    float[] model = new float[4 * n];
    for (int i = 0; i < n; i++) {
      solve(moments, MOMENTS * i, epsilon, model, 4 * i);
    }
    return mean(model, guide.width(), guide.height(), 4, radius);
  }

  /** Inverts the 3 x 3 covariance of the colours by cofactors. */
  private static void solve(float[] m, int at, float epsilon, float[] model, int to) {
    double r = m[at];
    double g = m[at + 1];
    double b = m[at + 2];
    double rr = m[at + 3] - r * r + epsilon;
    double rg = m[at + 4] - r * g;
    double rb = m[at + 5] - r * b;
    double gg = m[at + 6] - g * g + epsilon;
    double gb = m[at + 7] - g * b;
    double bb = m[at + 8] - b * b + epsilon;
    double p = m[at + 9];
    double rp = m[at + 10] - r * p;
    double gp = m[at + 11] - g * p;
    double bp = m[at + 12] - b * p;
    double crr = gg * bb - gb * gb;
    double crg = gb * rb - rg * bb;
    double crb = rg * gb - gg * rb;
    double determinant = rr * crr + rg * crg + rb * crb;
    double ar = (crr * rp + crg * gp + crb * bp) / determinant;
    double ag = (crg * rp + (rr * bb - rb * rb) * gp + (rg * rb - rr * gb) * bp) / determinant;
    double ab = (crb * rp + (rg * rb - rr * gb) * gp + (rr * gg - rg * rg) * bp) / determinant;
    model[to] = (float) ar;
    model[to + 1] = (float) ag;
    model[to + 2] = (float) ab;
    model[to + 3] = (float) (p - ar * r - ag * g - ab * b);
  }

  /** Means over windows, with what is beyond the edges reflected. */
  private static float[] mean(float[] values, int width, int height, int channels, int radius) {
    try (PointerScope scope = new PointerScope()) {
      Mat in = new Mat(height, width, CV_32FC(channels), new FloatPointer(values));
      Mat out = new Mat();
      int side = 2 * radius + 1;
      opencv_imgproc.blur(
          in, out, new Size(side, side), new Point(-1, -1), opencv_core.BORDER_REFLECT);
      float[] means = new float[values.length];
      new FloatPointer(out.data()).get(means);
      return means;
    }
  }
}
