package dev.engram.mask;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * An image's samples as they lie in its file: neither gamma nor colour profile has touched them.
 * Owns its arrays.
 */
final class RawImage {
  private static final int MAX_SIDE = 32768;
  private static final int MAX_PIXELS = 1 << 28;

  /** What the values mean; 0 is the background in all but INDEXED. */
  enum Kind {
    /** Positions in the palette. */
    INDEXED,
    /** Grey of up to 8 bits, unscaled: 0 and 1 if the file has one bit a pixel. */
    GREY,
    /** Grey of 16 bits. */
    GREY16,
    /** {@code 0xRRGGBB}; 0 also where the pixel is fully transparent. */
    COLOUR
  }

  final Kind kind;
  final int width;
  final int height;

  private int[] values;

  // what an INDEXED image of 8 bits has in place of values
  private final byte[] indices;

  /** {@code 0xAARRGGBB} for every value of an INDEXED image, else empty. */
  final int[] palette;

  /** Whether the file's compression may have changed the values. */
  final boolean lossy;

  RawImage(Kind kind, int width, int height, int[] values, int[] palette, boolean lossy) {
    this(kind, width, height, values, new byte[0], palette, lossy);
  }

  private RawImage(
      Kind kind,
      int width,
      int height,
      int[] values,
      byte[] indices,
      int[] palette,
      boolean lossy) {
    this.kind = kind;
    this.width = width;
    this.height = height;
    this.values = values;
    this.indices = indices;
    this.palette = palette;
    this.lossy = lossy;
  }

  /** An INDEXED image of 8 bits. */
  static RawImage ofBytes(int width, int height, byte[] indices, int[] palette) {
    return new RawImage(Kind.INDEXED, width, height, new int[0], indices, palette, false);
  }

  /** Row by row; may be written to. */
  int[] values() {
    if (values.length < indices.length) {
      values = new int[indices.length];
      for (int i = 0; i < indices.length; i++) {
        values[i] = indices[i] & 255;
      }
    }
    return values;
  }

  /** The values as bytes if no palette's entry changes what they mean, as masks have it. */
  Optional<byte[]> plainIndices() {
    boolean plain =
        indices.length > 0
            && isBackground(palette[0])
            && Arrays.stream(palette).allMatch(argb -> argb >>> 24 != 0);
    return plain ? Optional.of(indices) : Optional.empty();
  }

  /** Stops a file that declares more pixels than a mask may have, before anything is allocated. */
  static void requireSaneSize(long width, long height) throws IOException {
    if (width < 1 || height < 1) {
      throw new IOException("it declares a size of " + width + "x" + height + " pixels");
    }
    if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
      throw new IOException(
          "it declares "
              + width
              + "x"
              + height
              + " pixels, above the limit of "
              + MAX_SIDE
              + " a side and "
              + MAX_PIXELS
              + " in all");
    }
  }

  /** Whether the pixel's colour, {@code 0xAARRGGBB}, is what people take for background. */
  static boolean isBackground(int argb) {
    return argb >>> 24 == 0 || (argb & 0xFFFFFF) == 0;
  }
}
