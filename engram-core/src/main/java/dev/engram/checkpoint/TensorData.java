package dev.engram.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor as it lies in a file: element type, shape and contiguous little-endian elements, the
 * last dimension running fastest.
 *
 * <p>Immutable as long as nobody writes to the memory that was handed to {@link #of}. Several of
 * these may share memory. At most 2 GB.
 */
public final class TensorData {
  /** The most bytes that one tensor may have: what a Java array or buffer can hold. */
  static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

  private final ElementType type;
  private final long[] shape;
  private final ByteBuffer bytes;

  private TensorData(ElementType type, long[] shape, ByteBuffer bytes) {
    this.type = type;
    this.shape = shape;
    this.bytes = bytes;
  }

  /**
   * A tensor over the buffer's remaining bytes, which are not copied and must not change any more.
   *
   * @param shape sizes of at least 0; empty for a scalar; copied
   * @throws IllegalArgumentException if the shape does not ask for exactly these bytes
   */
  public static TensorData of(ElementType type, long[] shape, ByteBuffer bytes) {
    long[] ownShape = shape.clone();
    long expected = byteCount(type, ownShape);
    if (expected != bytes.remaining()) {
      throw new IllegalArgumentException(
          type
              + " "
              + Arrays.toString(shape)
              + " needs "
              + expected
              + " bytes, not "
              + bytes.remaining());
    }
    return new TensorData(
        type, ownShape, bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }

  /** As {@link #ofFloats(ElementType, float[], long...)} with {@link ElementType#F32}. */
  public static TensorData ofFloats(float[] values, long... shape) {
    return ofFloats(ElementType.F32, values, shape);
  }

  /**
   * A tensor that holds a copy of these values.
   *
   * @param type F32, or F16 or BF16 to round to the nearest (ties to even)
   * @param shape its product is the number of values; nothing for a scalar
   * @throws IllegalArgumentException if the shape does not fit or the type is another one
   */
  public static TensorData ofFloats(ElementType type, float[] values, long... shape) {
    if (type != ElementType.F32 && type != ElementType.F16 && type != ElementType.BF16) {
      throw new IllegalArgumentException("floats cannot be stored as " + type);
    }
    long size = (long) values.length * type.bytes();
    if (size > MAX_BYTES) {
      throw new IllegalArgumentException(values.length + " elements are more than 2 GB");
    }
    ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case F16 -> {
        for (float value : values) {
          out.putShort(HalfPrecision.floatToHalf(value));
        }
        out.flip();
      }
      case BF16 -> {
        for (float value : values) {
          out.putShort(HalfPrecision.floatToBrain(value));
        }
        out.flip();
      }
      default -> out.asFloatBuffer().put(values);
    }
    return of(type, shape, out);
  }

  /** What the elements are. */
  public ElementType type() {
    return type;
  }

  /** The size of each dimension, as a copy; empty for a scalar. */
  public long[] shape() {
    return shape.clone();
  }

  /** The product of the shape; 1 for a scalar. */
  public long elementCount() {
    return bytes.capacity() / type.bytes();
  }

  /** The elements, little-endian: a read-only view of its own position and limit. */
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The elements as floats, in a new array: exact for F32, F16, BF16, I16, I8, U8 and BOOL (0 or
   * 1), the nearest float for F64, I64 and I32.
   */
  public float[] toFloats() {
    float[] out = new float[(int) elementCount()];
    ByteBuffer in = bytes();
    if (type == ElementType.F32) {
      in.asFloatBuffer().get(out);
      return out;
    }
    for (int i = 0; i < out.length; i++) {
      out[i] =
          switch (type) {
            case F32 -> in.getFloat();
            case F16 -> HalfPrecision.halfToFloat(in.getShort());
            case BF16 -> HalfPrecision.brainToFloat(in.getShort());
            case F64 -> (float) in.getDouble();
            case I64 -> in.getLong();
            case I32 -> in.getInt();
            case I16 -> in.getShort();
            case I8 -> in.get();
            case U8 -> in.get() & 0xff;
            case BOOL -> in.get() == 0 ? 0 : 1;
          };
    }
    return out;
  }

  /** The type and the shape, such as {@code F16 [64, 3, 7, 7]}. */
  @Override
  public String toString() {
    return type + " " + Arrays.toString(shape);
  }

  /**
   * The size of such a tensor in bytes.
   *
   * @throws IllegalArgumentException if a size is negative or the whole is more than {@link
   *     #MAX_BYTES}
   */
  static long byteCount(ElementType type, long[] shape) {
    long count = type.bytes();
    try {
      for (long size : shape) {
        if (size < 0) {
          throw new IllegalArgumentException("the shape " + describe(shape) + " is negative");
        }
        count = Math.multiplyExact(count, size);
      }
    } catch (ArithmeticException e) {
      count = Long.MAX_VALUE;
    }
    if (count > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the shape " + describe(shape) + " asks for more than 2 GB of " + type);
    }
    return count;
  }

  private static String describe(long[] shape) {
    return shape.length <= 8 ? Arrays.toString(shape) : "of " + shape.length + " dimensions";
  }
}
