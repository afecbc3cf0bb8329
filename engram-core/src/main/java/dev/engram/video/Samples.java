package dev.engram.video;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.io.IOException;

/**
 * Turns the samples of a decoded image into RGB bytes, as they are stored: Java's own conversion
 * would brighten grey images and apply colour profiles.
 */
final class Samples {
  private Samples() {}

  /**
   * @return {@code [height, width, 3]}
   * @throws IOException if the samples are of a kind that has no plain 8-bit form (floating point)
   */
  static byte[] ofImage(BufferedImage image) throws IOException {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return ofPalette(raster, palette);
    }
    int colours = image.getColorModel().getNumColorComponents();
    int type = image.getColorModel().getColorSpace().getType();
    boolean grey = type == ColorSpace.TYPE_GRAY && colours == 1;
    boolean rgb = type == ColorSpace.TYPE_RGB && colours == 3;
    if (!grey && !rgb) {
      return ofArgb(image);
    }
    int green = grey ? 0 : 1;
    int blue = grey ? 0 : 2;
    if (raster.getDataBuffer() instanceof DataBufferByte data
        && raster.getSampleModel() instanceof ComponentSampleModel model
        && data.getNumBanks() == 1) {
      return ofBytes(raster, model, data.getData(), green, blue);
    }
    int dataType = raster.getSampleModel().getDataType();
    if (dataType == DataBuffer.TYPE_FLOAT || dataType == DataBuffer.TYPE_DOUBLE) {
      throw new IOException("floating-point samples");
    }
    return ofWords(raster, bands, green, blue);
  }

  /**
   * @param raster four bands: CMYK or YCCK
   * @param header says which of the two, and whether the inks are inverted
   */
  static byte[] ofInks(Raster raster, JpegHeader header) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[4 * width];
    int to = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < row.length; x += 4) {
        int c = row[x];
        int m = row[x + 1];
        int k = row[x + 3];
        int ye = row[x + 2];
        if (header.ycck()) {
          double luma = row[x];
          double cb = row[x + 1] - 128;
          double cr = row[x + 2] - 128;
          c = clamp(luma + 1.402 * cr);
          m = clamp(luma - 0.344136 * cb - 0.714136 * cr);
          ye = clamp(luma + 1.772 * cb);
        }
        if (!header.adobe()) {
          c = 255 - c;
          m = 255 - m;
          ye = 255 - ye;
          k = 255 - k;
        }
        rgb[to++] = (byte) ((c * k + 127) / 255);
        rgb[to++] = (byte) ((m * k + 127) / 255);
        rgb[to++] = (byte) ((ye * k + 127) / 255);
      }
    }
    return rgb;
  }

  private static int clamp(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  private static byte[] ofPalette(Raster raster, IndexColorModel palette) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    int width = raster.getWidth();
    byte[] rgb = new byte[3 * width * raster.getHeight()];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int sample : row) {
        // an index beyond the palette is black, as libpng has it
        int colour = sample < colours.length ? colours[sample] : 0;
        rgb[to++] = (byte) (colour >> 16);
        rgb[to++] = (byte) (colour >> 8);
        rgb[to++] = (byte) colour;
      }
    }
    return rgb;
  }

  private static byte[] ofBytes(
      Raster raster, ComponentSampleModel model, byte[] data, int green, int blue) {
    int width = raster.getWidth();
    byte[] rgb = new byte[3 * width * raster.getHeight()];
    int[] bands = model.getBandOffsets();
    int to = 0;
    int first =
        raster.getDataBuffer().getOffset()
            - raster.getSampleModelTranslateX() * model.getPixelStride()
            - raster.getSampleModelTranslateY() * model.getScanlineStride();
    for (int y = 0; y < raster.getHeight(); y++) {
      int from = first + y * model.getScanlineStride();
      for (int x = 0; x < width; x++, from += model.getPixelStride()) {
        rgb[to++] = data[from + bands[0]];
        rgb[to++] = data[from + bands[green]];
        rgb[to++] = data[from + bands[blue]];
      }
    }
    return rgb;
  }

  private static byte[] ofWords(Raster raster, int bands, int green, int blue) {
    int width = raster.getWidth();
    byte[] rgb = new byte[3 * width * raster.getHeight()];
    SampleModel model = raster.getSampleModel();
    int[] chosen = {0, green, blue};
    int[] bits = new int[3];
    for (int i = 0; i < 3; i++) {
      bits[i] = model.getSampleSize(chosen[i]);
    }
    int[] row = new int[width * bands];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int i = 0; i < 3; i++) {
          rgb[to++] = toByte(row[x * bands + chosen[i]], bits[i]);
        }
      }
    }
    return rgb;
  }

  private static byte toByte(int sample, int bits) {
    if (bits >= 8) {
      return (byte) (sample >>> (bits - 8));
    }
    return (byte) (sample * 255 / ((1 << bits) - 1));
  }

  private static byte[] ofArgb(BufferedImage image) {
    int width = image.getWidth();
    byte[] rgb = new byte[3 * width * image.getHeight()];
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int colour : row) {
        rgb[to++] = (byte) (colour >> 16);
        rgb[to++] = (byte) (colour >> 8);
        rgb[to++] = (byte) colour;
      }
    }
    return rgb;
  }
}
