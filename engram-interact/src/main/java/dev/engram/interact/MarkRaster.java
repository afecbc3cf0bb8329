package dev.engram.interact;

import java.util.List;

/** Marks as pixels, of the frame or of a smaller image of it. */
final class MarkRaster {
  /** No mark. */
  static final byte NONE = 0;

  /** A positive mark. */
  static final byte ON = 1;

  /** A negative mark. */
  static final byte OFF = 2;

  private final int width;
  private final int height;
  private final double scaleX;
  private final double scaleY;
  private final byte[] marks;

  /**
   * Nothing marked yet.
   *
   * @param width of the image, as {@code height}
   * @param frameWidth of the frame whose pixels the marks are in, as {@code frameHeight}
   */
  MarkRaster(int width, int height, int frameWidth, int frameHeight) {
    this.width = width;
    this.height = height;
    scaleX = (double) width / frameWidth;
    scaleY = (double) height / frameHeight;
    marks = new byte[width * height];
  }

  /** [height, width] of {@link #NONE}, {@link #ON} and {@link #OFF}; the array itself. */
  byte[] marks() {
    return marks;
  }

  /** Draws a mark over those before it. */
  void draw(Mark mark) {
    byte value = mark.positive() ? ON : OFF;
    if (mark instanceof Click click) {
      marks[pixel(click.point())] = value;
    } else if (mark instanceof Scribble scribble) {
      List<Point> points = scribble.points();
      for (int i = 0; i < points.size(); i++) {
        marks[pixel(points.get(i))] = value;
        drawLine(points.get(Math.max(0, i - 1)), points.get(i), scribble.radius(), value);
      }
    }
  }

  /** The pixel that holds a point of the frame. */
  int pixel(Point point) {
    int x = Math.min(width - 1, (int) (point.x() * scaleX));
    int y = Math.min(height - 1, (int) (point.y() * scaleY));
    return y * width + x;
  }

  private void drawLine(Point from, Point to, double radius, byte value) {
    // thinner than a pixel of this image, a stroke would fall between their centres
    double reach = Math.max(radius, 0.75 / Math.min(scaleX, scaleY));
    double square = scaleX == 1 && scaleY == 1 ? radius * radius : reach * reach;
    int left = column((Math.min(from.x(), to.x()) - reach) * scaleX);
    int right = column((Math.max(from.x(), to.x()) + reach) * scaleX);
    int top = row((Math.min(from.y(), to.y()) - reach) * scaleY);
    int bottom = row((Math.max(from.y(), to.y()) + reach) * scaleY);
    double dx = to.x() - from.x();
    double dy = to.y() - from.y();
    double length = dx * dx + dy * dy;
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double px = (x + 0.5) / scaleX - from.x();
        double py = (y + 0.5) / scaleY - from.y();
        double t = length == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
        double ox = px - t * dx;
        double oy = py - t * dy;
        if (ox * ox + oy * oy <= square) {
          marks[y * width + x] = value;
        }
      }
    }
  }

  private int column(double x) {
    return (int) Math.max(0, Math.min(width - 1, x));
  }

  private int row(double y) {
    return (int) Math.max(0, Math.min(height - 1, y));
  }
}
