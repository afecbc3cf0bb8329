package dev.engram.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.bytedeco.javacpp.BytePointer;

/** The elements of a matrix on the CPU as whole numbers of the same order, read where they lie. */
abstract class RowKeys {
  private final int stride;
  private final int columns;

  private RowKeys(Tensor matrix) {
    stride = Math.toIntExact(matrix.raw().stride(0));
    columns = Math.toIntExact(matrix.size(1));
  }

  /**
   * @param matrix FLOAT32, or BFLOAT16 or its bits, row-major but for the distance between rows;
   *     must outlive this
   */
  static RowKeys of(Tensor matrix) {
    return switch (matrix.type()) {
      case FLOAT32 -> new Singles(matrix);
      case BFLOAT16, INT16 -> new Halves(matrix);
      default -> throw new IllegalArgumentException("rows of " + matrix.type());
    };
  }

  int columns() {
    return columns;
  }

  int at(int row, int column) {
    return key(row * stride + column);
  }

  abstract int key(int place);

  /** What a key stands for. */
  static float value(int key) {
    return Float.intBitsToFloat(turned(key));
  }

  private static ByteBuffer bytes(Tensor matrix) {
    long elements =
        matrix.size(0) == 0 ? 0 : (matrix.size(0) - 1) * matrix.raw().stride(0) + matrix.size(1);
    return new BytePointer(matrix.raw().data_ptr())
        .capacity(elements * matrix.type().bytes())
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /** Negative numbers descend by their bits: all but the sign are turned round. */
  private static int turned(int bits) {
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  /** What is not a number is larger than all, as for libtorch. */
  private static int keyOf(float value) {
    return turned(Float.floatToIntBits(value));
  }

  private static final class Singles extends RowKeys {
    private final FloatBuffer data;

    Singles(Tensor matrix) {
      super(matrix);
      data = bytes(matrix).asFloatBuffer();
    }

    @Override
    int key(int place) {
      return keyOf(data.get(place));
    }
  }

  private static final class Halves extends RowKeys {
    private final ShortBuffer data;

    Halves(Tensor matrix) {
      super(matrix);
      data = bytes(matrix).asShortBuffer();
    }

    @Override
    int key(int place) {
      return keyOf(Float.intBitsToFloat(data.get(place) << 16));
    }
  }
}
