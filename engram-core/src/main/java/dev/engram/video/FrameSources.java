package dev.engram.video;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Opens whatever holds frames. */
public final class FrameSources {
  private static final int DEFAULT_THREADS = 2;

  private FrameSources() {}

  /** As {@link #open(String, int)} with two decoding threads. */
  public static FrameSource open(String input) {
    return open(input, DEFAULT_THREADS);
  }

  /**
   * Opens a video, a folder of images, one image, or a stream.
   *
   * <ul>
   *   <li>A folder gives its jpg, jpeg, png, bmp, gif, webp, tif and tiff files in natural order;
   *       hidden files, other files and sub-folders are ignored, and so are a gif's further
   *       pictures.
   *   <li>A single image gives one frame; a gif is a video, as it may be animated.
   *   <li>{@code -} is a video on standard input. An mp4 whose index comes last is kept in a
   *       temporary file until it has all arrived.
   *   <li>{@code scheme://...} is a video that FFmpeg fetches; no answer, or nothing more, for 20
   *       seconds is an error. Lost data is an error in files and downloads, but passed over in
   *       live transports (rtsp, rtmp, rtp, udp, tcp, srt).
   *   <li>Any other file is a video, whatever its name says.
   * </ul>
   *
   * <p>The best video stream is decoded: every picture once, in presentation order, turned as the
   * container says, with its own colour matrix (BT.601 if it names none).
   *
   * <p>Damage is an error at the frame where it begins, as far as it can be told: whole frames that
   * are gone from the middle of a container without an index (flv, raw streams) leave no more than
   * a jump in the time stamps, as they do in a healthy video of variable rate.
   *
   * @param threads that decode a video, 1 or more
   * @return at its first frame; the caller closes it
   * @throws EngramException if nothing is there, or nothing that can be decoded; names the input
   */
  public static FrameSource open(String input, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be 1 or more, not " + threads);
    }
    if (input.equals("-")) {
      return SpooledStream.open(System.in, "standard input", threads);
    }
    if (input.contains("://")) {
      return input.toLowerCase(Locale.ROOT).startsWith("file://")
          ? open(fileOf(input), threads)
          : VideoSource.open(VideoInput.ofUrl(input), threads);
    }
    return open(pathOf(input), threads);
  }

  /**
   * Opens a video that arrives on a stream.
   *
   * @param stream read on the thread that asks for frames; not closed
   * @param label what messages call it
   * @throws EngramException as {@link #open(String, int)}
   */
  public static FrameSource open(InputStream stream, String label) {
    return SpooledStream.open(stream, label, DEFAULT_THREADS);
  }

  /** Whether a file is an image that a folder's frames are made of, by its name alone. */
  public static boolean isImage(Path file) {
    return ImageFolderSource.isImage(file);
  }

  /**
   * Opens images one after another; one may come several times.
   *
   * @param files at least one, all of one size
   * @param names of the frames, one a file
   * @throws EngramException as {@link #open(String, int)}
   */
  public static FrameSource ofImages(List<Path> files, List<String> names) {
    return ImageFolderSource.ofFiles(files, names);
  }

  private static FrameSource open(Path path, int threads) {
    if (Files.isDirectory(path)) {
      return ImageFolderSource.ofFolder(path);
    }
    if (!Files.exists(path)) {
      throw new EngramException(path + ": no such file or folder. Check the path.");
    }
    if (!Files.isReadable(path)) {
      throw new EngramException(path + ": must not be read. Check its rights.");
    }
    boolean gif = path.toString().toLowerCase(Locale.ROOT).endsWith(".gif");
    if (ImageFolderSource.isImage(path) && !gif) {
      return ImageFolderSource.ofFile(path);
    }
    if (isEmptyFile(path)) {
      throw new EngramException(path + ": the file is empty. Copy it again.");
    }
    return VideoSource.open(VideoInput.ofFile(path), threads);
  }

  private static boolean isEmptyFile(Path path) {
    try {
      return Files.isRegularFile(path) && Files.size(path) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path pathOf(String input) {
    try {
      return Path.of(input);
    } catch (InvalidPathException e) {
      throw new EngramException(input + ": not a path. Check its characters.", e);
    }
  }

  private static Path fileOf(String url) {
    try {
      return Path.of(URI.create(url));
    } catch (IllegalArgumentException e) {
      throw new EngramException(url + ": not the address of a local file. Give its path.", e);
    }
  }
}
