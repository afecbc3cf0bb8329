package dev.engram.video;

/**
 * What a frame looks like from afar: how often each of 512 colours occurs, and a thumbnail. Made of
 * {@value #SAMPLES_ACROSS} x {@value #SAMPLES_DOWN} pixels, whatever the frame's size.
 */
final class FrameSketch {
  private static final int SAMPLES_ACROSS = 128;
  private static final int SAMPLES_DOWN = 72;
  private static final int SAMPLES = SAMPLES_ACROSS * SAMPLES_DOWN;

  /** Samples along each side of a thumbnail's pixel; their mean takes the noise away. */
  private static final int CELL = 4;

  private static final int WIDTH = SAMPLES_ACROSS / CELL;
  private static final int HEIGHT = SAMPLES_DOWN / CELL;

  /** Thumbnails are shifted against each other up to here, an eighth of the width: fast pans. */
  private static final int REACH = WIDTH / 8;

  /** Of levels that mean nothing: a standard deviation of 4, so that noise is like noise. */
  private static final double NOISE_VARIANCE = 16;

  private final int[] colours = new int[512];

  /** Red, green and blue, each {@code [HEIGHT, WIDTH]}. */
  private final float[][] thumbnail = new float[3][WIDTH * HEIGHT];

  private FrameSketch() {}

  static FrameSketch of(Frame frame) {
    FrameSketch sketch = new FrameSketch();
    byte[] rgb = frame.rgb();
    for (int y = 0; y < SAMPLES_DOWN; y++) {
      int row = (2 * y + 1) * frame.height() / (2 * SAMPLES_DOWN);
      for (int x = 0; x < SAMPLES_ACROSS; x++) {
        int column = (2 * x + 1) * frame.width() / (2 * SAMPLES_ACROSS);
        int at = 3 * (row * frame.width() + column);
        int r = rgb[at] & 0xFF;
        int g = rgb[at + 1] & 0xFF;
        int b = rgb[at + 2] & 0xFF;
        sketch.colours[r >> 5 << 6 | g >> 5 << 3 | b >> 5]++;
        int cell = y / CELL * WIDTH + x / CELL;
        sketch.thumbnail[0][cell] += (float) r / (CELL * CELL);
        sketch.thumbnail[1][cell] += (float) g / (CELL * CELL);
        sketch.thumbnail[2][cell] += (float) b / (CELL * CELL);
      }
    }
    return sketch;
  }

  /** The share of pixels that would have to change their colour: 0 to 1. */
  double colourChange(FrameSketch other) {
    int sum = 0;
    for (int i = 0; i < colours.length; i++) {
      sum += Math.abs(colours[i] - other.colours[i]);
    }
    return sum / (2.0 * SAMPLES);
  }

  /**
   * How well the thumbnails correlate where one is shifted so that it fits best: 1 for one picture,
   * also if it is brighter, darker or has moved; about 0 for two that have nothing in common.
   */
  double likeness(FrameSketch other) {
    double best = -1;
    for (int dy = -REACH; dy <= REACH; dy++) {
      for (int dx = -REACH; dx <= REACH; dx++) {
        best = Math.max(best, correlation(other, dx, dy));
      }
    }
    return best;
  }

  /** The standard deviation over the thumbnail, of levels from 0 to 255, over all channels. */
  double contrast() {
    double variance = 0;
    for (float[] plane : thumbnail) {
      variance += moments(plane, plane, 0, 0).varianceA() / 3;
    }
    return Math.sqrt(Math.max(0, variance));
  }

  private double correlation(FrameSketch other, int dx, int dy) {
    double varianceA = 0;
    double varianceB = 0;
    double covariance = 0;
    for (int channel = 0; channel < 3; channel++) {
      Moments moments = moments(thumbnail[channel], other.thumbnail[channel], dx, dy);
      varianceA += moments.varianceA() + NOISE_VARIANCE;
      varianceB += moments.varianceB() + NOISE_VARIANCE;
      covariance += moments.covariance() + NOISE_VARIANCE;
    }
    return covariance / Math.sqrt(varianceA * varianceB);
  }

  private record Moments(double varianceA, double varianceB, double covariance) {}

  /** Of the pixels that two planes share where the second is shifted. */
  private static Moments moments(float[] planeA, float[] planeB, int dx, int dy) {
    double sumA = 0;
    double sumB = 0;
    double squaresA = 0;
    double squaresB = 0;
    double products = 0;
    int fromX = Math.max(0, -dx);
    int toX = WIDTH - Math.max(0, dx);
    int fromY = Math.max(0, -dy);
    int toY = HEIGHT - Math.max(0, dy);
    for (int y = fromY; y < toY; y++) {
      for (int x = fromX; x < toX; x++) {
        double a = planeA[y * WIDTH + x];
        double b = planeB[(y + dy) * WIDTH + x + dx];
        sumA += a;
        sumB += b;
        squaresA += a * a;
        squaresB += b * b;
        products += a * b;
      }
    }
    double count = (double) (toX - fromX) * (toY - fromY);
    double meanA = sumA / count;
    double meanB = sumB / count;
    return new Moments(
        squaresA / count - meanA * meanA,
        squaresB / count - meanB * meanB,
        products / count - meanA * meanB);
  }
}
