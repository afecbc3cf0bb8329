package dev.engram.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** What every use of FFmpeg's C interface needs. */
final class Ffmpeg {
  static {
    // what matters comes back as an error code and is put into a sentence
    av_log_set_level(AV_LOG_QUIET);
  }

  private Ffmpeg() {}

  /** Loads the libraries, silenced; calls after the first do nothing. */
  static void load() {}

  /** FFmpeg's own words for an error code. */
  static String message(int code) {
    byte[] text = new byte[128];
    av_strerror(code, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  /** A C string in UTF-8, as FFmpeg wants paths on every platform; the caller closes it. */
  static BytePointer string(String text) {
    return new BytePointer(text, StandardCharsets.UTF_8);
  }

  /**
   * @throws OutOfMemoryError if an allocator of FFmpeg's gave null
   */
  static <T> T allocated(@Nullable T pointer) {
    if (pointer == null) {
      throw new OutOfMemoryError("FFmpeg could not allocate");
    }
    return pointer;
  }
}
