package dev.engram.export;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What goes between background and objects: an image, with its alpha if it has some, or a video,
 * whose last frame stays when it ends. Another size is scaled until it covers the frame, with its
 * middle in the frame's.
 */
final class LayerPictures implements AutoCloseable {
  /** Beyond this a header is taken for a mistake. */
  private static final long MAX_PIXELS = 1L << 27;

  private final int width;
  private final int height;
  private final @Nullable FrameSource video;
  private @Nullable Frame next;
  private BufferedImage shown;

  /**
   * @param width of the frames it is shown in
   * @param height of the frames it is shown in
   * @throws EngramException if it cannot be read
   */
  LayerPictures(Path file, int width, int height) {
    this.width = width;
    this.height = height;
    BufferedImage still = withAlpha(file);
    if (still != null) {
      video = null;
      shown = covering(still);
      return;
    }
    video = FrameSources.open(file.toString());
    Frame first = video.next();
    if (first == null) {
      video.close();
      throw new EngramException(file + ": holds no frame. Give another layer.");
    }
    shown = covering(imageOf(first));
    next = video.next();
  }

  /** A PNG or another image that may have alpha; null for what is read as a video is. */
  private static @Nullable BufferedImage withAlpha(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (!name.endsWith(".png") || !Files.isRegularFile(file)) {
      return null;
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return null;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        if ((long) reader.getWidth(0) * reader.getHeight(0) > MAX_PIXELS) {
          throw new EngramException(file + ": is too large. Scale it down.");
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be read (" + AtomicFile.reason(e) + "). Give another layer.", e);
    }
  }

  private static BufferedImage imageOf(Frame frame) {
    BufferedImage image =
        new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_ARGB);
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    byte[] rgb = frame.rgb();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] =
          0xFF000000
              | (rgb[3 * i] & 255) << 16
              | (rgb[3 * i + 1] & 255) << 8
              | (rgb[3 * i + 2] & 255);
    }
    return image;
  }

  private BufferedImage covering(BufferedImage image) {
    double scale = Math.max((double) width / image.getWidth(), (double) height / image.getHeight());
    BufferedImage source = image;
    // bilinear scaling sees two pixels at most, so that large steps down go by halves
    while (scale <= 0.5) {
      source = drawn(source, (source.getWidth() + 1) / 2, (source.getHeight() + 1) / 2, 0.5);
      scale *= 2;
    }
    return drawn(source, width, height, scale);
  }

  /** The middle of an image, scaled, in a picture of another size. */
  private static BufferedImage drawn(BufferedImage image, int width, int height, double scale) {
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    int w = Math.max(width, (int) Math.round(image.getWidth() * scale));
    int h = Math.max(height, (int) Math.round(image.getHeight() * scale));
    Graphics2D graphics = target.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, (width - w) / 2, (height - h) / 2, w, h, null);
    graphics.dispose();
    return target;
  }

  /**
   * The layer over the background at a time.
   *
   * @param micros since the first frame, not before the last call's
   * @param background {@code [height, width, 3]}; not changed
   * @return a new picture
   */
  byte[] over(byte[] background, long micros) {
    FrameSource source = video;
    Frame due = null;
    while (source != null && next != null && next.timestampMicros() <= micros) {
      due = next;
      next = source.next();
    }
    if (due != null) {
      shown = covering(imageOf(due));
    }
    byte[] result = background.clone();
    int[] pixels = ((DataBufferInt) shown.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < pixels.length; i++) {
      float alpha = (pixels[i] >>> 24) / 255f;
      result[3 * i] = Compositing.mix((byte) (pixels[i] >> 16), result[3 * i], alpha);
      result[3 * i + 1] = Compositing.mix((byte) (pixels[i] >> 8), result[3 * i + 1], alpha);
      result[3 * i + 2] = Compositing.mix((byte) pixels[i], result[3 * i + 2], alpha);
    }
    return result;
  }

  @Override
  public void close() {
    if (video != null) {
      video.close();
    }
  }
}
