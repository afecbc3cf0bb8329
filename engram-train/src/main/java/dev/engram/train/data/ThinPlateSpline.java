package dev.engram.train.data;

import java.util.random.RandomGenerator;

/**
 * A random smooth bending of the unit square: a thin-plate spline through control points that are
 * moved a little. Evaluated on a coarse grid and interpolated, as it is smooth.
 */
final class ThinPlateSpline {
  private static final int POINTS = 12;
  private static final int GRID = 16;

  private final double[] gridX = new double[(GRID + 1) * (GRID + 1)];
  private final double[] gridY = new double[(GRID + 1) * (GRID + 1)];

  /**
   * @param scale standard deviation of the control points' moves, as a part of the square's side
   */
  static ThinPlateSpline random(RandomGenerator random, double scale) {
    double[] px = new double[POINTS];
    double[] py = new double[POINTS];
    double[] dx = new double[POINTS];
    double[] dy = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      px[i] = random.nextDouble();
      py[i] = random.nextDouble();
      dx[i] = random.nextGaussian() * scale;
      dy[i] = random.nextGaussian() * scale;
    }
    return new ThinPlateSpline(px, py, dx, dy);
  }

  private ThinPlateSpline(double[] px, double[] py, double[] dx, double[] dy) {
    double[] wx = solve(px, py, dx);
    double[] wy = solve(px, py, dy);
    for (int j = 0, i = 0; j <= GRID; j++) {
      for (int k = 0; k <= GRID; k++, i++) {
        double x = k / (double) GRID;
        double y = j / (double) GRID;
        gridX[i] = evaluate(wx, px, py, x, y);
        gridY[i] = evaluate(wy, px, py, x, y);
      }
    }
  }

  /** How far a point moves sideways. */
  double dx(double x, double y) {
    return interpolate(gridX, x, y);
  }

  /** How far a point moves down. */
  double dy(double x, double y) {
    return interpolate(gridY, x, y);
  }

  private static double interpolate(double[] grid, double x, double y) {
    double u = Math.max(0, Math.min(GRID - 1e-9, x * GRID));
    double v = Math.max(0, Math.min(GRID - 1e-9, y * GRID));
    int column = (int) u;
    int row = (int) v;
    int i = row * (GRID + 1) + column;
    double fx = u - column;
    double fy = v - row;
    double top = grid[i] * (1 - fx) + grid[i + 1] * fx;
    double bottom = grid[i + GRID + 1] * (1 - fx) + grid[i + GRID + 2] * fx;
    return top * (1 - fy) + bottom * fy;
  }

  private static double kernel(double squared) {
    return squared < 1e-12 ? 0 : squared * Math.log(squared) / 2;
  }

  private static double evaluate(double[] w, double[] px, double[] py, double x, double y) {
    double sum = w[POINTS] + w[POINTS + 1] * x + w[POINTS + 2] * y;
    for (int i = 0; i < POINTS; i++) {
      double ex = x - px[i];
      double ey = y - py[i];
      sum += w[i] * kernel(ex * ex + ey * ey);
    }
    return sum;
  }

  /** The spline's weights: Gauss elimination of its (n + 3) equations. */
  private static double[] solve(double[] px, double[] py, double[] target) {
    int n = POINTS + 3;
    double[][] m = new double[n][n + 1];
    for (int i = 0; i < POINTS; i++) {
      for (int j = 0; j < POINTS; j++) {
        double ex = px[i] - px[j];
        double ey = py[i] - py[j];
        m[i][j] = kernel(ex * ex + ey * ey);
      }
      m[i][i] += 1e-3; // smooths a little, so that close points cannot tear the plane
      double[] row = {1, px[i], py[i]};
      for (int k = 0; k < 3; k++) {
        m[i][POINTS + k] = row[k];
        m[POINTS + k][i] = row[k];
      }
      m[i][n] = target[i];
    }
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int r = c + 1; r < n; r++) {
        pivot = Math.abs(m[r][c]) > Math.abs(m[pivot][c]) ? r : pivot;
      }
      double[] swap = m[c];
      m[c] = m[pivot];
      m[pivot] = swap;
      for (int r = 0; r < n; r++) {
        if (r != c && m[r][c] != 0) {
          double f = m[r][c] / m[c][c];
          for (int k = c; k <= n; k++) {
            m[r][k] -= f * m[c][k];
          }
        }
      }
    }
    double[] w = new double[n];
    for (int i = 0; i < n; i++) {
      w[i] = m[i][n] / m[i][i];
    }
    return w;
  }
}
