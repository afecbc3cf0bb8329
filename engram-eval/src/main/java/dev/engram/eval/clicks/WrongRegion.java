package dev.engram.eval.clicks;

/**
 * A connected region of pixels (four neighbours).
 *
 * @param middle the pixel farthest from all others, -1 if the region is empty
 */
record WrongRegion(int area, int middle) {
  /** The largest region, the first in reading order of equals. */
  static WrongRegion largest(boolean[] pixels, int width) {
    int n = pixels.length;
    int[] region = new int[n];
    int[] queue = new int[n];
    int best = 0;
    int bestArea = 0;
    int count = 0;
    for (int begin = 0; begin < n; begin++) {
      if (pixels[begin] && region[begin] == 0) {
        int area = fill(pixels, width, begin, ++count, region, queue);
        if (area > bestArea) {
          bestArea = area;
          best = count;
        }
      }
    }
    if (bestArea == 0) {
      return new WrongRegion(0, -1);
    }
    double[] distance = squaredDistances(region, best, width);
    int middle = 0;
    for (int i = 1; i < n; i++) {
      if (distance[i] > distance[middle]) {
        middle = i;
      }
    }
    return new WrongRegion(bestArea, middle);
  }

  private static int fill(
      boolean[] pixels, int width, int begin, int number, int[] region, int[] queue) {
    int tail = 0;
    queue[tail++] = begin;
    region[begin] = number;
    for (int head = 0; head < tail; head++) {
      int i = queue[head];
      int x = i % width;
      int[] sides = {
        x > 0 ? i - 1 : -1, x + 1 < width ? i + 1 : -1, i - width, i + width,
      };
      for (int j : sides) {
        if (j >= 0 && j < pixels.length && pixels[j] && region[j] == 0) {
          region[j] = number;
          queue[tail++] = j;
        }
      }
    }
    return tail;
  }

  /**
   * Squared distances to the nearest pixel that is not of a region, those beyond the edges
   * included: down the columns, then across the rows.
   */
  static double[] squaredDistances(int[] region, int number, int width) {
    int height = region.length / width;
    double[] distance = new double[region.length];
    for (int x = 0; x < width; x++) {
      int gap = 0;
      for (int y = 0; y < height; y++) {
        gap = region[y * width + x] == number ? gap + 1 : 0;
        distance[y * width + x] = gap;
      }
      gap = 0;
      for (int y = height - 1; y >= 0; y--) {
        gap = region[y * width + x] == number ? gap + 1 : 0;
        distance[y * width + x] = Math.min(distance[y * width + x], gap);
      }
    }
    double[] row = new double[width];
    for (int y = 0; y < height; y++) {
      System.arraycopy(distance, y * width, row, 0, width);
      for (int x = 0; x < width; x++) {
        double edge = Math.min(x + 1, width - x);
        double least = Math.min(row[x] * row[x], edge * edge);
        // nothing farther along the row than the least so far can be nearer
        for (int d = 1; (double) d * d < least; d++) {
          least = nearer(least, d, x - d >= 0 ? row[x - d] : 0);
          least = nearer(least, d, x + d < width ? row[x + d] : 0);
        }
        distance[y * width + x] = least;
      }
    }
    return distance;
  }

  private static double nearer(double least, int across, double down) {
    return Math.min(least, (double) across * across + down * down);
  }
}
