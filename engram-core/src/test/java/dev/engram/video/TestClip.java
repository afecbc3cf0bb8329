package dev.engram.video;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * Videos of painted pictures as {@link VideoWriter} would not write them: any container and codec,
 * with the container's options as given.
 *
 * @param codec FFmpeg's name of the encoder; mpeg4 writes B-pictures
 * @param movflags of mp4 and mov; empty for none
 * @param gop frames from one key picture to the next
 * @param times of the frames in milliseconds; empty for 25 frames a second
 */
record TestClip(
    String container,
    String codec,
    String movflags,
    int width,
    int height,
    int frames,
    int gop,
    List<Integer> times) {

  TestClip(String container, String codec, String movflags, int width, int height, int frames) {
    this(container, codec, movflags, width, height, frames, 50, List.of());
  }

  static TestClip of(String container, String codec) {
    return new TestClip(container, codec, "", 192, 96, 50);
  }

  TestClip frames(int count) {
    return new TestClip(container, codec, movflags, width, height, count, gop, times);
  }

  TestClip movflags(String flags) {
    return new TestClip(container, codec, flags, width, height, frames, gop, times);
  }

  TestClip gop(int length) {
    return new TestClip(container, codec, movflags, width, height, frames, length, times);
  }

  /** One frame a time. */
  TestClip times(List<Integer> millis) {
    return new TestClip(container, codec, movflags, width, height, millis.size(), gop, millis);
  }

  Path write(Path file) {
    Ffmpeg.load();
    TimeBase timeBase = times.isEmpty() ? new TimeBase(1, 25) : new TimeBase(1, 1000);
    AVFormatContext format = new AVFormatContext(null);
    check(avformat_alloc_output_context2(format, null, container, file.toString()));
    boolean globalHeader =
        (format.oformat().flags() & org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER) != 0;
    try (VideoEncoder encoder =
        VideoEncoder.open(List.of(codec), width, height, timeBase, gop / 2.0, globalHeader)) {
      // the encoder makes a key picture every two seconds
      AVStream stream = avformat_new_stream(format, null);
      avcodec_parameters_from_context(stream.codecpar(), encoder.context());
      stream.time_base().num(1).den((int) timeBase.denominator());
      AVIOContext io = new AVIOContext(null);
      check(avio_open(io, file.toString(), AVIO_FLAG_WRITE));
      format.pb(io);
      AVDictionary options = new AVDictionary(null);
      if (!movflags.isEmpty()) {
        av_dict_set(options, "movflags", movflags, 0);
      }
      check(avformat_write_header(format, options));
      av_dict_free(options);
      TimeBase to = TimeBase.of(stream.time_base());
      VideoEncoder.Sink sink =
          packet -> {
            packet.stream_index(0);
            packet.duration(timeBase.rescale(times.isEmpty() ? 1 : 40, to));
            packet.pts(timeBase.rescale(packet.pts(), to));
            packet.dts(timeBase.rescale(packet.dts(), to));
            return av_interleaved_write_frame(format, packet);
          };
      for (int i = 0; i < frames; i++) {
        long time = times.isEmpty() ? i : times.get(i);
        check(encoder.encode(Painted.picture(width, height, i), time, sink));
      }
      check(encoder.finish(sink));
      check(av_write_trailer(format));
      avio_closep(io);
    }
    avformat_free_context(format);
    return file;
  }

  private static void check(int code) {
    if (code < 0) {
      throw new IllegalStateException(Ffmpeg.message(code));
    }
  }
}
