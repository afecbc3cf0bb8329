package dev.engram.mask;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Decodes PNG files of every colour type and bit depth to their raw samples. The JDK's own reader
 * shows few of them as they are (it scales grey of few bits and hides transparency), does not
 * verify checksums and stops at broken comments.
 */
final class PngDecoder {
  // no stream of deflate expands further than this
  private static final long MAX_EXPANSION = 1032;
  // Adam7: first column, first row, step of columns, step of rows
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };
  private static final int BUFFER = 1 << 14;
  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  private final PngChunks png;
  private final int channels;
  private final int[] transparentColour;
  private final int[] values;
  // in place of values in a plain mask
  private final byte[] indices;

  private PngDecoder(PngChunks png) {
    this.png = png;
    channels = png.channels();
    transparentColour = transparentColour(png);
    int pixels = png.width * png.height;
    boolean ofBytes = png.colourType == 3 && png.bitDepth == 8 && !png.interlaced;
    indices = new byte[ofBytes ? pixels : 0];
    values = new int[ofBytes ? 0 : pixels];
  }

  /**
   * @param file a whole file that begins with PNG's signature
   * @throws IOException says what is wrong with it, without its name
   */
  static RawImage decode(byte[] file) throws IOException {
    PngChunks png = new PngChunks(file);
    if ((long) rowBytes(png, png.width) * png.height > MAX_EXPANSION * png.dataLength) {
      throw new IOException("its pixels are missing");
    }
    PngDecoder decoder = new PngDecoder(png);
    decoder.readPixels();
    if (decoder.indices.length > 0) {
      return RawImage.ofBytes(
          png.width, png.height, decoder.indices, decoder.paletteOfAllIndices());
    }
    return new RawImage(
        decoder.kind(),
        png.width,
        png.height,
        decoder.values,
        decoder.paletteOfAllIndices(),
        false);
  }

  private static int rowBytes(PngChunks png, int pixels) {
    return (int) (((long) pixels * png.channels() * png.bitDepth + 7) / 8);
  }

  private static int[] transparentColour(PngChunks png) {
    int samples = png.colourType == 0 ? 1 : png.colourType == 2 ? 3 : 0;
    if (png.transparency.length < 2 * samples) {
      return new int[0];
    }
    int[] colour = new int[samples];
    for (int c = 0; c < samples; c++) {
      colour[c] = (png.transparency[2 * c] & 255) << 8 | (png.transparency[2 * c + 1] & 255);
    }
    return colour;
  }

  private RawImage.Kind kind() {
    return switch (png.colourType) {
      case 3 -> RawImage.Kind.INDEXED;
      case 0, 4 -> png.bitDepth == 16 ? RawImage.Kind.GREY16 : RawImage.Kind.GREY;
      default -> RawImage.Kind.COLOUR;
    };
  }

  /** Entries that the file lacks get the DAVIS palette's colours: labels may exceed a palette. */
  private int[] paletteOfAllIndices() {
    int[] palette = new int[png.colourType == 3 ? 1 << png.bitDepth : 0];
    for (int i = 0; i < palette.length; i++) {
      int rgb = Palette.davisColour(i);
      if (3 * i + 2 < png.palette.length) {
        rgb =
            (png.palette[3 * i] & 255) << 16
                | (png.palette[3 * i + 1] & 255) << 8
                | (png.palette[3 * i + 2] & 255);
      }
      int alpha = i < png.transparency.length ? png.transparency[i] & 255 : 255;
      palette[i] = alpha << 24 | rgb;
    }
    return palette;
  }

  private void readPixels() throws IOException {
    Inflater inflater = new Inflater();
    try (InputStream in =
        new BufferedInputStream(new InflaterInputStream(png.data(), inflater, BUFFER), BUFFER)) {
      for (int[] pass : png.interlaced ? PASSES : ONE_PASS) {
        int columns = (png.width - pass[0] + pass[2] - 1) / pass[2];
        int rows = (png.height - pass[1] + pass[3] - 1) / pass[3];
        if (columns > 0 && rows > 0) {
          readPass(in, pass, columns, rows);
        }
      }
      if (in.read() >= 0) {
        throw new IOException("it holds more pixels than it declares");
      }
    } finally {
      inflater.end();
    }
  }

  private void readPass(InputStream in, int[] pass, int columns, int rows) throws IOException {
    int length = rowBytes(png, columns);
    int step = Math.max(1, channels * png.bitDepth / 8);
    byte[] above = new byte[length];
    byte[] row = new byte[length];
    for (int y = 0; y < rows; y++) {
      int filter = in.read();
      if (filter < 0 || in.readNBytes(row, 0, length) < length) {
        throw new IOException("its pixels end early");
      }
      undoFilter(filter, row, above, step);
      int target = (pass[1] + y * pass[3]) * png.width + pass[0];
      if (indices.length > 0) {
        System.arraycopy(row, 0, indices, target, columns);
      } else {
        for (int x = 0; x < columns; x++) {
          values[target + x * pass[2]] = value(row, x);
        }
      }
      byte[] swap = above;
      above = row;
      row = swap;
    }
  }

  private static void undoFilter(int filter, byte[] row, byte[] above, int step)
      throws IOException {
    switch (filter) {
      case 0 -> {}
      case 1 -> undoSub(row, step);
      case 2 -> {
        for (int i = 0; i < row.length; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 0; i < row.length; i++) {
          int left = i < step ? 0 : row[i - step] & 255;
          row[i] += (byte) ((left + (above[i] & 255)) / 2);
        }
      }
      case 4 -> {
        if (step == 1) {
          undoPaeth(row, above);
          return;
        }
        for (int i = 0; i < row.length; i++) {
          int left = i < step ? 0 : row[i - step] & 255;
          int corner = i < step ? 0 : above[i - step] & 255;
          row[i] += (byte) paeth(left, above[i] & 255, corner);
        }
      }
      default -> throw new IOException("its pixels are damaged");
    }
  }

  private static void undoSub(byte[] row, int step) {
    if (step > 1) {
      for (int i = step; i < row.length; i++) {
        row[i] += row[i - step];
      }
      return;
    }
    int left = 0;
    for (int i = 0; i < row.length; i++) {
      left += row[i];
      row[i] = (byte) left;
    }
  }

  /** For samples of one byte, as masks have them: what was written need not be read back. */
  private static void undoPaeth(byte[] row, byte[] above) {
    int left = 0;
    int corner = 0;
    for (int i = 0; i < row.length; i++) {
      int up = above[i] & 255;
      left = (row[i] + paeth(left, up, corner)) & 255;
      row[i] = (byte) left;
      corner = up;
    }
  }

  private static int paeth(int left, int up, int corner) {
    int toLeft = Math.abs(up - corner);
    int toUp = Math.abs(left - corner);
    int toCorner = Math.abs(left + up - 2 * corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }

  private int value(byte[] row, int x) {
    int first = sample(row, x * channels);
    if (png.colourType == 3) {
      return first;
    }
    if (channels <= 2) {
      boolean hidden =
          channels == 2
              ? sample(row, 2 * x + 1) == 0
              : transparentColour.length == 1 && transparentColour[0] == first;
      return hidden ? 0 : first;
    }
    int green = sample(row, x * channels + 1);
    int blue = sample(row, x * channels + 2);
    boolean hidden =
        channels == 4
            ? sample(row, 4 * x + 3) == 0
            : transparentColour.length == 3
                && transparentColour[0] == first
                && transparentColour[1] == green
                && transparentColour[2] == blue;
    int drop = png.bitDepth - 8;
    return hidden ? 0 : first >> drop << 16 | green >> drop << 8 | blue >> drop;
  }

  private int sample(byte[] row, int i) {
    return switch (png.bitDepth) {
      case 8 -> row[i] & 255;
      case 16 -> (row[2 * i] & 255) << 8 | (row[2 * i + 1] & 255);
      default -> {
        int bit = i * png.bitDepth;
        int shift = 8 - png.bitDepth - (bit & 7);
        yield row[bit >> 3] >> shift & ((1 << png.bitDepth) - 1);
      }
    };
  }
}
