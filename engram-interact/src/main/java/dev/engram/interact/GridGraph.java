package dev.engram.interact;

/**
 * The pixels of an image as a graph: each is tied to its four neighbours, the more strongly the
 * more alike they are.
 */
final class GridGraph {
  /** So that even the sharpest edge lets a little through, and the equations have one solution. */
  private static final float LEAST = 1e-3f;

  private final int width;
  private final int height;
  // ties to the right and below; those out of the grid are 0
  private final float[] right;
  private final float[] below;

  private GridGraph(int width, int height, float[] right, float[] below) {
    this.width = width;
    this.height = height;
    this.right = right;
    this.below = below;
  }

  /**
   * @param contrast how much sharper than the image's mean difference between neighbours an edge
   *     has to be to hold a walk up
   */
  static GridGraph of(WorkImage image, float contrast) {
    int w = image.width();
    int h = image.height();
    double sum = 0;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int i = y * w + x;
        sum += x + 1 < w ? image.distance(i, i + 1) : 0;
        sum += y + 1 < h ? image.distance(i, i + w) : 0;
      }
    }
    int ties = Math.max(1, 2 * w * h - w - h);
    float beta = (float) (1 / (contrast * Math.max(sum / ties, 1)));
    float[] right = new float[w * h];
    float[] below = new float[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int i = y * w + x;
        right[i] = x + 1 < w ? tie(image.distance(i, i + 1), beta) : 0;
        below[i] = y + 1 < h ? tie(image.distance(i, i + w), beta) : 0;
      }
    }
    return new GridGraph(w, h, right, below);
  }

  private static float tie(float distance, float beta) {
    return LEAST + (float) Math.exp(-beta * distance);
  }

  int size() {
    return right.length;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /**
   * The random walk with restarts to a prior (Grady 2005): minimises the sum over ties of {@code
   * tie (x_i - x_j)^2} plus the sum over pixels of {@code pull_i (x_i - target_i)^2}, by conjugate
   * gradients with the diagonal as preconditioner.
   *
   * @param target 0 to 1
   * @param pull 0 or more, above 0 somewhere
   * @param x in: a guess; out: the solution
   * @return iterations
   */
  int walk(float[] target, float[] pull, float[] x, int most, double tolerance) {
    int n = size();
    float[] diagonal = new float[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] =
          pull[i]
              + right[i]
              + below[i]
              + (i >= 1 ? right[i - 1] : 0)
              + (i >= width ? below[i - width] : 0);
      // alone and not pulled
      diagonal[i] = Math.max(diagonal[i], 1e-6f);
    }
    float[] r = new float[n];
    float[] p = new float[n];
    float[] q = new float[n];
    multiply(diagonal, x, q);
    double rz = 0;
    double scale = 0;
    for (int i = 0; i < n; i++) {
      r[i] = pull[i] * target[i] - q[i];
      p[i] = r[i] / diagonal[i];
      rz += (double) r[i] * p[i];
      scale += diagonal[i];
    }
    double enough = tolerance * tolerance * scale;
    int iteration = 0;
    while (iteration < most && rz > enough) {
      multiply(diagonal, p, q);
      double pq = dot(p, q);
      float step = (float) (rz / pq);
      double next = 0;
      for (int i = 0; i < n; i++) {
        x[i] += step * p[i];
        r[i] -= step * q[i];
        next += (double) r[i] * r[i] / diagonal[i];
      }
      float turn = (float) (next / rz);
      for (int i = 0; i < n; i++) {
        p[i] = r[i] / diagonal[i] + turn * p[i];
      }
      rz = next;
      iteration++;
    }
    return iteration;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private void multiply(float[] diagonal, float[] x, float[] y) {
    int n = x.length;
    for (int i = 0; i < n; i++) {
      y[i] = diagonal[i] * x[i];
    }
    for (int i = 0; i + 1 < n; i++) {
      y[i] -= right[i] * x[i + 1];
    }
    for (int i = 1; i < n; i++) {
      y[i] -= right[i - 1] * x[i - 1];
    }
    for (int i = 0; i < n - width; i++) {
      y[i] -= below[i] * x[i + width];
    }
    for (int i = width; i < n; i++) {
      y[i] -= below[i - width] * x[i - width];
    }
  }
}
