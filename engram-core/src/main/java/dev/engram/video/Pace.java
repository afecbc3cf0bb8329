package dev.engram.video;

/**
 * The rhythm of a stream's time stamps. Where it has been even all along, a gap among the very last
 * pictures means that the ones between were cut off, even if the container promised nothing.
 */
final class Pace {
  /** Stamps in whole milliseconds are this uneven at 120 frames a second. */
  private static final double EVEN = 1.2;

  private static final int ENOUGH = 3;

  private long last = PictureDecoder.NO_TIME;
  private long shortest = Long.MAX_VALUE;
  private long longest;
  private long intervals;

  /** A picture was shown at this time. */
  void note(long time) {
    if (time != PictureDecoder.NO_TIME && last != PictureDecoder.NO_TIME) {
      shortest = Math.min(shortest, time - last);
      longest = Math.max(longest, time - last);
      intervals++;
    }
    last = time;
  }

  /** Whether a picture at this time would break an even rhythm. */
  boolean isGap(long time) {
    boolean known = time != PictureDecoder.NO_TIME && last != PictureDecoder.NO_TIME;
    boolean even = intervals >= ENOUGH && shortest > 0 && longest <= EVEN * shortest;
    return known && even && time - last > 1.5 * longest;
  }
}
