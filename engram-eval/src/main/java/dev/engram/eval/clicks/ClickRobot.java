package dev.engram.eval.clicks;

import dev.engram.interact.Click;
import dev.engram.mask.LabelMap;
import java.util.Optional;

/**
 * Clicks as the literature simulates them (Xu et al. 2016): at the middle of the largest region
 * that is wrong, on or off the object as it should be.
 */
public final class ClickRobot {
  private ClickRobot() {}

  /**
   * The next click, at the pixel of the largest wrong region that is the farthest from anything
   * else, the frame's edges included; the first such pixel in reading order.
   *
   * @param truth the object is its label {@code label}
   * @param mask any label above 0 is the object
   * @return nothing if no pixel is wrong
   */
  public static Optional<Click> next(LabelMap truth, int label, LabelMap mask) {
    int width = truth.width();
    int height = truth.height();
    boolean[] missing = new boolean[width * height];
    boolean[] excess = new boolean[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean is = mask.at(x, y) > 0;
        boolean should = truth.at(x, y) == label;
        missing[y * width + x] = should && !is;
        excess[y * width + x] = is && !should;
      }
    }
    WrongRegion on = WrongRegion.largest(missing, width);
    WrongRegion off = WrongRegion.largest(excess, width);
    boolean positive = on.area() >= off.area();
    WrongRegion larger = positive ? on : off;
    if (larger.area() == 0) {
      return Optional.empty();
    }
    int column = larger.middle() % width;
    int row = larger.middle() / width;
    return Optional.of(new Click(column + 0.5, row + 0.5, positive));
  }
}
