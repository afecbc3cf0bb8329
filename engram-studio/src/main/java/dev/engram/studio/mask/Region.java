package dev.engram.studio.mask;

import dev.engram.mask.LabelMap;
import java.util.ArrayDeque;
import java.util.Arrays;
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

  /** What the brush covers of a row is one run of pixels, so only its ends are searched. */
  private static void segment(int width, int height, byte[] inside, Point a, Point b, double r) {
    int left = within(Math.min(a.x, b.x) - r, width);
    int right = within(Math.max(a.x, b.x) + r + 1, width);
    int top = within(Math.min(a.y, b.y) - r, height);
    int bottom = within(Math.max(a.y, b.y) + r + 1, height);
    if (left >= right) {
      return;
    }
    Brush brush = Brush.of(a, b, r);
    for (int y = top; y < bottom; y++) {
      int before = (int) Math.floor(Math.max(left, Math.min(right, brush.nearest(y))) - 0.5);
      int seed = Math.max(left, before);
      if (!brush.covers(seed, y)) {
        seed = Math.min(right - 1, before + 1);
      }
      if (brush.covers(seed, y)) {
        int from = end(brush, y, seed, left - 1);
        int to = end(brush, y, seed, right);
        Arrays.fill(inside, y * width + from, y * width + to + 1, (byte) 1);
      }
    }
  }

  /** The last pixel that is covered on the way from one that is to one that is not. */
  private static int end(Brush brush, int y, int covered, int bare) {
    int in = covered;
    int out = bare;
    while (Math.abs(out - in) > 1) {
      int between = (in + out) >> 1;
      if (brush.covers(between, y)) {
        in = between;
      } else {
        out = between;
      }
    }
    return in;
  }

  /** A round brush that is drawn from one point to another. */
  private record Brush(Point a, double dx, double dy, double length, double reach) {
    static Brush of(Point a, Point b, double r) {
      double dx = b.x - a.x;
      double dy = b.y - a.y;
      // a brush thinner than a pixel still marks the pixel that it is in
      return new Brush(a, dx, dy, dx * dx + dy * dy, Math.max(r * r, 0.5));
    }

    /** Whether it touches the centre of a pixel. */
    boolean covers(int x, int y) {
      double px = x + 0.5 - a.x;
      double py = y + 0.5 - a.y;
      double along = length == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
      double ox = px - along * dx;
      double oy = py - along * dy;
      return ox * ox + oy * oy <= reach;
    }

    /** Where its middle comes nearest to a row of pixels. */
    double nearest(int y) {
      double along = dy == 0 ? 0 : Math.max(0, Math.min(1, (y + 0.5 - a.y) / dy));
      return a.x + along * dx;
    }
  }

  private static int within(double position, int size) {
    return (int) Math.max(0, Math.min(size, Math.floor(position)));
  }

  /** The inside of a polygon by the even-odd rule; its last point is joined to the first. */
  public static Region polygon(int width, int height, List<Point> points) {
    byte[] inside = new byte[width * height];
    for (int i = 0; i < points.size(); i++) {
      cross(width, height, inside, points.get(i), points.get((i + 1) % points.size()));
    }
    for (int y = 0; y < height; y++) {
      byte within = 0;
      for (int i = y * width; i < (y + 1) * width; i++) {
        within ^= inside[i];
        inside[i] = within;
      }
    }
    return new Region(width, height, inside);
  }

  /** Turns round, in each row that an edge crosses, the first pixel that is right of it. */
  private static void cross(int width, int height, byte[] turns, Point a, Point b) {
    int top = (int) Math.max(0, Math.ceil(Math.min(a.y, b.y) - 0.5));
    int bottom = (int) Math.min(height, Math.ceil(Math.max(a.y, b.y) - 0.5));
    for (int y = top; y < bottom; y++) {
      double cut = a.x + (y + 0.5 - a.y) / (b.y - a.y) * (b.x - a.x);
      int x = (int) Math.max(0, Math.ceil(cut - 0.5));
      if (x < width) {
        turns[y * width + x] ^= 1;
      }
    }
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
