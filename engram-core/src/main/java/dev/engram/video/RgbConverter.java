package dev.engram.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ411P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_BT2020;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_FCC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_SMPTE240M;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.util.Objects;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Converts decoded pictures of any pixel format to RGB with accurate rounding and full chroma
 * interpolation, by the colour matrix and range that the picture carries.
 *
 * <p>A picture that names no matrix is taken as BT.601, whatever its size: so do FFmpeg's and
 * OpenCV's own conversions, and frames that were extracted with either agree with ours.
 */
final class RgbConverter implements AutoCloseable {
  static final int FLAGS = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;

  /** Everything that a conversion depends on. */
  private record Layout(int width, int height, int format, int matrix, boolean fullRange) {}

  private final PointerPointer<BytePointer> planes = new PointerPointer<>(4);
  private final IntPointer strides = new IntPointer(4);
  private @Nullable Layout layout;
  private @Nullable SwsContext context;
  private @Nullable BytePointer buffer;
  private int stride;

  /**
   * @param picture a decoded picture in main memory
   * @return {@code [height, width, 3]}, the caller's
   */
  byte[] convert(AVFrame picture) {
    Layout wanted = layoutOf(picture);
    if (!wanted.equals(layout)) {
      prepare(wanted);
    }
    BytePointer pixels = Objects.requireNonNull(buffer);
    int width = wanted.width();
    int height = wanted.height();
    sws_scale(context, picture.data(), picture.linesize(), 0, height, planes, strides);
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      pixels.position((long) y * stride).get(rgb, 3 * width * y, 3 * width);
    }
    pixels.position(0);
    return rgb;
  }

  private void prepare(Layout wanted) {
    release();
    int width = wanted.width();
    int height = wanted.height();
    SwsContext made =
        Ffmpeg.allocated(
            sws_getContext(
                width,
                height,
                wanted.format(),
                width,
                height,
                AV_PIX_FMT_RGB24,
                FLAGS,
                null,
                null,
                (DoublePointer) null));
    context = made;
    IntPointer from = sws_getCoefficients(wanted.matrix());
    IntPointer to = sws_getCoefficients(SWS_CS_ITU601);
    sws_setColorspaceDetails(made, from, wanted.fullRange() ? 1 : 0, to, 1, 0, 1 << 16, 1 << 16);
    // swscale writes whole vectors, over the end of a row
    stride = Math.addExact(3 * width, 63) & ~63;
    long bytes = (long) stride * height + 64;
    Pointer memory = Ffmpeg.allocated(av_malloc(bytes));
    BytePointer pixels = new BytePointer(memory).capacity(bytes);
    buffer = pixels;
    planes.put(0, pixels);
    strides.put(0, stride);
    layout = wanted;
  }

  private static Layout layoutOf(AVFrame picture) {
    int matrix = picture.colorspace();
    int coefficients;
    if (matrix == AVCOL_SPC_BT709) {
      coefficients = SWS_CS_ITU709;
    } else if (matrix == AVCOL_SPC_BT2020_NCL || matrix == AVCOL_SPC_BT2020_CL) {
      coefficients = SWS_CS_BT2020;
    } else if (matrix == AVCOL_SPC_SMPTE240M) {
      coefficients = SWS_CS_SMPTE240M;
    } else if (matrix == AVCOL_SPC_FCC) {
      coefficients = SWS_CS_FCC;
    } else {
      coefficients = SWS_CS_ITU601;
    }
    int format = picture.format();
    boolean full = picture.color_range() == AVCOL_RANGE_JPEG || isFullByFormat(format);
    return new Layout(picture.width(), picture.height(), format, coefficients, full);
  }

  private static boolean isFullByFormat(int format) {
    return format == AV_PIX_FMT_YUVJ420P
        || format == AV_PIX_FMT_YUVJ422P
        || format == AV_PIX_FMT_YUVJ444P
        || format == AV_PIX_FMT_YUVJ440P
        || format == AV_PIX_FMT_YUVJ411P;
  }

  private void release() {
    layout = null;
    sws_freeContext(context);
    context = null;
    av_free(buffer);
    buffer = null;
  }

  @Override
  public void close() {
    release();
    planes.close();
    strides.close();
  }
}
