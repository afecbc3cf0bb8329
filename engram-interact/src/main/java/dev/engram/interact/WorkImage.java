package dev.engram.interact;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.engram.mask.LabelMap;
import dev.engram.video.Frame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** A frame made small enough to work on at once. Holds no native memory. */
final class WorkImage {
  private final int width;
  private final int height;
  private final float[] rgb;
  private final float[] lab;

  private WorkImage(int width, int height, float[] rgb, float[] lab) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
    this.lab = lab;
  }

  /**
   * Averages the frame's pixels, so that at most so many are left.
   *
   * @param pixels the most that width times height may be
   */
  static WorkImage of(Frame frame, int pixels) {
    double area = (double) frame.width() * frame.height();
    double scale = Math.min(1, Math.sqrt(pixels / area));
    int width = side(frame.width(), scale, pixels);
    int height = side(frame.height(), scale, pixels);
    try (PointerScope scope = new PointerScope()) {
      BytePointer bytes = new BytePointer(frame.rgb());
      Mat full = new Mat(frame.height(), frame.width(), CV_8UC3, bytes);
      Mat small = full;
      if (width < frame.width() || height < frame.height()) {
        small = new Mat();
        opencv_imgproc.resize(
            full, small, new Size(width, height), 0, 0, opencv_imgproc.INTER_AREA);
      }
      Mat unit = new Mat();
      small.convertTo(unit, CV_32FC3, 1 / 255.0, 0);
      Mat lab = new Mat();
      opencv_imgproc.cvtColor(unit, lab, opencv_imgproc.COLOR_RGB2Lab);
      return new WorkImage(width, height, values(unit), values(lab));
    }
  }

  private static int side(int pixels, double scale, int most) {
    return Math.max(1, Math.min(most, (int) Math.round(pixels * scale)));
  }

  /**
   * How much of each pixel a mask of the frame covers, 0 to 1.
   *
   * @param mask any label above 0 counts
   */
  float[] shrink(LabelMap mask) {
    float[] all = new float[mask.width() * mask.height()];
    for (int i = 0; i < all.length; i++) {
      all[i] = mask.at(i % mask.width(), i / mask.width()) > 0 ? 1 : 0;
    }
    if (mask.width() == width && mask.height() == height) {
      return all;
    }
    try (PointerScope scope = new PointerScope()) {
      Mat full = new Mat(mask.height(), mask.width(), CV_32FC1, new FloatPointer(all));
      Mat small = new Mat();
      opencv_imgproc.resize(full, small, new Size(width, height), 0, 0, opencv_imgproc.INTER_AREA);
      float[] covered = new float[size()];
      new FloatPointer(small.data()).get(covered);
      return covered;
    }
  }

  private static float[] values(Mat mat) {
    float[] values = new float[3 * mat.rows() * mat.cols()];
    new FloatPointer(mat.data()).get(values);
    return values;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** [height, width, 3], 0 to 1. */
  float[] rgb() {
    return rgb;
  }

  /** CIE Lab [height, width, 3]: L 0 to 100, a and b about -100 to 100. */
  float[] lab() {
    return lab;
  }

  int size() {
    return width * height;
  }

  /** Squared distance between two pixels' colours. */
  float distance(int i, int j) {
    float l = lab[3 * i] - lab[3 * j];
    float a = lab[3 * i + 1] - lab[3 * j + 1];
    float b = lab[3 * i + 2] - lab[3 * j + 2];
    return l * l + a * a + b * b;
  }
}
