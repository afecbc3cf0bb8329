package dev.engram.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import dev.engram.common.EngramException;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/** The frames of a video file or stream, each decoded picture once, upright, as RGB. */
final class VideoSource implements FrameSource {
  private final VideoInput input;
  private final Demuxer demuxer;
  private final PictureDecoder decoder;
  private final RgbConverter converter = new RgbConverter();
  private final double frameRate;
  private final long frameCount;
  private final long frameMicros;
  private int codedWidth;
  private int codedHeight;
  private Orientation orientation = Orientation.UPRIGHT;
  private int width;
  private int height;
  private @Nullable Frame first;
  private @Nullable FrameIndex frames;
  private long firstTicks;
  private long index;
  private long firstMicros;
  private long lastMicros = -1;
  private boolean closed;

  private VideoSource(VideoInput input, Demuxer demuxer, PictureDecoder decoder) {
    this.input = input;
    this.demuxer = demuxer;
    this.decoder = decoder;
    this.frameRate = demuxer.frameRate();
    this.frameCount = demuxer.frameCount();
    this.frameMicros = frameRate > 0 ? Math.max(1, Math.round(1e6 / frameRate)) : 1;
  }

  /**
   * @param threads that decode, 1 or more
   * @throws EngramException if the input cannot be opened, is no video, or its first frame cannot
   *     be decoded
   */
  static VideoSource open(VideoInput input, int threads) {
    Demuxer demuxer = Demuxer.open(input);
    PictureDecoder decoder;
    try {
      decoder = new PictureDecoder(input, demuxer, threads);
    } catch (RuntimeException | Error e) {
      demuxer.close();
      throw e;
    }
    VideoSource source = new VideoSource(input, demuxer, decoder);
    try {
      source.readFirst();
      return source;
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  private void readFirst() {
    AVFrame picture = decoder.next();
    if (picture == null) {
      String why = decoder.damage();
      throw new EngramException(
          input.label()
              + ": no frame of it can be decoded ("
              + (why == null ? "there is none" : why)
              + "). Copy or convert it again.");
    }
    codedWidth = picture.width();
    codedHeight = picture.height();
    orientation = orientationOf(picture);
    width = orientation.swap() ? codedHeight : codedWidth;
    height = orientation.swap() ? codedWidth : codedHeight;
    firstTicks = picture.best_effort_timestamp();
    first = frame(picture, timestamp(picture));
  }

  /**
   * Goes to a frame, forwards or backwards. From here on each picture is compared with the index.
   *
   * @param target below the index's count
   * @return false if the index is of no use; only good for being closed then
   * @throws IndexMismatch at a picture that the index does not have there, also later on
   * @throws EngramException if the video is damaged on the way
   */
  boolean seek(FrameIndex known, long target) {
    first = null;
    if (closed || firstTicks != known.time(0)) {
      return false;
    }
    int entry = known.entryFor(target);
    if (!decoder.seek(known, entry)) {
      return false;
    }
    frames = known;
    index = known.frameAt(entry);
    lastMicros = index == 0 ? -1 : known.micros(index - 1);
    skip(target - index);
    return index == target;
  }

  @Override
  public @Nullable Frame next() {
    Frame waiting = first;
    if (waiting != null) {
      first = null;
      index = 1;
      return waiting;
    }
    AVFrame picture = decode();
    if (picture == null) {
      return null;
    }
    Frame frame = frame(picture, timestamp(picture));
    index++;
    return frame;
  }

  @Override
  public long skip(long count) {
    long skipped = 0;
    if (count > 0 && first != null) {
      first = null;
      index = 1;
      skipped = 1;
    }
    while (skipped < count) {
      AVFrame picture = decode();
      if (picture == null) {
        break;
      }
      timestamp(picture);
      index++;
      skipped++;
    }
    return skipped;
  }

  private @Nullable AVFrame decode() {
    if (closed) {
      return null;
    }
    AVFrame picture = decoder.next();
    if (picture == null) {
      String why = decoder.damage();
      if (why != null) {
        throw new EngramException(
            String.format(
                Locale.ROOT,
                "%s (frame %d): the video breaks off or is damaged here (%s); the %d frames before"
                    + " it are good. Copy it again, or work with these.",
                input.label(),
                index,
                why,
                index));
      }
      requireEnd();
      return null;
    }
    if (frames != null && !frames.isAt(index, picture.best_effort_timestamp())) {
      throw new IndexMismatch("frame " + index);
    }
    if (picture.width() != codedWidth || picture.height() != codedHeight) {
      throw new EngramException(
          String.format(
              Locale.ROOT,
              "%s (frame %d): the size changes here from %dx%d to %dx%d. Cut the video in two, or"
                  + " convert it to one size.",
              input.label(),
              index,
              codedWidth,
              codedHeight,
              picture.width(),
              picture.height()));
    }
    return picture;
  }

  private void requireEnd() {
    if (frames != null && index != frames.count()) {
      throw new IndexMismatch("ends after " + index + " frames");
    }
  }

  private Frame frame(AVFrame picture, long micros) {
    byte[] rgb = orientation.apply(converter.convert(picture), codedWidth, codedHeight);
    String place = input.label() + " (frame " + index + ")";
    return new Frame(index, Frame.nameOf(index), place, micros, width, height, rgb);
  }

  /** Counted from the first frame; a missing or backward time follows the frame before. */
  private long timestamp(AVFrame picture) {
    long ticks = picture.best_effort_timestamp();
    long micros;
    if (ticks == PictureDecoder.NO_TIME) {
      micros = lastMicros < 0 ? 0 : lastMicros + frameMicros;
    } else {
      micros = demuxer.timeBase().micros(ticks) - firstMicros;
    }
    if (lastMicros < 0) {
      firstMicros += micros;
      micros = 0;
    } else if (micros <= lastMicros) {
      micros = lastMicros + 1;
    }
    lastMicros = micros;
    return micros;
  }

  /** Where it comes from. */
  VideoInput input() {
    return input;
  }

  private static Orientation orientationOf(AVFrame picture) {
    AVFrameSideData data = av_frame_get_side_data(picture, AV_FRAME_DATA_DISPLAYMATRIX);
    if (data == null || data.size() < 9 * Integer.BYTES) {
      return Orientation.UPRIGHT;
    }
    IntPointer matrix = new IntPointer(data.data());
    return Orientation.ofMatrix(matrix.get(0), matrix.get(1), matrix.get(3), matrix.get(4));
  }

  @Override
  public long frameCount() {
    return frameCount;
  }

  @Override
  public double frameRate() {
    return frameRate;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public String describe() {
    return input.label();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      first = null;
      converter.close();
      decoder.close();
      demuxer.close();
    }
  }
}
