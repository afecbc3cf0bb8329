package dev.engram.interact;

import dev.engram.common.EngramException;
import java.util.List;

/**
 * A stroke of a round brush along straight lines: all pixels whose centre is within the radius, and
 * those that hold the points.
 *
 * @param points at least one
 * @param radius pixels, 0 or more
 */
public record Scribble(List<Point> points, double radius, boolean positive) implements Mark {
  /** Checks each value and copies the points. */
  public Scribble {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new EngramException("scribble: no points. Give one or more.");
    }
    if (!(radius >= 0) || !Double.isFinite(radius)) {
      throw new EngramException("scribble: radius " + radius + ". Give 0 or more pixels.");
    }
  }
}
