package dev.engram.interact;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.engram.video.Frame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The way of a frame into a SAM-like network and back: a square of {@code size} pixels, of which
 * the frame fills the left upper {@code innerWidth} x {@code innerHeight}.
 */
record SamGeometry(int width, int height, int size, int innerWidth, int innerHeight) {
  // ImageNet's, of 0 to 255
  private static final float[] MEAN = {123.675f, 116.28f, 103.53f};
  private static final float[] DEVIATION = {58.395f, 57.12f, 57.375f};

  static SamGeometry of(int width, int height, int size, boolean squashed) {
    double scale = (double) size / Math.max(width, height);
    return squashed
        ? new SamGeometry(width, height, size, size, size)
        : new SamGeometry(width, height, size, side(width * scale), side(height * scale));
  }

  private static int side(double pixels) {
    return Math.max(1, (int) (pixels + 0.5));
  }

  /**
   * @return [3, size, size], normalised, the padding 0
   */
  float[] image(Frame frame) {
    try (PointerScope scope = new PointerScope()) {
      Mat full = new Mat(height, width, CV_8UC3, new BytePointer(frame.rgb()));
      Mat small = new Mat();
      int way = innerWidth < width ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
      opencv_imgproc.resize(full, small, new Size(innerWidth, innerHeight), 0, 0, way);
      byte[] rgb = new byte[3 * innerWidth * innerHeight];
      new BytePointer(small.data()).get(rgb);
      float[] image = new float[3 * size * size];
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < innerHeight; y++) {
          for (int x = 0; x < innerWidth; x++) {
            int value = rgb[3 * (y * innerWidth + x) + c] & 255;
            image[(c * size + y) * size + x] = (value - MEAN[c]) / DEVIATION[c];
          }
        }
      }
      return image;
    }
  }

  /** A place of the frame in the square. */
  float x(double x) {
    return (float) (x * innerWidth / width);
  }

  /** As {@link #x}. */
  float y(double y) {
    return (float) (y * innerHeight / height);
  }

  /**
   * Logits of the whole square, or of the frame alone if they are of its size, at the frame's size.
   */
  float[] outward(float[] logits, int columns, int rows) {
    if (columns == width && rows == height) {
      return logits;
    }
    try (PointerScope scope = new PointerScope()) {
      Mat square = new Mat(rows, columns, CV_32FC1, new FloatPointer(logits));
      int right = Math.max(1, Math.round((float) columns * innerWidth / size));
      int bottom = Math.max(1, Math.round((float) rows * innerHeight / size));
      Mat inner = new Mat(square, new Rect(0, 0, right, bottom));
      Mat full = new Mat();
      opencv_imgproc.resize(
          inner, full, new Size(width, height), 0, 0, opencv_imgproc.INTER_LINEAR);
      float[] values = new float[width * height];
      new FloatPointer(full.data()).get(values);
      return values;
    }
  }

  /** A mask of the frame as logits of the square, in a grid of that side. */
  float[] inward(byte[] mask, int side, float certain) {
    float[] logits = new float[side * side];
    for (int i = 0; i < logits.length; i++) {
      int column = i % side;
      int row = i / side;
      int x = (int) ((column + 0.5) * size / side * width / innerWidth);
      int y = (int) ((row + 0.5) * size / side * height / innerHeight);
      boolean object = x < width && y < height && mask[y * width + x] != 0;
      logits[i] = object ? certain : -certain;
    }
    return logits;
  }
}
