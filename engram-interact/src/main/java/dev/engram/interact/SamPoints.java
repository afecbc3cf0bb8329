package dev.engram.interact;

import java.util.ArrayList;
import java.util.List;

/** Prompts as SAM's points: places in its square, and a label each. */
final class SamPoints {
  private static final float ON = 1;
  private static final float OFF = 0;
  private static final float BOX_TOP_LEFT = 2;
  private static final float BOX_BOTTOM_RIGHT = 3;
  private static final float PADDING = -1;
  private static final int OF_A_SCRIBBLE = 5;

  private final List<float[]> points = new ArrayList<>();
  private final SamGeometry geometry;

  /** The first so many marks, and the box; of a scribble some of its points, evenly spaced. */
  SamPoints(SamGeometry geometry, Prompts prompts, int marks) {
    this.geometry = geometry;
    for (Mark mark : prompts.marks().subList(0, marks)) {
      float label = mark.positive() ? ON : OFF;
      if (mark instanceof Click click) {
        add(click.x(), click.y(), label);
      } else if (mark instanceof Scribble scribble) {
        int last = scribble.points().size() - 1;
        int count = Math.min(last + 1, OF_A_SCRIBBLE);
        for (int i = 0; i < count; i++) {
          Point point = scribble.points().get(count == 1 ? 0 : i * last / (count - 1));
          add(point.x(), point.y(), label);
        }
      }
    }
    PromptBox box = prompts.box();
    if (box == null) {
      points.add(new float[] {0, 0, PADDING});
    } else {
      add(Math.max(0, box.left()), Math.max(0, box.top()), BOX_TOP_LEFT);
      add(
          Math.min(geometry.width(), box.right()),
          Math.min(geometry.height(), box.bottom()),
          BOX_BOTTOM_RIGHT);
    }
  }

  private void add(double x, double y, float label) {
    points.add(new float[] {geometry.x(x), geometry.y(y), label});
  }

  int count() {
    return points.size();
  }

  /** [count, 2]. */
  float[] coords() {
    float[] coords = new float[2 * points.size()];
    for (int i = 0; i < points.size(); i++) {
      coords[2 * i] = points.get(i)[0];
      coords[2 * i + 1] = points.get(i)[1];
    }
    return coords;
  }

  /** [count]. */
  float[] labels() {
    float[] labels = new float[points.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = points.get(i)[2];
    }
    return labels;
  }
}
