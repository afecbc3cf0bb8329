package dev.engram.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The operators of convolutional networks, of transformers, and of a sparse memory read. */
public final class NeuralOps {
  private static final long MOST_WEIGHTS = 1L << 24;

  private NeuralOps() {}

  /**
   * Two-dimensional convolution (cross-correlation) with zero padding.
   *
   * @param input [n, in, h, w]
   * @param weight [out, in, kh, kw]
   * @param bias [out]
   */
  public static Tensor conv2d(
      Tensor input, Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    return conv2d(input, weight, bias, stride, padding, 1);
  }

  /**
   * A convolution of each channel by itself, with zero padding.
   *
   * @param input [n, channels, h, w]
   * @param weight [channels, 1, kh, kw]
   * @param bias [channels]
   */
  public static Tensor depthwiseConv2d(Tensor input, Tensor weight, Tensor bias, int padding) {
    return conv2d(input, weight, bias, 1, padding, weight.size(0));
  }

  private static Tensor conv2d(
      Tensor input, Tensor weight, @Nullable Tensor bias, int stride, int padding, long groups) {
    TensorScope.requireOpen();
    return new Tensor(
        torch.conv2d(
            input.raw(),
            weight.raw(),
            bias == null ? new TensorOptional() : new TensorOptional(bias.raw()),
            new long[] {stride, stride},
            new long[] {padding, padding},
            new long[] {1, 1},
            groups));
  }

  /** Transposed convolution whose windows do not overlap: every pixel becomes a square of them. */
  public static Tensor upsampleByConv(Tensor input, Tensor weight, Tensor bias) {
    TensorScope.requireOpen();
    return new Tensor(
        torch.conv_transpose2d(
            input.raw(),
            weight.raw(),
            new TensorOptional(bias.raw()),
            new long[] {weight.size(2), weight.size(3)},
            new long[] {0, 0},
            new long[] {0, 0},
            1,
            new long[] {1, 1}));
  }

  /**
   * Normalises the last dimension to mean 0 and variance 1, then scales and shifts it.
   *
   * @param weight [channels]
   * @param bias [channels]
   */
  public static Tensor layerNorm(Tensor input, Tensor weight, Tensor bias, double epsilon) {
    TensorScope.requireOpen();
    return new Tensor(
        torch.layer_norm(
            input.raw(),
            new long[] {weight.size(0)},
            new TensorOptional(weight.raw()),
            new TensorOptional(bias.raw()),
            epsilon,
            true));
  }

  /** x times the normal distribution's part below x (Hendrycks and Gimpel 2016), exactly. */
  public static Tensor gelu(Tensor input) {
    TensorScope.requireOpen();
    return new Tensor(torch.gelu(input.raw()));
  }

  /**
   * {@code softmax(q k^T / sqrt(d)) v}.
   *
   * @param query [..., m, d]
   * @param key [..., n, d]
   * @param value [..., n, d]
   * @return [..., m, d]
   */
  public static Tensor attention(Tensor query, Tensor key, Tensor value) {
    TensorScope.requireOpen();
    if (query.type() == TensorType.BFLOAT16 && query.device() == Device.CPU) {
      // else autocast would run the softmax in single precision, in twice the time
      try (MixedPrecision own = MixedPrecision.off(Device.CPU)) {
        return explicitAttention(query, key, value);
      }
    }
    return new Tensor(torch.scaled_dot_product_attention(query.raw(), key.raw(), value.raw()));
  }

  /**
   * The fused kernel multiplies bfloat16 one by one where the processor has no tiles for it. Where
   * no gradient is wanted, only so many weights exist at a time.
   */
  private static Tensor explicitAttention(Tensor query, Tensor key, Tensor value) {
    double scale = 1 / Math.sqrt((double) query.size(-1));
    int rank = query.shape().length;
    long rows = query.size(-2);
    long weights = query.elementCount() / query.size(-1) / rows * key.size(-2);
    long step = Math.max(1, MOST_WEIGHTS / weights);
    Tensor keys = key.transpose(-2, -1);
    boolean trained =
        query.requiresGradient() || key.requiresGradient() || value.requiresGradient();
    if (step >= rows || trained) {
      return query.mul(scale).matmul(keys).softmax(-1).matmul(value);
    }
    Tensor out = Tensors.empty(query.type(), query.device(), query.shape());
    for (long first = 0; first < rows; first += step) {
      long count = Math.min(step, rows - first);
      try (TensorScope scope = TensorScope.open()) {
        Tensor part = query.narrow(rank - 2, first, count).mul(scale);
        Tensor read = part.matmul(keys).softmax(-1).matmul(value);
        out.narrow(rank - 2, first, count).copyInPlace(read);
      }
    }
    return out;
  }

  /**
   * Fully connected layer.
   *
   * @param input [..., in]
   * @param weight [out, in]
   * @param bias [out]
   */
  public static Tensor linear(Tensor input, Tensor weight, Tensor bias) {
    TensorScope.requireOpen();
    return new Tensor(torch.linear(input.raw(), weight.raw(), new TensorOptional(bias.raw())));
  }

  /** Largest value of each window; windows overhang the edges by {@code padding}. */
  public static Tensor maxPool(Tensor input, int kernel, int stride, int padding) {
    TensorScope.requireOpen();
    return new Tensor(
        torch.max_pool2d(
            input.raw(),
            new long[] {kernel, kernel},
            new long[] {stride, stride},
            new long[] {padding, padding},
            new long[] {1, 1},
            false));
  }

  /**
   * For each query the weighted sum of {@code k} rows.
   *
   * @param rows [n, width]
   * @param indices [queries, k], INT64, each in 0..n-1
   * @param weights [queries, k]
   * @return [queries, width]
   */
  public static Tensor weightedRowSum(Tensor rows, Tensor indices, Tensor weights) {
    TensorScope.requireOpen();
    long queries = indices.size(0);
    long k = indices.size(1);
    Tensor offsets = Tensors.range(queries * k, k, Device.CPU);
    return Tensor.within(
        torch
            .embedding_bag(
                rows.raw(),
                indices.reshape(queries * k).raw(),
                offsets.raw().to(rows.raw().device(), offsets.raw().scalar_type()),
                false,
                0,
                false,
                new TensorOptional(weights.reshape(queries * k).raw()),
                false)
            .get0());
  }
}
