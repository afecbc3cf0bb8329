package dev.engram.video;

import java.util.List;
import java.util.Locale;

/**
 * One picture of a video.
 *
 * <p>The pixels belong to whoever receives the frame: a source keeps no reference to them and never
 * writes them again.
 */
public final class Frame {
  private final long index;
  private final String name;
  private final String place;
  private final long timestampMicros;
  private final int width;
  private final int height;
  private final byte[] rgb;

  /**
   * @param index 0-based, in presentation order, counted from the first frame of the video
   * @param name the stem under which outputs are written: {@code 00012}
   * @param place where the frame came from, for messages: {@code clip.mp4 (frame 12)}
   * @param timestampMicros microseconds since the first frame
   * @param rgb {@code [height, width, 3]}, row-major, 8 bits a channel; taken over, not copied
   * @throws IllegalArgumentException if the pixels are not {@code height * width * 3} bytes
   */
  public Frame(
      long index,
      String name,
      String place,
      long timestampMicros,
      int width,
      int height,
      byte[] rgb) {
    if (width < 1 || height < 1 || rgb.length != Math.multiplyExact(3L * width, (long) height)) {
      throw new IllegalArgumentException(
          rgb.length + " bytes are not " + width + "x" + height + " pixels of 3 channels");
    }
    this.index = index;
    this.name = name;
    this.place = place;
    this.timestampMicros = timestampMicros;
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /** 0-based, in presentation order, counted from the first frame of the video. */
  public long index() {
    return index;
  }

  /**
   * The stem under which outputs are written: an image file's own, or the index in five digits
   * ({@code 00012}) for a frame of a video.
   */
  public String name() {
    return name;
  }

  /** The name of a frame that is no image file: its index in five digits, or more. */
  public static String nameOf(long index) {
    return String.format(Locale.ROOT, "%05d", index);
  }

  /**
   * The name of a frame of a video that is not read so far.
   *
   * @param names of all its frames, as {@link FrameSource#names} gives them
   */
  public static String nameOf(List<String> names, long index) {
    return names.isEmpty() ? nameOf(index) : names.get(Math.toIntExact(index));
  }

  /** Where the frame came from, as messages name it: {@code clip.mp4 (frame 12)}. */
  public String place() {
    return place;
  }

  /** Microseconds since the first frame; strictly increasing within one source. */
  public long timestampMicros() {
    return timestampMicros;
  }

  /** Pixels a row, after rotation. */
  public int width() {
    return width;
  }

  /** Rows, after rotation. */
  public int height() {
    return height;
  }

  /** {@code [height, width, 3]}, row-major, 8 bits a channel, red first; the array itself. */
  public byte[] rgb() {
    return rgb;
  }

  @Override
  public String toString() {
    return place + " " + width + "x" + height + " at " + timestampMicros + " us";
  }
}
