package dev.engram.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVA444P10LE;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/** Turns RGB frames into packets of the first codec of a list that takes their size. */
final class VideoEncoder implements AutoCloseable {
  /** ProRes 4444, the one codec here with alpha. */
  static final String PRORES = "prores_ks";

  private static final long MOST_BITS = 100_000_000;

  /** Receives each finished packet; keeps nothing of it. */
  interface Sink {
    /**
     * @return negative to stop
     */
    int accept(AVPacket packet);
  }

  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame rgb;
  private final AVFrame picture;
  private final SwsContext converter;

  private VideoEncoder(AVCodecContext context) {
    this.context = context;
    int width = context.width();
    int height = context.height();
    packet = Ffmpeg.allocated(av_packet_alloc());
    int from = hasAlpha() ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
    rgb = frame(width, height, from);
    picture = frame(width, height, context.pix_fmt());
    picture.color_range(AVCOL_RANGE_MPEG);
    picture.colorspace(AVCOL_SPC_BT709);
    picture.color_primaries(AVCOL_PRI_BT709);
    picture.color_trc(AVCOL_TRC_BT709);
    converter =
        Ffmpeg.allocated(
            sws_getContext(
                width,
                height,
                from,
                width,
                height,
                context.pix_fmt(),
                RgbConverter.FLAGS,
                null,
                null,
                (DoublePointer) null));
    IntPointer matrix = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(converter, matrix, 1, matrix, 0, 0, 1 << 16, 1 << 16);
  }

  /**
   * @param names FFmpeg's names of encoders, the best first
   * @param frameRate frames a second
   * @param globalHeader whether the container wants the codec's header outside the packets
   * @return null if none of them takes this size
   */
  static @Nullable VideoEncoder open(
      List<String> names,
      int width,
      int height,
      TimeBase timeBase,
      double frameRate,
      boolean globalHeader) {
    for (String name : names) {
      AVCodec codec = avcodec_find_encoder_by_name(name);
      if (codec != null) {
        AVCodecContext context = Ffmpeg.allocated(avcodec_alloc_context3(codec));
        configure(context, name, width, height, timeBase, frameRate, globalHeader);
        AVDictionary options = options(name);
        int code = avcodec_open2(context, codec, options);
        av_dict_free(options);
        if (code >= 0) {
          return new VideoEncoder(context);
        }
        avcodec_free_context(context);
      }
    }
    return null;
  }

  private static void configure(
      AVCodecContext context,
      String name,
      int width,
      int height,
      TimeBase timeBase,
      double frameRate,
      boolean globalHeader) {
    boolean proRes = name.equals(PRORES);
    context.width(width).height(height);
    context.pix_fmt(proRes ? AV_PIX_FMT_YUVA444P10LE : AV_PIX_FMT_YUV420P);
    context.time_base().num((int) timeBase.numerator()).den((int) timeBase.denominator());
    context.framerate().num((int) Math.round(frameRate * 1000)).den(1000);
    context.gop_size((int) Math.max(1, Math.min(250, Math.round(frameRate * 2))));
    context.thread_count(2);
    context.color_range(AVCOL_RANGE_MPEG);
    context.colorspace(AVCOL_SPC_BT709);
    context.color_primaries(AVCOL_PRI_BT709);
    context.color_trc(AVCOL_TRC_BT709);
    if (globalHeader) {
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    if (name.equals("mpeg4")) {
      context.max_b_frames(2);
      context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
      context.global_quality(2 * FF_QP2LAMBDA);
    } else if (name.equals("libopenh264")) {
      // it knows no constant quality: one bit a pixel is plenty, and qmin spares what is not needed
      context.bit_rate(Math.min(MOST_BITS, Math.round(width * (double) height * frameRate)));
    } else if (!proRes) {
      context.bit_rate(0);
    }
  }

  /** A quality at which differences are hard to see. */
  private static AVDictionary options(String name) {
    AVDictionary options = new AVDictionary(null);
    switch (name) {
      case "libopenh264" -> {
        av_dict_set(options, "rc_mode", "quality", 0);
        av_dict_set(options, "qmin", "18", 0);
        av_dict_set(options, "qmax", "28", 0);
      }
      case "libvpx-vp9" -> {
        av_dict_set(options, "crf", "18", 0);
        av_dict_set(options, "deadline", "realtime", 0);
        av_dict_set(options, "cpu-used", "6", 0);
      }
      case PRORES -> {
        av_dict_set(options, "profile", "4444", 0);
        av_dict_set(options, "vendor", "apl0", 0);
        av_dict_set(options, "alpha_bits", "16", 0);
      }
      default -> {}
    }
    return options;
  }

  private static AVFrame frame(int width, int height, int format) {
    AVFrame frame = Ffmpeg.allocated(av_frame_alloc());
    frame.width(width).height(height).format(format);
    if (av_frame_get_buffer(frame, 0) < 0) {
      throw new OutOfMemoryError("FFmpeg could not allocate a picture");
    }
    return frame;
  }

  AVCodecContext context() {
    return context;
  }

  private boolean hasAlpha() {
    return context.pix_fmt() == AV_PIX_FMT_YUVA444P10LE;
  }

  /** Of the pixels that it takes. */
  int channels() {
    return hasAlpha() ? 4 : 3;
  }

  /**
   * @param pixels {@code [height, width, channels]}; copied
   * @param ticks presentation time in the time base
   * @return negative on failure
   */
  int encode(byte[] pixels, long ticks, Sink sink) {
    int height = context.height();
    int row = channels() * context.width();
    for (int y = 0; y < height; y++) {
      rgb.data(0).position((long) y * rgb.linesize(0)).put(pixels, row * y, row);
    }
    int code = av_frame_make_writable(picture);
    if (code < 0) {
      return code;
    }
    sws_scale(converter, rgb.data(), rgb.linesize(), 0, height, picture.data(), picture.linesize());
    picture.pts(ticks);
    code = avcodec_send_frame(context, picture);
    return code < 0 ? code : deliver(sink);
  }

  /** Delivers what the encoder still holds. */
  int finish(Sink sink) {
    int code = avcodec_send_frame(context, null);
    return code < 0 ? code : deliver(sink);
  }

  private int deliver(Sink sink) {
    while (true) {
      int code = avcodec_receive_packet(context, packet);
      if (code == AVERROR_EAGAIN() || code == AVERROR_EOF) {
        return 0;
      }
      if (code >= 0) {
        code = sink.accept(packet);
      }
      if (code < 0) {
        return code;
      }
    }
  }

  @Override
  public void close() {
    sws_freeContext(converter);
    av_frame_free(rgb);
    av_frame_free(picture);
    av_packet_free(packet);
    avcodec_free_context(context);
  }
}
