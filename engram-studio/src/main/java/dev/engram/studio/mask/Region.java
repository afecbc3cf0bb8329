package dev.engram.studio.mask;

import dev.engram.mask.LabelMap;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Some pixels of a frame: what a tool has touched. A pixel is inside if its centre is.
 *
 * <p>Points are in pixels from the frame's top left corner, x to the right, y down; they may lie
 * outside of the frame.
 */
public final class Region {
  private final int width;
  private final int height;
  private final byte[] inside;

  private Region(int width, int height, byte[] inside) {
    this.width = width;
    this.height = height;
    this.inside = inside;
  }

  /** A point of a stroke or polygon. */
  public record Point(double x, double y) {
    /** Refuses what is no number. */
    public Point {
      if (!Double.isFinite(x) || !Double.isFinite(y)) {
        throw new IllegalArgumentException("a point is no number");
      }
    }
  }

  /**
   * Pixels from a mask.
   *
   * @param inside not 0 where a pixel is inside, row by row; taken over, not copied
   */
  public static Region of(int width, int height, byte[] inside) {
    if (inside.length != width * height) {
      throw new IllegalArgumentException(inside.length + " are not " + width + "x" + height);
    }
    return new Region(width, height, inside);
  }

  /** What a round brush touches that is drawn along the points. */
  public static Region stroke(int width, int height, List<Point> points, double radius) {
    byte[] inside = new byte[width * height];
    for (int i = 0; i < points.size(); i++) {
      segment(width, height, inside, points.get(Math.max(0, i - 1)), points.get(i), radius);
    }
    return new Region(width, height, inside);
  }

  private static void segment(int width, int height, byte[] inside, Point a, Point b, double r) {
    int left = within(Math.min(a.x, b.x) - r, width);
    int right = within(Math.max(a.x, b.x) + r + 1, width);
    int top = within(Math.min(a.y, b.y) - r, height);
    int bottom = within(Math.max(a.y, b.y) + r + 1, height);
    double dx = b.x - a.x;
    double dy = b.y - a.y;
    double length = dx * dx + dy * dy;
    // a brush thinner than a pixel still marks the pixel that it is in
    double reach = Math.max(r * r, 0.5);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        double px = x + 0.5 - a.x;
        double py = y + 0.5 - a.y;
        double along = length == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
        double ox = px - along * dx;
        double oy = py - along * dy;
        if (ox * ox + oy * oy <= reach) {
          inside[y * width + x] = 1;
        }
      }
    }
  }

  private static int within(double position, int size) {
    return (int) Math.max(0, Math.min(size, Math.floor(position)));
  }

  /** The inside of a polygon by the even-odd rule; its last point is joined to the first. */
  public static Region polygon(int width, int height, List<Point> points) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    for (int i = 0; i < points.size(); i++) {
      if (i == 0) {
        path.moveTo(points.get(i).x, points.get(i).y);
      } else {
        path.lineTo(points.get(i).x, points.get(i).y);
      }
    }
    if (!points.isEmpty()) {
      path.closePath();
    }
    var graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.fill(path);
    } finally {
      graphics.dispose();
    }
    return new Region(
        width, height, ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
  }

  /** All pixels of one label that are joined, by their sides, to the one at a point. */
  public static Region connected(LabelMap map, int x, int y) {
    int width = map.width();
    int height = map.height();
    byte[] inside = new byte[width * height];
    int label = map.at(x, y);
    Deque<Integer> open = new ArrayDeque<>();
    inside[y * width + x] = 1;
    open.add(y * width + x);
    while (!open.isEmpty()) {
      int at = open.remove();
      int column = at % width;
      int row = at / width;
      for (int[] step : new int[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
        int nx = column + step[0];
        int ny = row + step[1];
        if (nx >= 0 && nx < width && ny >= 0 && ny < height) {
          int next = ny * width + nx;
          if (inside[next] == 0 && map.at(nx, ny) == label) {
            inside[next] = 1;
            open.add(next);
          }
        }
      }
    }
    return new Region(width, height, inside);
  }

  /** Pixels a row. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Whether a pixel is inside, by {@code y * width + x}. */
  public boolean contains(int index) {
    return inside[index] != 0;
  }
}
