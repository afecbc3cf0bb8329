package dev.engram.mask;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Writes label maps as PNG files, whole or not at all; equal maps give equal bytes. */
public final class MaskWriter {
  private MaskWriter() {}

  /**
   * Writes the labels without loss. Up to label 255 the file has 8 bits a pixel and 256 palette
   * colours, and is visible in every viewer; above, it is grey with 16 bits and the palette is not
   * used.
   *
   * @param target a name ending in {@code .png}
   * @throws EngramException if it cannot be written; names the file
   */
  public static void write(Path target, LabelMap labels, Palette palette) {
    AtomicFile.write(target, out -> write(out, labels, palette));
  }

  /**
   * As {@link #write(Path, LabelMap, Palette)}, to a stream.
   *
   * @param out not closed
   */
  public static void write(OutputStream out, LabelMap labels, Palette palette) throws IOException {
    int width = labels.width();
    int height = labels.height();
    byte[] low = labels.lowBytes();
    if (labels.maxLabel() <= 255) {
      PngEncoder.indexed(
          out, width, height, palette, (y, row) -> System.arraycopy(low, y * width, row, 0, width));
    } else {
      PngEncoder.grey16(
          out,
          width,
          height,
          (y, row) -> {
            for (int x = 0; x < width; x++) {
              int label = labels.at(y * width + x);
              row[2 * x] = (byte) (label >> 8);
              row[2 * x + 1] = (byte) label;
            }
          });
    }
  }

  /**
   * Writes where any object is: grey of 8 bits, 255 in the objects and 0 elsewhere.
   *
   * @param target a name ending in {@code .png}
   * @throws EngramException if it cannot be written; names the file
   */
  public static void writeBinary(Path target, LabelMap labels) {
    int width = labels.width();
    AtomicFile.write(
        target,
        out ->
            PngEncoder.grey8(
                out,
                width,
                labels.height(),
                (y, row) -> {
                  for (int x = 0; x < width; x++) {
                    row[x] = (byte) (labels.at(y * width + x) == 0 ? 0 : 255);
                  }
                }));
  }

  /**
   * Writes where one object is: grey of 8 bits, 255 in the object and 0 elsewhere.
   *
   * @param target a name ending in {@code .png}
   * @throws EngramException if it cannot be written; names the file
   */
  public static void writeBinary(Path target, LabelMap labels, int label) {
    int width = labels.width();
    AtomicFile.write(
        target,
        out ->
            PngEncoder.grey8(
                out,
                width,
                labels.height(),
                (y, row) -> {
                  for (int x = 0; x < width; x++) {
                    row[x] = (byte) (labels.at(y * width + x) == label ? 255 : 0);
                  }
                }));
  }

  /**
   * Writes a soft matte: grey, linear from 0 to 255 or 65535.
   *
   * @param target a name ending in {@code .png}
   * @param alpha {@code [height, width]}, 0 to 1
   * @param bits 8 or 16
   * @throws EngramException if it cannot be written; names the file
   * @throws IllegalArgumentException if the array's length does not fit the size, or the bits are
   *     others
   */
  public static void writeMatte(Path target, float[] alpha, int width, int height, int bits) {
    if (width < 1 || height < 1 || alpha.length != (long) width * height) {
      throw new IllegalArgumentException(
          alpha.length + " values are no matte of " + width + "x" + height);
    }
    if (bits != 8 && bits != 16) {
      throw new IllegalArgumentException("a matte of " + bits + " bits");
    }
    AtomicFile.write(
        target,
        out -> {
          if (bits == 8) {
            PngEncoder.grey8(
                out,
                width,
                height,
                (y, row) -> {
                  for (int x = 0; x < width; x++) {
                    row[x] = (byte) Math.round(alpha[y * width + x] * 255);
                  }
                });
          } else {
            PngEncoder.grey16(
                out,
                width,
                height,
                (y, row) -> {
                  for (int x = 0; x < width; x++) {
                    int value = Math.round(alpha[y * width + x] * 65535);
                    row[2 * x] = (byte) (value >> 8);
                    row[2 * x + 1] = (byte) value;
                  }
                });
          }
        });
  }
}
