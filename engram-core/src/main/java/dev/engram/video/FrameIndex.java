package dev.engram.video;

import java.util.Arrays;

/**
 * Where each frame of a video file is: its time, and the packet from which to decode it.
 *
 * <p>Frames are counted in the order of their times, which is that of sequential decoding as long
 * as each packet shows one picture; {@link IndexPass} gives an index only where that is known, and
 * who uses it compares the time of each picture decoded.
 */
final class FrameIndex {
  private final long[] packetTimes;
  private final int[] packetSizes;
  private final int[] entries;
  private final long[] times;
  private final long[] micros;

  /**
   * @param packetTimes presentation times in the stream's time base, in decoding order
   * @param packetSizes bytes
   * @param keys whether decoding may begin at a packet, as the container says
   * @param times of the pictures that are shown, strictly ascending, at least one
   */
  FrameIndex(
      long[] packetTimes, int[] packetSizes, boolean[] keys, long[] times, TimeBase timeBase) {
    this.packetTimes = packetTimes;
    this.packetSizes = packetSizes;
    this.entries = entries(packetTimes, keys);
    this.times = times;
    this.micros = micros(times, timeBase);
  }

  /** A key picture of which all that is decoded before it is shown before it too. */
  private static int[] entries(long[] packetTimes, boolean[] keys) {
    int[] entries = new int[packetTimes.length];
    int count = 0;
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < packetTimes.length; i++) {
      if (keys[i] && packetTimes[i] > latest) {
        entries[count++] = i;
      }
      latest = Math.max(latest, packetTimes[i]);
    }
    return Arrays.copyOf(entries, count);
  }

  /** As a sequential {@link VideoSource} counts them. */
  private static long[] micros(long[] times, TimeBase timeBase) {
    long[] micros = new long[times.length];
    long start = timeBase.micros(times[0]);
    for (int i = 1; i < times.length; i++) {
      micros[i] = Math.max(timeBase.micros(times[i]) - start, micros[i - 1] + 1);
    }
    return micros;
  }

  /** How many frames are shown. */
  int count() {
    return times.length;
  }

  /** How many packets they are decoded from. */
  int packets() {
    return packetTimes.length;
  }

  /** Presentation time of a frame in the stream's time base. */
  long time(long frame) {
    return times[(int) frame];
  }

  /** Whether a frame of that index is shown at that time. */
  boolean isAt(long frame, long time) {
    return frame < times.length && times[(int) frame] == time;
  }

  /** Microseconds since the first frame. */
  long micros(long frame) {
    return micros[(int) frame];
  }

  /** Presentation time of a packet, counted in decoding order. */
  long packetTime(int packet) {
    return packetTimes[packet];
  }

  /** Whether that packet of the file has this time and size. */
  boolean matches(long packet, long time, int size) {
    return packet < packetTimes.length
        && packetTimes[(int) packet] == time
        && packetSizes[(int) packet] == size;
  }

  /** The packet from which to decode a frame: the last that will do. */
  int entryFor(long frame) {
    return entries[entryAt(times[(int) frame])];
  }

  /** The first frame that comes whole when decoding begins at an entry. */
  long frameAt(int entry) {
    int found = Arrays.binarySearch(times, packetTimes[entry]);
    return found >= 0 ? found : -found - 1;
  }

  /** The first frame at or after one with which decoding can begin; {@link #count} if none. */
  long nextEntry(long frame) {
    if (frame >= times.length) {
      return times.length;
    }
    int at = entryAt(times[(int) frame]);
    if (frameAt(entries[at]) >= frame) {
      return frameAt(entries[at]);
    }
    return at + 1 < entries.length ? frameAt(entries[at + 1]) : times.length;
  }

  /** The last entry not later than a time. Entries ascend in time as they do in the file. */
  private int entryAt(long time) {
    int low = 0;
    int high = entries.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (packetTimes[entries[middle]] <= time) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
