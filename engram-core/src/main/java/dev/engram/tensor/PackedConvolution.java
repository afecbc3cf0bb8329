package dev.engram.tensor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A convolution in bfloat16 on the CPU, with its weight in the order in which the processor's
 * kernel reads it, and with an addition and a rectifier in the same pass. Safe for use by several
 * threads.
 *
 * <p>Which order that is depends on the input's size, so the weight is packed when a size is first
 * seen, for the first {@value #MOST_PACKED} sizes; for others it is packed anew each time.
 */
public final class PackedConvolution {
  private static final int MOST_PACKED = 2;

  private final OneDnn operators;
  private final TensorArena arena;
  private final Tensor weight;
  private final @Nullable Tensor bias;
  private final int stride;
  private final int padding;
  private final Map<Size, Tensor> packed = new ConcurrentHashMap<>();

  private record Size(long n, long height, long width) {}

  private PackedConvolution(
      OneDnn operators, TensorArena arena, Tensor weight, @Nullable Tensor bias, int stride) {
    this.operators = operators;
    this.arena = arena;
    this.weight = weight;
    this.bias = bias;
    this.stride = stride;
    this.padding = (int) weight.size(2) / 2;
  }

  /** Whether this platform's libtorch can pack convolutions. */
  public static boolean available() {
    return OneDnn.instance() != null;
  }

  /**
   * A convolution with zero padding of half its kernel.
   *
   * @param arena owns what is packed; the one that owns the weights
   * @param weight [out, in, kernel, kernel], BFLOAT16, channels last
   * @param bias [out], BFLOAT16
   * @throws IllegalStateException if it is not {@link #available}
   */
  public static PackedConvolution of(
      TensorArena arena, Tensor weight, @Nullable Tensor bias, int stride) {
    OneDnn operators = OneDnn.instance();
    if (operators == null) {
      throw new IllegalStateException("this libtorch has no packed convolutions");
    }
    return new PackedConvolution(operators, arena, weight, bias, stride);
  }

  /**
   * @param input [n, in, h, w] of any type; channels last is fastest
   * @param addend [n, out, h / stride, w / stride], or one for all n, added to the result; may be
   *     missing
   * @param relu whether negative results become 0, after the addition
   * @return BFLOAT16
   */
  public Tensor apply(Tensor input, @Nullable Tensor addend, boolean relu) {
    TensorScope.requireOpen();
    Tensor x = input.to(TensorType.BFLOAT16);
    Tensor own = weightFor(new Size(input.size(0), input.size(2), input.size(3)));
    if (addend == null) {
      return operators.convolve(x, own, bias, stride, padding, null, relu);
    }
    Tensor other = addend.to(TensorType.BFLOAT16);
    if (addsInTheSamePass(x, other)) {
      return operators.convolve(x, own, bias, stride, padding, other, relu);
    }
    Tensor sum = operators.convolve(x, own, bias, stride, padding, null, false).addInPlace(other);
    return relu ? sum.reluInPlace() : sum;
  }

  /**
   * The kernel repeats no addend over a batch and follows no stride with it; of a single channel or
   * pixel it cannot tell the layout.
   */
  private boolean addsInTheSamePass(Tensor input, Tensor addend) {
    return stride == 1
        && input.size(0) == addend.size(0)
        && weight.size(0) > 1
        && weight.size(1) > 1
        && input.size(2) * input.size(3) > 1;
  }

  private Tensor weightFor(Size size) {
    Tensor own = packed.get(size);
    if (own != null) {
      return own;
    }
    synchronized (arena) {
      own = packed.get(size);
      if (own == null && packed.size() < MOST_PACKED) {
        try (TensorScope scope = TensorScope.open()) {
          long[] input = {size.n(), weight.size(1), size.height(), size.width()};
          own = arena.adopt(operators.pack(weight, stride, padding, input));
        }
        packed.put(size, own);
      }
    }
    return own == null ? weight : own;
  }
}
