package dev.engram.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import dev.engram.common.EngramException;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * Frames as JPEG for display, scaled down by averaging areas. At the frame's own size ImageIO is
 * somewhat faster; for pictures that are scaled, FFmpeg does both in one go, on what is left.
 *
 * <p>Belongs to one thread.
 */
final class JpegEncoder implements AutoCloseable {
  /** FFmpeg's scale, 2 to 31: about what libjpeg calls quality 85. */
  private static final int QUANTISER = 3;

  /** Sizes in and out. */
  private record Layout(int fromWidth, int fromHeight, int width, int height) {}

  private @Nullable Layout layout;
  private @Nullable AVCodecContext context;
  private @Nullable AVPacket packet;
  private @Nullable AVFrame rgb;
  private @Nullable AVFrame picture;
  private @Nullable SwsContext converter;

  /** Rows of a picture of this width that keeps its shape; 1 or more. */
  static int scaledHeight(int fromWidth, int fromHeight, int width) {
    return (int) Math.max(1, Math.round((double) fromHeight * width / fromWidth));
  }

  /**
   * @param frame read only
   * @param maxWidth pixels a row at most, 1 or more; a narrower frame keeps its size
   * @return a JPEG file, the caller's
   * @throws EngramException if the frame is too large for the format (65,535 pixels a side)
   */
  byte[] encode(Frame frame, int maxWidth) {
    int width = Math.min(maxWidth, frame.width());
    int height = scaledHeight(frame.width(), frame.height(), width);
    Layout wanted = new Layout(frame.width(), frame.height(), width, height);
    if (!wanted.equals(layout)) {
      prepare(wanted, frame.place());
    }
    AVFrame from = Ffmpeg.allocated(rgb);
    AVFrame to = Ffmpeg.allocated(picture);
    int row = 3 * frame.width();
    for (int y = 0; y < frame.height(); y++) {
      from.data(0).position((long) y * from.linesize(0)).put(frame.rgb(), row * y, row);
    }
    require(av_frame_make_writable(to), frame.place());
    sws_scale(converter, from.data(), from.linesize(), 0, frame.height(), to.data(), to.linesize());
    to.quality(QUANTISER * FF_QP2LAMBDA);
    require(avcodec_send_frame(context, to), frame.place());
    AVPacket made = Ffmpeg.allocated(packet);
    require(avcodec_receive_packet(context, made), frame.place());
    byte[] jpeg = new byte[made.size()];
    made.data().get(jpeg);
    av_packet_unref(made);
    return jpeg;
  }

  private void prepare(Layout wanted, String place) {
    close();
    packet = Ffmpeg.allocated(av_packet_alloc());
    rgb = frame(wanted.fromWidth(), wanted.fromHeight(), AV_PIX_FMT_RGB24);
    AVFrame made = frame(wanted.width(), wanted.height(), AV_PIX_FMT_YUVJ420P);
    made.color_range(AVCOL_RANGE_JPEG);
    picture = made;
    AVCodecContext opened =
        Ffmpeg.allocated(avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_MJPEG)));
    context = opened;
    opened.width(wanted.width()).height(wanted.height()).pix_fmt(AV_PIX_FMT_YUVJ420P);
    opened.color_range(AVCOL_RANGE_JPEG);
    opened.time_base().num(1).den(25);
    opened.flags(opened.flags() | AV_CODEC_FLAG_QSCALE);
    opened.global_quality(QUANTISER * FF_QP2LAMBDA);
    opened.thread_count(1);
    require(
        avcodec_open2(opened, avcodec_find_encoder(AV_CODEC_ID_MJPEG), (AVDictionary) null), place);
    SwsContext scaler =
        Ffmpeg.allocated(
            sws_getContext(
                wanted.fromWidth(),
                wanted.fromHeight(),
                AV_PIX_FMT_RGB24,
                wanted.width(),
                wanted.height(),
                AV_PIX_FMT_YUVJ420P,
                SWS_AREA | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP,
                null,
                null,
                (DoublePointer) null));
    converter = scaler;
    // JPEG's own colours: BT.601 in full range
    IntPointer matrix = sws_getCoefficients(SWS_CS_ITU601);
    sws_setColorspaceDetails(scaler, matrix, 1, matrix, 1, 0, 1 << 16, 1 << 16);
    layout = wanted;
  }

  private static void require(int code, String place) {
    if (code < 0) {
      throw new EngramException(
          place
              + ": cannot be made a JPEG ("
              + Ffmpeg.message(code)
              + "). Ask for a smaller picture.");
    }
  }

  private static AVFrame frame(int width, int height, int format) {
    AVFrame frame = Ffmpeg.allocated(av_frame_alloc());
    frame.width(width).height(height).format(format);
    if (av_frame_get_buffer(frame, 0) < 0) {
      throw new OutOfMemoryError("FFmpeg could not allocate a picture");
    }
    return frame;
  }

  /** May be used again afterwards. */
  @Override
  public void close() {
    layout = null;
    sws_freeContext(converter);
    converter = null;
    if (rgb != null) {
      av_frame_free(rgb);
      rgb = null;
    }
    if (picture != null) {
      av_frame_free(picture);
      picture = null;
    }
    if (packet != null) {
      av_packet_free(packet);
      packet = null;
    }
    if (context != null) {
      avcodec_free_context(context);
      context = null;
    }
  }
}
