package dev.engram.mask;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file that decide about its pixels, each with its checksum verified. Others
 * are skipped unread, so that a broken comment spoils no mask.
 */
final class PngChunks {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final String CUT_OFF = "the file is cut off";

  final int width;
  final int height;
  final int bitDepth;
  final int colourType;
  final boolean interlaced;

  /** Red, green and blue of each entry, or empty. */
  final byte[] palette;

  /** The tRNS chunk as it is, or empty. */
  final byte[] transparency;

  /** How many compressed bytes there are. */
  final long dataLength;

  private final List<InputStream> data = new ArrayList<>();

  static boolean hasSignature(byte[] file) {
    return file.length >= SIGNATURE.length
        && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  /**
   * @param file a whole file that has the signature; not copied
   */
  PngChunks(byte[] file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE.length);
    ByteBuffer header = ByteBuffer.wrap(next(in, "IHDR"));
    if (header.remaining() != 13) {
      throw new IOException("its header is damaged");
    }
    width = header.getInt();
    height = header.getInt();
    bitDepth = header.get();
    colourType = header.get();
    boolean knownMethods = header.getShort() == 0;
    int interlace = header.get();
    interlaced = interlace == 1;
    if (!knownMethods || interlace < 0 || interlace > 1 || !knownDepth(colourType, bitDepth)) {
      throw new IOException("its header is damaged");
    }
    RawImage.requireSaneSize(width, height);

    byte[] colours = new byte[0];
    byte[] transparent = new byte[0];
    long length = 0;
    String type = typeOf(in);
    while (!type.equals("IEND")) {
      switch (type) {
        case "PLTE" -> colours = next(in, type);
        case "tRNS" -> transparent = next(in, type);
        case "IDAT" -> {
          byte[] part = next(in, type);
          length += part.length;
          data.add(new ByteArrayInputStream(part));
        }
        default -> skip(in, type);
      }
      type = typeOf(in);
    }
    next(in, type);
    palette = colours;
    transparency = transparent;
    dataLength = length;
  }

  /** The compressed pixels; can be read once. */
  InputStream data() {
    return new SequenceInputStream(Collections.enumeration(data));
  }

  int channels() {
    return switch (colourType) {
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> 1;
    };
  }

  private static boolean knownDepth(int colourType, int bitDepth) {
    return switch (colourType) {
      case 0 -> bitDepth == 1 || bitDepth == 2 || bitDepth == 4 || bitDepth == 8 || bitDepth == 16;
      case 3 -> bitDepth == 1 || bitDepth == 2 || bitDepth == 4 || bitDepth == 8;
      case 2, 4, 6 -> bitDepth == 8 || bitDepth == 16;
      default -> false;
    };
  }

  private static String typeOf(ByteBuffer in) throws IOException {
    if (in.remaining() < 12) {
      throw new IOException(CUT_OFF);
    }
    byte[] type = new byte[4];
    in.get(in.position() + 4, type);
    return new String(type, StandardCharsets.ISO_8859_1);
  }

  /** The content of the chunk that begins here, which must be of this type. */
  private static byte[] next(ByteBuffer in, String type) throws IOException {
    if (!typeOf(in).equals(type)) {
      throw new IOException("its header is damaged");
    }
    int start = in.position() + 4;
    int length = lengthOf(in);
    byte[] typeAndContent = new byte[length + 4];
    in.get(start, typeAndContent);
    CRC32 checksum = new CRC32();
    checksum.update(typeAndContent);
    if ((int) checksum.getValue() != in.getInt(start + 4 + length)) {
      throw new IOException("its content is damaged (" + type + " fails its checksum)");
    }
    in.position(start + length + 8);
    return Arrays.copyOfRange(typeAndContent, 4, typeAndContent.length);
  }

  private static void skip(ByteBuffer in, String type) throws IOException {
    if (Character.isUpperCase(type.charAt(0))) {
      throw new IOException("its content is damaged (unknown part)");
    }
    in.position(in.position() + lengthOf(in) + 12);
  }

  private static int lengthOf(ByteBuffer in) throws IOException {
    int length = in.getInt(in.position());
    if (length < 0 || length > in.remaining() - 12) {
      throw new IOException(CUT_OFF);
    }
    return length;
  }
}
