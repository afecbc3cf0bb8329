package dev.engram.video;

import org.jspecify.annotations.Nullable;

/**
 * Tells where a video cuts hard from one shot to another, frame by frame and without looking ahead.
 *
 * <p>A frame begins another shot if its colours are others, its thumbnail is not like that of the
 * frame before however it is shifted, and the colours change far more than they lately did. So
 * motion, shaking cameras, changes of light, fades and dissolves are no cuts.
 *
 * <p>A flash in white or black is none either: frames with next to nothing on them are passed over,
 * and what comes after is compared with what was before, so that a cut by way of black is one. If
 * something else is seen for a frame or a few, that is a cut as far as can be told when it comes;
 * the return to the shot before is not.
 *
 * <p>Looks at as many pixels of a frame whatever its size. Belongs to one thread and one pass; in a
 * backward pass it finds the same cuts, at the frame before.
 */
public final class CutDetector {
  /**
   * The share of pixels that change their colour: within shots of DAVIS 2016 fewer do from a frame
   * to the next, and more from the last frame of one to the first of another.
   */
  static final double COLOUR_CHANGE = 0.25;

  /** Most pairs of shots are less alike; one view in another light is more. */
  static final double LIKENESS = 0.8;

  /** In a shot of fast motion, single changes are seldom three times their mean. */
  static final double ABOVE_RECENT = 3;

  /** The frames that the mean runs over, about: a third of a second. */
  static final int RECENT_FRAMES = 8;

  /** A shot is longer than this many frames; what is shorter is a flash. */
  static final int FLASH_FRAMES = 3;

  /** Levels of standard deviation, of 255, below which a frame shows next to nothing. */
  static final double BLANK = 8;

  private @Nullable FrameSketch previous;
  private @Nullable FrameSketch otherShot;
  private int sinceOtherShot;
  private double recentChange;

  /**
   * Whether a frame is the first of another shot.
   *
   * @param frame the next of the pass; not kept, not changed
   * @return false for the first frame of all
   */
  public boolean isCut(Frame frame) {
    FrameSketch sketch = FrameSketch.of(frame);
    sinceOtherShot++;
    if (sketch.contrast() < BLANK) {
      return false;
    }
    FrameSketch last = previous;
    previous = sketch;
    if (last == null) {
      return false;
    }
    double change = last.colourChange(sketch);
    if (change < ABOVE_RECENT * recentChange || !differ(last, sketch)) {
      recentChange += (change - recentChange) / RECENT_FRAMES;
      return false;
    }
    FrameSketch other = otherShot;
    boolean returns = other != null && sinceOtherShot <= FLASH_FRAMES && !differ(other, sketch);
    otherShot = last;
    sinceOtherShot = 0;
    return !returns;
  }

  private static boolean differ(FrameSketch a, FrameSketch b) {
    return a.colourChange(b) > COLOUR_CHANGE && a.likeness(b) < LIKENESS;
  }

  /** Forgets all frames, for another pass. */
  public void reset() {
    previous = null;
    otherShot = null;
    sinceOtherShot = 0;
    recentChange = 0;
  }
}
