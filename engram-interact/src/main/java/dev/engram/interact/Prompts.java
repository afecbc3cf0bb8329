package dev.engram.interact;

import dev.engram.common.EngramException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a user has said of one object in one frame. Immutable.
 *
 * <p>The order of the marks counts: each corrects what those before it gave, and where marks
 * overlap the latest has its way. Undoing is to segment without the last.
 *
 * @param box null if there is none
 * @param marks clicks and scribbles, the oldest first; may be empty if there is a box
 */
public record Prompts(@Nullable PromptBox box, List<Mark> marks) {
  /** Refuses to be empty and copies the marks. */
  public Prompts {
    marks = List.copyOf(marks);
    if (box == null && marks.isEmpty()) {
      throw new EngramException("prompts: there are none. Give a click, a box or a scribble.");
    }
  }

  /** Clicks and scribbles alone. */
  public static Prompts of(Mark... marks) {
    return new Prompts(null, List.of(marks));
  }

  /** A box alone. */
  public static Prompts of(PromptBox box) {
    return new Prompts(box, List.of());
  }

  /** With one more mark, the latest. */
  public Prompts with(Mark mark) {
    List<Mark> more = new ArrayList<>(marks);
    more.add(mark);
    return new Prompts(box, more);
  }

  /**
   * Checks that the prompts are of a frame of that size: clicks and the points of scribbles are in
   * it, and the box shares a pixel with it.
   *
   * @throws EngramException naming the first that is not
   */
  void requireWithin(int width, int height) {
    PromptBox b = box;
    if (b != null && !holdsAny(b, width, height)) {
      throw new EngramException(
          String.format("%s: no pixel of the frame (%dx%d) is inside.", b, width, height));
    }
    for (Mark mark : marks) {
      List<Point> points =
          mark instanceof Scribble scribble ? scribble.points() : List.of(((Click) mark).point());
      for (Point point : points) {
        if (point.x() < 0 || point.x() >= width || point.y() < 0 || point.y() >= height) {
          throw new EngramException(
              String.format(
                  "%s: outside of the frame, which is %dx%d. Give pixels of the frame.",
                  mark instanceof Click ? mark : point, width, height));
        }
      }
    }
  }

  private static boolean holdsAny(PromptBox box, int width, int height) {
    double left = Math.ceil(Math.max(0, box.left() - 0.5));
    double top = Math.ceil(Math.max(0, box.top() - 0.5));
    return left < width && top < height && box.holds((int) left, (int) top);
  }
}
