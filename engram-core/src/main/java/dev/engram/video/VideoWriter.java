package dev.engram.video;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.common.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Writes frames to a video file, which appears whole under its name on {@link #close} and not
 * before.
 *
 * <p>mp4, m4v, mov and mkv hold H.264, webm VP9. H.264 cannot hold odd sizes in 4:2:0, so these,
 * and sizes below 16, are VP9 in mp4 and mkv and MPEG-4 Part 2 in mov and m4v; the written size is
 * always exactly the given one. Colours are BT.709, limited range, at a high quality.
 */
public final class VideoWriter implements AutoCloseable {
  /** How the names of videos end that can be written, the usual one first. */
  public static final List<String> EXTENSIONS = List.of(".mp4", ".m4v", ".mov", ".mkv", ".webm");

  private static final double USUAL_RATE = 25;
  private static final String H264 = "libopenh264";

  /** OpenH264 opens smaller ones, but writes none of their frames. */
  private static final int H264_SMALLEST = 16;

  private static final String VP9 = "libvpx-vp9";
  private static final String MPEG4 = "mpeg4";

  /** The most ticks a second that MPEG-4 Part 2 has room for is 65,535. */
  private static final int FINEST = 60_000;

  private final Path target;
  private final Path temporary;
  private final int width;
  private final int height;
  private final long frameTicks;
  private final TimeBase timeBase;
  private final Muxer muxer;
  private final VideoEncoder encoder;
  private long lastTicks = Long.MIN_VALUE;
  private boolean failed;
  private boolean closed;

  /**
   * Starts a video beside its final place; missing folders are made.
   *
   * @param target ends in .mp4, .m4v, .mov, .mkv or .webm
   * @param width pixels a row, 1 or more
   * @param height rows, 1 or more
   * @param frameRate frames a second, above 0
   * @throws EngramException if the extension is another, or nothing can be written there
   */
  public VideoWriter(Path target, int width, int height, double frameRate) {
    this(target, width, height, frameRate, codecs(extension(target), width, height));
  }

  private VideoWriter(Path target, int width, int height, double frameRate, List<String> codecs) {
    if (width < 1 || height < 1 || !(frameRate > 0 && frameRate <= 1000)) {
      throw new IllegalArgumentException(width + "x" + height + " at " + frameRate + " frames/s");
    }
    this.target = target;
    this.temporary = AtomicFile.temporaryFor(target);
    this.width = width;
    this.height = height;
    String container = container(target, extension(target));
    long denominator = denominator(frameRate);
    long numerator = Math.round(frameRate * denominator);
    long finer = Math.max(1, FINEST / numerator);
    this.timeBase = new TimeBase(1, numerator * finer);
    this.frameTicks = denominator * finer;
    makeFolder();
    this.muxer = new Muxer(container);
    VideoEncoder opened =
        VideoEncoder.open(codecs, width, height, timeBase, frameRate, muxer.wantsGlobalHeader());
    if (opened == null) {
      muxer.close();
      throw new EngramException(
          String.format(
              Locale.ROOT,
              "%s: no encoder takes %dx%d at %.3f frames/s. Write images instead.",
              target,
              width,
              height,
              frameRate));
    }
    this.encoder = opened;
    int code = muxer.start(temporary, encoder.context(), timeBase, frameTicks);
    if (code < 0) {
      abort();
      throw cannotWrite(Ffmpeg.message(code));
    }
  }

  /**
   * Starts a video of ProRes 4444 in mov, with straight alpha of 16 bits: its writers take pixels
   * of four channels.
   *
   * @param target ends in .mov
   * @throws EngramException as the constructor
   */
  public static VideoWriter withAlpha(Path target, int width, int height, double frameRate) {
    if (!extension(target).equals("mov")) {
      throw new EngramException(target + ": alpha needs QuickTime. Let the name end in .mov.");
    }
    return new VideoWriter(target, width, height, frameRate, List.of(VideoEncoder.PRORES));
  }

  /** Frames a second of a video that is made of another one; 25 where unknown (0). */
  public static double rateOf(double frameRate) {
    return frameRate > 0 ? frameRate : USUAL_RATE;
  }

  private static String extension(Path target) {
    String name = target.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String container(Path target, String extension) {
    return switch (extension) {
      case "mp4", "m4v" -> "mp4";
      case "mov" -> "mov";
      case "mkv" -> "matroska";
      case "webm" -> "webm";
      default ->
          throw new EngramException(
              target
                  + ": not a kind of video that can be written. Let the name end in .mp4, .mov,"
                  + " .mkv or .webm.");
    };
  }

  /** Later ones are for sizes that the first refuses. */
  private static List<String> codecs(String extension, int width, int height) {
    boolean h264 = width % 2 == 0 && height % 2 == 0 && Math.min(width, height) >= H264_SMALLEST;
    return switch (extension) {
      case "webm" -> List.of(VP9);
      case "mov", "m4v" -> h264 ? List.of(H264, MPEG4) : List.of(MPEG4);
      default -> h264 ? List.of(H264, VP9, MPEG4) : List.of(VP9, MPEG4);
    };
  }

  /** 1 for whole rates, 1001 for those of television, else 1000. */
  private static long denominator(double frameRate) {
    for (long candidate : new long[] {1, 1001}) {
      double scaled = frameRate * candidate;
      if (scaled >= 0.5 && Math.abs(scaled - Math.rint(scaled)) < 1e-3 * candidate / 1001) {
        return candidate;
      }
    }
    return 1000;
  }

  private void makeFolder() {
    try {
      Path folder = target.toAbsolutePath().getParent();
      if (folder != null) {
        Folders.create(folder);
      }
    } catch (IOException e) {
      throw cannotWrite(AtomicFile.reason(e));
    }
  }

  /**
   * Writes the next frame, one frame's time after the one before.
   *
   * @param rgb {@code [height, width, 3]}, or 4 channels of a video with alpha; copied
   * @throws EngramException if it cannot be written (full disk)
   */
  public void write(byte[] rgb) {
    encode(rgb, lastTicks == Long.MIN_VALUE ? 0 : lastTicks + frameTicks);
  }

  /**
   * Writes the next frame at a time of its own, for videos of variable rate.
   *
   * @param rgb {@code [height, width, 3]}, or 4 channels of a video with alpha; copied
   * @param timestampMicros later than the frame before; kept to about 20 microseconds
   * @throws EngramException if it cannot be written (full disk)
   */
  public void write(byte[] rgb, long timestampMicros) {
    encode(rgb, Math.max(timeBase.ticks(timestampMicros), lastTicks + 1));
  }

  private void encode(byte[] rgb, long ticks) {
    if (closed) {
      throw new IllegalStateException(target + " is closed");
    }
    if (rgb.length != (long) encoder.channels() * width * height) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d bytes are not %dx%d pixels of %d channels",
              rgb.length,
              width,
              height,
              encoder.channels()));
    }
    lastTicks = ticks;
    check(encoder.encode(rgb, ticks, this::mux));
  }

  private int mux(AVPacket packet) {
    return muxer.write(packet);
  }

  private void check(int code) {
    if (code < 0) {
      failed = true;
      throw cannotWrite(Ffmpeg.message(code));
    }
  }

  private EngramException cannotWrite(String why) {
    return new EngramException(
        target + ": cannot be written (" + why + "). Choose a folder with room and rights.");
  }

  /** Gives up: nothing is left of the video, and what stood under its name before stays. */
  public void abort() {
    if (!closed) {
      closed = true;
      encoder.close();
      muxer.close();
      deleteTemporary();
    }
  }

  /**
   * Finishes the video and gives it its name. After a failure, or without any frame, it acts as
   * {@link #abort}. A second call does nothing.
   *
   * @throws EngramException if the rest cannot be written
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    try {
      if (!failed && lastTicks != Long.MIN_VALUE) {
        check(encoder.finish(this::mux));
        check(muxer.finish());
        check(muxer.closeFile());
        AtomicFile.rename(temporary, target);
      }
    } catch (IOException e) {
      throw cannotWrite(AtomicFile.reason(e));
    } finally {
      abort();
    }
  }

  private void deleteTemporary() {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // the outcome is already decided; a stray hidden file is the lesser harm
      return;
    }
  }
}
