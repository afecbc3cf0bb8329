package dev.engram.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The operators of convolutional networks and of a sparse memory read. */
public final class NeuralOps {
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
    TensorScope.requireOpen();
    return new Tensor(
        torch.conv2d(
            input.raw(),
            weight.raw(),
            bias == null ? new TensorOptional() : new TensorOptional(bias.raw()),
            new long[] {stride, stride},
            new long[] {padding, padding},
            new long[] {1, 1},
            1));
  }

  /**
   * Fully connected layer.
   *
   * @param input [n, in]
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
