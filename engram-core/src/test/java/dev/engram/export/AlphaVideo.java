package dev.engram.export;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * The planes of a video's pictures as FFmpeg decodes them, without any conversion.
 *
 * @param format FFmpeg's name of the pixel format
 * @param bits a sample
 * @param planes luma, blue and red difference, alpha: {@code [height, width]} each
 */
record AlphaVideo(String codec, String format, int bits, List<Long> micros, List<int[][]> planes) {
  static AlphaVideo read(Path file, int width, int height) {
    AVFormatContext input = new AVFormatContext(null);
    check(avformat_open_input(input, file.toString(), null, null));
    check(avformat_find_stream_info(input, (AVDictionary) null));
    AVStream stream = input.streams(0);
    var decoder = avcodec_find_decoder(stream.codecpar().codec_id());
    AVCodecContext context = avcodec_alloc_context3(decoder);
    avcodec_parameters_to_context(context, stream.codecpar());
    check(avcodec_open2(context, decoder, (AVDictionary) null));
    AVPacket packet = av_packet_alloc();
    AVFrame frame = av_frame_alloc();
    List<Long> micros = new ArrayList<>();
    List<int[][]> pictures = new ArrayList<>();
    double tick = 1e6 * stream.time_base().num() / stream.time_base().den();
    while (av_read_frame(input, packet) >= 0) {
      check(avcodec_send_packet(context, packet));
      av_packet_unref(packet);
      drain(context, frame, tick, width, height, micros, pictures);
    }
    avcodec_send_packet(context, null);
    drain(context, frame, tick, width, height, micros, pictures);
    String format;
    try (BytePointer name = av_get_pix_fmt_name(context.pix_fmt())) {
      format = name.getString();
    }
    String codec = decoder.name().getString();
    av_packet_free(packet);
    av_frame_free(frame);
    avcodec_free_context(context);
    avformat_close_input(input);
    return new AlphaVideo(codec, format, format.contains("12") ? 12 : 10, micros, pictures);
  }

  private static void drain(
      AVCodecContext context,
      AVFrame frame,
      double tick,
      int width,
      int height,
      List<Long> micros,
      List<int[][]> pictures) {
    while (avcodec_receive_frame(context, frame) >= 0) {
      if (frame.width() != width || frame.height() != height) {
        throw new AssertionError(frame.width() + "x" + frame.height());
      }
      int[][] planes = new int[4][width * height];
      for (int p = 0; p < 4; p++) {
        byte[] row = new byte[2 * width];
        for (int y = 0; y < height; y++) {
          frame.data(p).position((long) y * frame.linesize(p)).get(row);
          frame.data(p).position(0);
          for (int x = 0; x < width; x++) {
            planes[p][y * width + x] = row[2 * x] & 255 | (row[2 * x + 1] & 255) << 8;
          }
        }
      }
      micros.add(Math.round(frame.pts() * tick));
      pictures.add(planes);
    }
  }

  private static void check(int code) {
    if (code < 0) {
      throw new AssertionError("FFmpeg: " + code);
    }
  }

  /** Of 8 bits, rounded. */
  int alpha(int picture, int pixel) {
    return (int) Math.round(planes.get(picture)[3][pixel] * 255.0 / ((1 << bits) - 1));
  }

  /** A channel by BT.709, limited range. */
  double channel(int picture, int pixel, int channel) {
    double unit = 1 << (bits - 8);
    double luma = (planes.get(picture)[0][pixel] / unit - 16) / 219;
    double blue = (planes.get(picture)[1][pixel] / unit - 128) / 224;
    double red = (planes.get(picture)[2][pixel] / unit - 128) / 224;
    return 255
        * switch (channel) {
          case 0 -> luma + 1.5748 * red;
          case 1 -> luma - 0.1873 * blue - 0.4681 * red;
          default -> luma + 1.8556 * blue;
        };
  }
}
