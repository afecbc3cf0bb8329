package dev.engram.video;

import org.bytedeco.ffmpeg.avutil.AVRational;

/** The unit of a stream's time stamps, {@code numerator / denominator} seconds. */
record TimeBase(long numerator, long denominator) {
  static TimeBase of(AVRational rational) {
    return new TimeBase(rational.num(), Math.max(1, rational.den()));
  }

  /** Rounded down; exact for any 64-bit time that a real stream holds. */
  long micros(long ticks) {
    long scaled = ticks * numerator;
    long seconds = Math.floorDiv(scaled, denominator);
    long rest = Math.floorMod(scaled, denominator);
    return seconds * 1_000_000 + rest * 1_000_000 / denominator;
  }

  /** The nearest tick. */
  long ticks(long micros) {
    return Math.round((double) micros * denominator / (numerator * 1e6));
  }

  /** The same time in another unit, to the nearest tick. */
  long rescale(long ticks, TimeBase to) {
    long up = numerator * to.denominator;
    long down = denominator * to.numerator;
    long whole = Math.floorDiv(ticks, down);
    long rest = Math.floorMod(ticks, down);
    return whole * up + (rest * up + down / 2) / down;
  }
}
