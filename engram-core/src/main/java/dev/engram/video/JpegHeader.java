package dev.engram.video;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What ImageIO does not tell of a JPEG file.
 *
 * @param width pixels a row as stored; 0 if no frame header was found
 * @param height rows as stored; 0 if no frame header was found
 * @param components of a pixel: 1, 3 or 4; 0 if no frame header was found
 * @param adobe whether the file carries Adobe's marker, whose four-channel pixels are inverted
 * @param ycck whether four-channel pixels are YCCK, by Adobe's marker
 * @param orientation by EXIF, upright if there is no tag or none that can be read
 */
record JpegHeader(
    int width, int height, int components, boolean adobe, boolean ycck, Orientation orientation) {
  private static final int SOI = 0xFFD8;
  private static final int APP1 = 0xFFE1;
  private static final int APP14 = 0xFFEE;
  private static final int START_OF_SCAN = 0xFFDA;
  private static final int EXIF = 0x45786966;
  private static final int ADOBE = 0x41646F62;
  private static final int ORIENTATION = 0x0112;
  private static final int TAIL = 64;

  /**
   * @param jpeg a whole file
   */
  static JpegHeader of(byte[] jpeg) {
    int width = 0;
    int height = 0;
    int components = 0;
    boolean adobe = false;
    boolean ycck = false;
    Orientation orientation = Orientation.UPRIGHT;
    ByteBuffer in = ByteBuffer.wrap(jpeg);
    try {
      int marker = Short.toUnsignedInt(in.getShort());
      while (marker >= 0xFF01 && marker != START_OF_SCAN) {
        if (marker != SOI && marker != 0xFFFF) {
          int length = Short.toUnsignedInt(in.getShort()) - 2;
          ByteBuffer body = in.slice(in.position(), length);
          if (isFrameHeader(marker)) {
            height = Short.toUnsignedInt(body.getShort(1));
            width = Short.toUnsignedInt(body.getShort(3));
            components = body.get(5);
          } else if (marker == APP14 && length >= 12 && body.getInt(0) == ADOBE) {
            adobe = true;
            ycck = body.get(11) == 2;
          } else if (marker == APP1 && length > 6 && body.getInt(0) == EXIF) {
            orientation = exif(body.slice(6, length - 6));
          }
          in.position(in.position() + length);
        }
        marker = Short.toUnsignedInt(in.getShort());
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // the decoder is the judge of damaged files; what was found so far stands
      return new JpegHeader(width, height, components, adobe, ycck, orientation);
    }
    return new JpegHeader(width, height, components, adobe, ycck, orientation);
  }

  /** Whether every viewer shows it upright, in the same colours, and in this size. */
  boolean isPlain(int shownWidth, int shownHeight) {
    boolean colours = components == 1 || (components == 3 && !adobe);
    boolean size = width == shownWidth && height == shownHeight;
    return colours && size && orientation.equals(Orientation.UPRIGHT);
  }

  /** Whether a file ends as a JPEG does, give or take what some cameras append. */
  static boolean hasEnd(byte[] jpeg) {
    for (int i = jpeg.length - 2; i >= Math.max(0, jpeg.length - TAIL); i--) {
      if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xD9) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFrameHeader(int marker) {
    boolean table = marker == 0xFFC4 || marker == 0xFFC8 || marker == 0xFFCC;
    return marker >= 0xFFC0 && marker <= 0xFFCF && !table;
  }

  /** Looks through the first directory of the TIFF structure within. */
  private static Orientation exif(ByteBuffer tiff) {
    try {
      tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = tiff.getInt(4);
      int entries = Short.toUnsignedInt(tiff.getShort(directory));
      for (int i = 0; i < entries; i++) {
        int entry = directory + 2 + 12 * i;
        if (Short.toUnsignedInt(tiff.getShort(entry)) == ORIENTATION) {
          return Orientation.ofExif(Short.toUnsignedInt(tiff.getShort(entry + 8)));
        }
      }
    } catch (IndexOutOfBoundsException e) {
      // a damaged tag is no reason to refuse the picture
      return Orientation.UPRIGHT;
    }
    return Orientation.UPRIGHT;
  }
}
