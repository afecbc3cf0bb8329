package dev.engram.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** A clip several times over in a file of its own, its packets copied. */
final class Repeated {
  private Repeated() {}

  static Path write(Path clip, int times, String container, Path file) {
    AVFormatContext format = new AVFormatContext(null);
    check(avformat_alloc_output_context2(format, null, container, file.toString()));
    AVPacket packet = av_packet_alloc();
    AVIOContext io = new AVIOContext(null);
    long offset = 0;
    for (int i = 0; i < times; i++) {
      try (Demuxer demuxer = Demuxer.open(VideoInput.ofFile(clip))) {
        if (i == 0) {
          AVStream stream = avformat_new_stream(format, null);
          avcodec_parameters_copy(stream.codecpar(), demuxer.stream().codecpar());
          stream.codecpar().codec_tag(0);
          stream.time_base(demuxer.stream().time_base());
          check(avio_open(io, file.toString(), AVIO_FLAG_WRITE));
          format.pb(io);
          check(avformat_write_header(format, (AVDictionary) null));
        }
        offset = copy(demuxer, packet, offset, format);
      }
    }
    check(av_write_trailer(format));
    avio_closep(io);
    avformat_free_context(format);
    av_packet_free(packet);
    return file;
  }

  private static long copy(Demuxer demuxer, AVPacket packet, long offset, AVFormatContext format) {
    TimeBase from = demuxer.timeBase();
    TimeBase to = TimeBase.of(format.streams(0).time_base());
    long length = 0;
    while (demuxer.read(packet)) {
      length += packet.duration();
      packet.stream_index(0);
      packet.pts(from.rescale(packet.pts() + offset, to));
      packet.dts(from.rescale(packet.dts() + offset, to));
      packet.duration(from.rescale(packet.duration(), to));
      check(av_interleaved_write_frame(format, packet));
    }
    return offset + length;
  }

  private static void check(int code) {
    if (code < 0) {
      throw new IllegalStateException(Ffmpeg.message(code));
    }
  }
}
