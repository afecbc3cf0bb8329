package dev.engram.video;

import static org.bytedeco.ffmpeg.avformat.AVIndexEntry.AVINDEX_DISCARD_FRAME;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_STREAM;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import dev.engram.common.EngramException;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * The packets of an input's best video stream, and whether all that the container promised has
 * come.
 */
final class Demuxer implements AutoCloseable {
  /** How far before a packet to look for it: containers seek by other times than pictures'. */
  private static final long[] BACK_MICROS = {0, 500_000, 5_000_000, 60_000_000};

  private final OpenInput input;
  private final AVFormatContext format;
  private final AVStream stream;
  private final int streamIndex;
  private final TimeBase timeBase;
  private final boolean indexed;
  private final TimeBase[] timeBases;
  private @Nullable FrameIndex index;
  private long packets;
  private long lastMicros;
  private @Nullable String breakage;

  private Demuxer(OpenInput input, int streamIndex) {
    this.input = input;
    this.format = input.format();
    this.streamIndex = streamIndex;
    this.stream = format.streams(streamIndex);
    this.timeBase = TimeBase.of(stream.time_base());
    // of these containers the index lists every frame, so the audio need not be watched
    String name = format.iformat().name().getString();
    this.indexed = name.contains("mp4") || name.contains("mov");
    this.timeBases = new TimeBase[format.nb_streams()];
    for (int i = 0; i < timeBases.length; i++) {
      AVStream other = format.streams(i);
      timeBases[i] = TimeBase.of(other.time_base());
      boolean audio = other.codecpar().codec_type() == AVMEDIA_TYPE_AUDIO;
      if (i != streamIndex && (indexed || input.lossy() || !audio)) {
        other.discard(AVDISCARD_ALL);
      }
    }
  }

  /**
   * @throws EngramException if the input is missing, silent, no video, or holds no picture
   */
  static Demuxer open(VideoInput origin) {
    OpenInput input = OpenInput.open(origin);
    try {
      return new Demuxer(input, bestStream(input));
    } catch (RuntimeException | Error e) {
      input.close();
      throw e;
    }
  }

  private static int bestStream(OpenInput input) {
    AVFormatContext format = input.format();
    int best = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    if (best >= 0 && (format.streams(best).disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0) {
      return best;
    }
    for (int i = 0; i < format.nb_streams(); i++) {
      AVStream stream = format.streams(i);
      boolean cover = (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
      if (stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO && !cover) {
        return i;
      }
    }
    throw new EngramException(
        input.label() + ": holds no video, only sound or data. Give a file with pictures.");
  }

  /**
   * Reads the next packet of the video; the caller unreferences it.
   *
   * @return false at the end, for whatever reason: {@link #breakage} tells
   */
  boolean read(AVPacket packet) {
    while (true) {
      int code = input.guarded(() -> av_read_frame(format, packet));
      if (code < 0) {
        if (index != null && code == AVERROR_EOF) {
          requireAll(index);
          return false;
        }
        breakage = input.lossy() ? null : breakageAt(code);
        return false;
      }
      note(packet);
      if (packet.stream_index() == streamIndex) {
        if (index != null && !index.matches(packets, packet.pts(), packet.size())) {
          av_packet_unref(packet);
          throw new IndexMismatch("packet " + packets);
        }
        packets++;
        return true;
      }
      av_packet_unref(packet);
    }
  }

  private void requireAll(FrameIndex all) {
    if (packets != all.packets()) {
      throw new IndexMismatch("ends after " + packets + " packets");
    }
  }

  /**
   * Reads a packet of an index, wherever it is; {@link #read} gives those after it, each compared
   * with the index.
   *
   * @param entry a packet before which every picture has an earlier time
   * @param packet receives it; the caller unreferences it
   * @return false if it cannot be found
   */
  boolean seek(FrameIndex frames, int entry, AVPacket packet) {
    index = null;
    long wanted = frames.packetTime(entry);
    for (long micros : BACK_MICROS) {
      long time = wanted - timeBase.ticks(micros);
      if (av_seek_frame(format, streamIndex, time, AVSEEK_FLAG_BACKWARD) >= 0
          && find(frames, entry, packet)) {
        breakage = null;
        packets = entry + 1L;
        index = frames;
        return true;
      }
    }
    return false;
  }

  /** Reads on until the packet comes, or one that shows that it has been missed. */
  private boolean find(FrameIndex frames, int entry, AVPacket packet) {
    long wanted = frames.packetTime(entry);
    while (input.guarded(() -> av_read_frame(format, packet)) >= 0) {
      if (packet.stream_index() == streamIndex) {
        if (frames.matches(entry, packet.pts(), packet.size())) {
          return true;
        }
        if (packet.pts() != AV_NOPTS_VALUE && packet.pts() >= wanted) {
          av_packet_unref(packet);
          return false;
        }
      }
      av_packet_unref(packet);
    }
    return false;
  }

  private void note(AVPacket packet) {
    int index = packet.stream_index();
    long time = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
    if (time != AV_NOPTS_VALUE && index < timeBases.length) {
      lastMicros = Math.max(lastMicros, timeBases[index].micros(time + packet.duration()));
    }
  }

  /** Why the input ended before its time, or null if it did not. */
  @Nullable String breakage() {
    return breakage;
  }

  private @Nullable String breakageAt(int code) {
    String failure = input.failure();
    if (failure != null) {
      return failure;
    }
    if (code != AVERROR_EOF) {
      return Ffmpeg.message(code);
    }
    int promised = avformat_index_get_entries_count(stream);
    if (packets < promised) {
      return "its index promises " + promised + " frames";
    }
    long duration = format.duration();
    boolean stated = format.duration_estimation_method() == AVFMT_DURATION_FROM_STREAM;
    if (indexed || !stated || duration == AV_NOPTS_VALUE) {
      return null;
    }
    double rate = frameRate();
    // of a short video the rate may be guessed as high as its clock ticks
    double mean = packets > 1 ? (double) lastMicros / (packets - 1) : duration;
    double frame = Math.max(rate > 0 ? 1e6 / rate : 0, mean);
    // durations are often a little off, but not those of a file that is known to be cut
    double tolerance =
        input.isShorterThanItSays()
            ? 0.5 * frame
            : Math.max(3 * frame, Math.min(1e6, 0.05 * duration));
    if (lastMicros < duration - tolerance) {
      return String.format(Locale.ROOT, "it promises %.1f seconds", duration / 1e6);
    }
    return null;
  }

  /** The container's count of frames that are to be shown, or -1. */
  long frameCount() {
    long count = stream.nb_frames();
    if (count <= 0) {
      return -1;
    }
    int entries = avformat_index_get_entries_count(stream);
    if (!indexed || entries < 1) {
      return count;
    }
    // an edit list may hide frames that later ones are decoded from
    long shown = 0;
    for (int i = 0; i < entries; i++) {
      if ((avformat_index_get_entry(stream, i).flags() & AVINDEX_DISCARD_FRAME) == 0) {
        shown++;
      }
    }
    return shown;
  }

  /** Frames a second, or 0 if unknown. */
  double frameRate() {
    try (AVRational rate = av_guess_frame_rate(format, stream, null)) {
      return rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
    }
  }

  /** Whether the container lists every frame. */
  boolean isIndexed() {
    return indexed;
  }

  AVStream stream() {
    return stream;
  }

  TimeBase timeBase() {
    return timeBase;
  }

  @Override
  public void close() {
    input.close();
  }
}
