package dev.engram.mask;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes BMP, GIF, TIFF and JPEG files with the JDK's readers, sample by sample. */
final class ImageIoDecoder {
  private static final Set<String> FORMATS = Set.of("bmp", "gif", "tif", "tiff", "jpg", "jpeg");

  private ImageIoDecoder() {}

  /**
   * The first image of a file.
   *
   * @param file the whole file
   * @throws IOException says what is wrong with it, without its name
   */
  static RawImage decode(byte[] file) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = readerFor(in);
      try {
        reader.setInput(in, true, true);
        RawImage.requireSaneSize(reader.getWidth(0), reader.getHeight(0));
        List<String> warnings = new ArrayList<>();
        String format = reader.getFormatName().toLowerCase(Locale.ROOT);
        if (!format.startsWith("tif")) {
          // TIFF warns of odd tags; the others, of pixels that they had to make up
          reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        }
        BufferedImage image = reader.read(0);
        if (!warnings.isEmpty()) {
          throw new IOException(warnings.get(0));
        }
        return raw(image, format.startsWith("jp"));
      } finally {
        reader.dispose();
      }
    } catch (RuntimeException e) {
      // the JDK's readers answer damaged files with nearly any exception
      throw new IOException("its content is damaged", e);
    }
  }

  private static ImageReader readerFor(ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    throw new IOException("it is not an image");
  }

  private static RawImage raw(BufferedImage image, boolean lossy) throws IOException {
    Raster raster = image.getRaster();
    ColorModel colours = image.getColorModel();
    int bits = colours.getComponentSize(0);
    int type = raster.getDataBuffer().getDataType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE || bits > 16) {
      throw new IOException("its samples are neither of 8 nor of 16 bits");
    }
    if (colours instanceof IndexColorModel indexed) {
      int[] palette = new int[type == DataBuffer.TYPE_BYTE ? 256 : LabelMap.MAX_LABEL + 1];
      // as in PNG, entries that the file lacks get the DAVIS palette's colours
      Arrays.setAll(palette, i -> 0xFF000000 | Palette.davisColour(i));
      indexed.getRGBs(palette);
      return rows(RawImage.Kind.INDEXED, raster, palette, lossy, (row, x) -> row[x]);
    }
    boolean alpha = colours.hasAlpha();
    if (colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      RawImage.Kind kind = bits > 8 ? RawImage.Kind.GREY16 : RawImage.Kind.GREY;
      int n = raster.getNumBands();
      return rows(
          kind,
          raster,
          new int[0],
          lossy,
          (row, x) -> alpha && row[n * x + 1] == 0 ? 0 : row[n * x]);
    }
    if (colours.getColorSpace().getType() != ColorSpace.TYPE_RGB) {
      throw new IOException("its colours are neither grey nor RGB");
    }
    int drop = Math.max(0, bits - 8);
    int n = raster.getNumBands();
    return rows(
        RawImage.Kind.COLOUR,
        raster,
        new int[0],
        lossy,
        (row, x) -> {
          int i = n * x;
          boolean hidden = alpha && row[i + 3] == 0;
          return hidden ? 0 : row[i] >> drop << 16 | row[i + 1] >> drop << 8 | row[i + 2] >> drop;
        });
  }

  private interface Value {
    int at(int[] row, int x);
  }

  private static RawImage rows(
      RawImage.Kind kind, Raster raster, int[] palette, boolean lossy, Value value) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int[] values = new int[width * height];
    int[] row = new int[width * raster.getNumBands()];
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        values[y * width + x] = value.at(row, x);
      }
    }
    return new RawImage(kind, width, height, values, palette, lossy);
  }
}
