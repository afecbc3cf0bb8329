package dev.engram.video;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a video's bytes come from: exactly one of an address that FFmpeg opens, and a stream.
 *
 * @param label as messages name it
 * @param file the local file behind the address, if it is one
 * @param address with its protocol
 * @param stream read to its end, never closed here
 * @param patienceMillis how long to wait for an answer or for more; 0 for as long as it takes
 * @param lossy whether damage is ordinary (live transports) and the show goes on
 */
record VideoInput(
    String label,
    @Nullable Path file,
    @Nullable String address,
    @Nullable InputStream stream,
    long patienceMillis,
    boolean lossy) {
  private static final long PATIENCE_MILLIS = 20_000;

  static VideoInput ofFile(Path file) {
    // with its protocol, or FFmpeg would read one out of a name with a colon
    return new VideoInput(file.toString(), file, "file:" + file, null, 0, false);
  }

  /** A stream that was written to a file, and is spoken of as what it was. */
  static VideoInput ofSpool(Path file, String label) {
    return new VideoInput(label, file, "file:" + file, null, 0, false);
  }

  static VideoInput ofUrl(String url) {
    String scheme = url.substring(0, url.indexOf("://")).toLowerCase(Locale.ROOT);
    boolean lossy =
        switch (scheme) {
          case "rtsp", "rtsps", "rtmp", "rtmps", "rtp", "srtp", "udp", "srt", "tcp" -> true;
          default -> false;
        };
    return new VideoInput(url, null, url, null, PATIENCE_MILLIS, lossy);
  }

  static VideoInput ofStream(InputStream stream, String label) {
    return new VideoInput(label, null, null, stream, 0, false);
  }
}
