package dev.engram.tensor;

import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** Resizing and padding of [n, c, h, w] tensors, as the reference networks do them. */
public final class Resize {
  private Resize() {}

  /** Bilinear interpolation between pixel centres ({@code align_corners=False}), no antialias. */
  public static Tensor bilinear(Tensor input, long height, long width) {
    TensorScope.requireOpen();
    return new Tensor(
        torch.upsample_bilinear2d(
            input.raw(),
            new long[] {height, width},
            false,
            new DoubleOptional(),
            new DoubleOptional()));
  }

  /**
   * Bilinear interpolation whose kernel widens with the reduction ({@code antialias=True}), so that
   * no pixel of the input is skipped.
   */
  public static Tensor bilinearAntialias(Tensor input, long height, long width) {
    TensorScope.requireOpen();
    if (width == 1 && height > 1) {
      // libtorch's vertical pass repeats the first row where the output is a single column
      return bilinearAntialias(input.transpose(2, 3), 1, height).transpose(2, 3);
    }
    return Script.ANTIALIAS.call(input.raw(), height, width);
  }

  /** The operator has no binding of its own; TorchScript knows it by name. */
  private static final class Script {
    static final Script ANTIALIAS = new Script();

    // owns the function: libtorch frees both once this object is collected
    private final CompilationUnit unit;
    private final Function function;

    private Script() {
      unit =
          torch.compile(
              """
              def resize(x: Tensor, h: int, w: int):
                return torch._upsample_bilinear2d_aa(x, [h, w], False, None, None)
              """);
      unit.retainReference();
      function = unit.get_function(new QualifiedName("resize"));
      function.retainReference();
    }

    Tensor call(org.bytedeco.pytorch.Tensor input, long h, long w) {
      IValueVector arguments = new IValueVector(new IValue(input), new IValue(h), new IValue(w));
      return Tensor.within(function.apply(arguments).toTensor());
    }
  }

  /**
   * The value of pixel {@code floor(i * (in / out))}, with the quotient in single precision as in
   * the reference: where {@code i * in / out} is a whole number it may be the pixel before.
   */
  public static Tensor nearest(Tensor input, long height, long width) {
    TensorScope.requireOpen();
    return new Tensor(
        torch.upsample_nearest2d(
            input.raw(), new long[] {height, width}, new DoubleOptional(), new DoubleOptional()));
  }

  /** Means of {@code factor x factor} blocks; both extents are multiples of {@code factor}. */
  public static Tensor shrink(Tensor input, int factor) {
    if (input.size(2) % factor != 0 || input.size(3) % factor != 0) {
      throw new IllegalArgumentException(input + " is no multiple of " + factor);
    }
    TensorScope.requireOpen();
    return new Tensor(
        torch.avg_pool2d(
            input.raw(),
            new long[] {factor, factor},
            new long[] {factor, factor},
            new long[] {0, 0},
            false,
            true,
            new LongOptional()));
  }

  /** Puts zeros around the last two dimensions; negative numbers cut away. */
  public static Tensor pad(Tensor input, Padding padding) {
    TensorScope.requireOpen();
    return new Tensor(
        torch.constant_pad_nd(
            input.raw(),
            new long[] {padding.left(), padding.right(), padding.top(), padding.bottom()},
            new Scalar(0.0)));
  }

  /** Takes away what {@link #pad} put on; a view. */
  public static Tensor unpad(Tensor input, Padding padding) {
    int rank = input.shape().length;
    return input
        .narrow(rank - 2, padding.top(), input.size(rank - 2) - padding.top() - padding.bottom())
        .narrow(rank - 1, padding.left(), input.size(rank - 1) - padding.left() - padding.right());
  }

  /** Pixels to put on each side of an image. */
  public record Padding(int left, int right, int top, int bottom) {
    /**
     * What brings an image to a multiple of {@code divisor}; the odd pixel goes right and bottom.
     */
    public static Padding toMultipleOf(int divisor, int height, int width) {
      int rows = Math.floorMod(-height, divisor);
      int columns = Math.floorMod(-width, divisor);
      return new Padding(columns / 2, columns - columns / 2, rows / 2, rows - rows / 2);
    }
  }
}
