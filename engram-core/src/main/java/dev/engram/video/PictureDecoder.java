package dev.engram.video;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.engram.common.EngramException;
import java.util.ArrayDeque;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Pictures in presentation order, up to the first that is damaged or may be missing.
 *
 * <p>When a packet is lost, the pictures still inside the decoder are given only if they come
 * before anything that the lost packets can hold: no picture is shown earlier than it is decoded,
 * so those with a presentation time below the first lost decoding time are complete. Without this a
 * P-picture would take the number of a B-picture that has been cut off.
 *
 * <p>Damage before the first good picture is passed over, as recordings of broadcasts start
 * anywhere.
 */
final class PictureDecoder implements AutoCloseable {
  static final long NO_TIME = AV_NOPTS_VALUE;

  private final VideoInput input;
  private final Demuxer demuxer;
  private final int threads;
  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame picture;
  private final Pace pace = new Pace();
  private final ArrayDeque<Long> recentTimes = new ArrayDeque<>();
  private long nextTime = NO_TIME;
  private long from = Long.MIN_VALUE;
  private boolean sought;
  private boolean hasPacket;
  private boolean started;
  private boolean draining;
  private boolean over;
  private @Nullable String damage;
  private long horizon = Long.MAX_VALUE;

  /**
   * @throws EngramException if nothing can decode the stream
   */
  PictureDecoder(VideoInput input, Demuxer demuxer, int threads) {
    this.input = input;
    this.demuxer = demuxer;
    this.threads = threads;
    int codecId = demuxer.stream().codecpar().codec_id();
    AVCodec codec = avcodec_find_decoder(codecId);
    if (codec == null) {
      throw new EngramException(
          input.label()
              + ": no decoder for "
              + avcodec_get_name(codecId).getString()
              + ". Convert it to H.264.");
    }
    context = Ffmpeg.allocated(avcodec_alloc_context3(codec));
    packet = Ffmpeg.allocated(av_packet_alloc());
    picture = Ffmpeg.allocated(av_frame_alloc());
    avcodec_parameters_to_context(context, demuxer.stream().codecpar());
    context.pkt_timebase(demuxer.stream().time_base());
    context.thread_count(threads);
    context.max_pixels(StillImage.MAX_PIXELS);
    int code = avcodec_open2(context, codec, (AVDictionary) null);
    if (code < 0) {
      close();
      throw new EngramException(
          input.label()
              + ": its decoder does not start ("
              + Ffmpeg.message(code)
              + "). Convert it again.");
    }
  }

  /**
   * @return valid until the next call, or null at the end; see {@link #damage}
   */
  @Nullable AVFrame next() {
    while (!over) {
      int code = avcodec_receive_frame(context, picture);
      if (code == 0) {
        if (isGood()) {
          started = true;
          return picture;
        }
      } else if (code == AVERROR_EAGAIN()) {
        feed();
      } else if (code == AVERROR_EOF) {
        over = true;
      } else {
        refuse(code);
      }
    }
    return null;
  }

  /**
   * Goes on from a packet of an index, with the pictures from its time on: those that come after it
   * and are shown before it may refer to what was not decoded.
   *
   * @return false if the packet cannot be found; this is of no more use then
   */
  boolean seek(FrameIndex frames, int entry) {
    avcodec_flush_buffers(context);
    if (hasPacket) {
      av_packet_unref(packet);
    }
    sought = true;
    started = false;
    draining = false;
    over = false;
    damage = null;
    horizon = Long.MAX_VALUE;
    nextTime = NO_TIME;
    recentTimes.clear();
    from = frames.packetTime(entry);
    hasPacket = demuxer.seek(frames, entry, packet);
    return hasPacket;
  }

  /** Why the pictures ended before their time; null if they did not. */
  @Nullable String damage() {
    return damage;
  }

  private boolean isGood() {
    long time = picture.best_effort_timestamp();
    if (sought && time != NO_TIME && time < from) {
      return false;
    }
    if (damage != null && (time == NO_TIME || time >= horizon)) {
      over = true;
      return false;
    }
    // an index has been looked through for gaps, and its rhythm is more than what was seen here
    if (!sought && draining && !input.lossy() && pace.isGap(time)) {
      over = true;
      damage = "frames are missing among its last";
      return false;
    }
    pace.note(time);
    boolean corrupt =
        (picture.flags() & AV_FRAME_FLAG_CORRUPT) != 0 || picture.decode_error_flags() != 0;
    if (!corrupt || input.lossy()) {
      return true;
    }
    if (started || sought) {
      over = true;
      if (damage == null) {
        damage = "its data is corrupt";
      }
    }
    return false;
  }

  private void feed() {
    boolean more = hasPacket || demuxer.read(packet);
    hasPacket = false;
    if (!more) {
      String why = demuxer.breakage();
      if (why != null) {
        breakAt(why, nextTime);
      } else {
        drain();
      }
      return;
    }
    try {
      if ((packet.flags() & AV_PKT_FLAG_CORRUPT) != 0 && started && !input.lossy()) {
        breakAt("a piece is missing", packet.dts() == NO_TIME ? nextTime : packet.dts());
        return;
      }
      // an empty packet says "as before" in AVI, but "no more" to the decoder
      if (packet.size() == 0) {
        return;
      }
      note();
      int code = avcodec_send_packet(context, packet);
      if (code < 0) {
        refuse(code);
      }
    } finally {
      av_packet_unref(packet);
    }
  }

  private void note() {
    long time = packet.dts();
    nextTime = time == NO_TIME ? NO_TIME : time + Math.max(1, packet.duration());
    recentTimes.addLast(time);
    // decoding in threads reports a bad packet as many packets later
    if (recentTimes.size() > threads) {
      recentTimes.removeFirst();
    }
  }

  private void refuse(int code) {
    if (draining) {
      over = true;
    }
    if (damage == null && started && !input.lossy()) {
      Long oldest = recentTimes.peekFirst();
      breakAt(Ffmpeg.message(code), oldest == null ? NO_TIME : oldest);
    }
  }

  private void breakAt(String why, long firstLost) {
    damage = why;
    horizon = firstLost == NO_TIME ? Long.MIN_VALUE : firstLost;
    drain();
  }

  private void drain() {
    draining = true;
    avcodec_send_packet(context, null);
  }

  @Override
  public void close() {
    av_frame_free(picture);
    av_packet_free(packet);
    avcodec_free_context(context);
  }
}
