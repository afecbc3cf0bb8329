package dev.engram.checkpoint;

import dev.engram.common.EngramException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Python dict at the start of a {@code .npy} file. */
final class NpyHeader {
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]*)\\)");

  /** As many as NumPy has. */
  private static final int MAX_RANK = 64;

  private final ElementType type;
  private final long[] shape;
  private final int byteCount;

  private NpyHeader(ElementType type, long[] shape, int byteCount) {
    this.type = type;
    this.shape = shape;
    this.byteCount = byteCount;
  }

  /**
   * Parses the header's text.
   *
   * @throws EngramException if it describes anything but an array of a known type in C order
   */
  static NpyHeader parse(String text, Place place) {
    ElementType type = type(field(DESCR, text, place), place);
    if (field(ORDER, text, place).equals("True")) {
      throw place.refuse(
          "is in Fortran order", "Save it with numpy.save(file, numpy.ascontiguousarray(array))");
    }
    long[] shape = shape(field(SHAPE, text, place), place);
    try {
      return new NpyHeader(type, shape, (int) TensorData.byteCount(type, shape));
    } catch (IllegalArgumentException e) {
      throw place.refuse(String.valueOf(e.getMessage()), Place.GET_AGAIN, e);
    }
  }

  ElementType type() {
    return type;
  }

  long[] shape() {
    return shape.clone();
  }

  int byteCount() {
    return byteCount;
  }

  /** NumPy's name for a type that is written here. */
  static String descr(ElementType type) {
    return switch (type) {
      case F32 -> "<f4";
      case I64 -> "<i8";
      case U8 -> "|u1";
      default -> throw new IllegalArgumentException(type + " is not written to .npy");
    };
  }

  private static ElementType type(String descr, Place place) {
    return switch (descr) {
      case "<f4" -> ElementType.F32;
      case "<i8" -> ElementType.I64;
      case "|u1", "<u1" -> ElementType.U8;
      default ->
          throw place.refuse(
              "its elements are of type " + Place.quoted(descr) + ", unknown here",
              "Save it as float32, uint8 or int64 (little-endian)");
    };
  }

  private static String field(Pattern pattern, String text, Place place) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw place.refuse(
          "its header is not that of a plain array (" + Place.quoted(text.strip()) + ")",
          "Save it with numpy.save, as float32, uint8 or int64");
    }
    return matcher.group(1);
  }

  private static long[] shape(String text, Place place) {
    if (text.isBlank()) {
      return new long[0];
    }
    String[] parts = text.strip().split(",");
    if (parts.length > MAX_RANK) {
      throw place.refuse("has " + parts.length + " dimensions", Place.GET_AGAIN);
    }
    long[] shape = new long[parts.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        shape[i] = Long.parseLong(parts[i].strip());
      }
    } catch (NumberFormatException e) {
      throw place.refuse("its shape " + Place.quoted(text) + " cannot be read", Place.GET_AGAIN, e);
    }
    return shape;
  }
}
