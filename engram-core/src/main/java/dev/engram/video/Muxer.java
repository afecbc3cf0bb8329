package dev.engram.video;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_UNKNOWN;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** One video stream on its way into a container. Codes are FFmpeg's, negative on failure. */
final class Muxer implements AutoCloseable {
  private final AVFormatContext format;
  private @Nullable AVIOContext io;
  private @Nullable AVStream stream;
  private TimeBase from = new TimeBase(1, 1);
  private TimeBase to = new TimeBase(1, 1);
  private long frameTicks;

  /**
   * @param container FFmpeg's short name
   */
  Muxer(String container) {
    Ffmpeg.load();
    format = new AVFormatContext(null);
    avformat_alloc_output_context2(format, null, container, (String) null);
    if (format.isNull()) {
      throw new IllegalStateException("FFmpeg was built without " + container);
    }
  }

  boolean wantsGlobalHeader() {
    return (format.oformat().flags() & AVFMT_GLOBALHEADER) != 0;
  }

  /**
   * Opens the file and writes its head.
   *
   * @param frameTicks a frame's usual duration in the encoder's time base
   */
  int start(Path file, AVCodecContext encoder, TimeBase timeBase, long frameTicks) {
    this.frameTicks = frameTicks;
    AVStream added = Ffmpeg.allocated(avformat_new_stream(format, null));
    stream = added;
    avcodec_parameters_from_context(added.codecpar(), encoder);
    added.time_base().num((int) timeBase.numerator()).den((int) timeBase.denominator());
    int code = openFile(file);
    if (code < 0) {
      return code;
    }
    AVDictionary options = new AVDictionary(null);
    // the index in front, so that the file can be streamed; other containers ignore it
    av_dict_set(options, "movflags", "+faststart", 0);
    code = avformat_write_header(format, options);
    av_dict_free(options);
    from = timeBase;
    to = TimeBase.of(added.time_base());
    return code;
  }

  private int openFile(Path file) {
    try (PointerPointer<AVIOContext> slot = new PointerPointer<>(1);
        BytePointer url = Ffmpeg.string("file:" + file);
        BytePointer copy = Ffmpeg.string("file:" + file)) {
      slot.put(0, (Pointer) null);
      int code = avio_open(slot, url, AVIO_FLAG_WRITE);
      if (code < 0) {
        return code;
      }
      AVIOContext opened = slot.get(AVIOContext.class, 0);
      io = opened;
      format.pb(opened);
      // moving the index to the front reopens the file by this name
      format.url(av_strdup(copy));
      return 0;
    }
  }

  int write(AVPacket packet) {
    if (stream == null) {
      return AVERROR_UNKNOWN;
    }
    if (packet.duration() <= 0) {
      packet.duration(frameTicks);
    }
    packet.stream_index(0);
    packet.pts(from.rescale(packet.pts(), to));
    packet.dts(from.rescale(packet.dts(), to));
    packet.duration(from.rescale(packet.duration(), to));
    return av_interleaved_write_frame(format, packet);
  }

  /** Writes the file's tail. */
  int finish() {
    return av_write_trailer(format);
  }

  /** Closes the file; what is in it stays as it is. */
  int closeFile() {
    AVIOContext open = io;
    io = null;
    if (open == null) {
      return 0;
    }
    int code = avio_closep(open);
    format.pb(null);
    return code;
  }

  @Override
  public void close() {
    closeFile();
    avformat_free_context(format);
  }
}
