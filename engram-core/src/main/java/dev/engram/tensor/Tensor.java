package dev.engram.tensor;

import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.jspecify.annotations.Nullable;

/**
 * An array of numbers in libtorch's hands.
 *
 * <p>Operators make new tensors in the innermost {@link TensorScope}; those whose name ends in
 * {@code InPlace} change this one and return it. Views ({@link #narrow}, {@link #reshape}, {@link
 * #permute}) share memory with their origin and keep it alive. Dimensions count from 0; negative
 * ones from the end.
 */
public final class Tensor {
  private final org.bytedeco.pytorch.Tensor raw;

  Tensor(org.bytedeco.pytorch.Tensor raw) {
    TensorScope.requireOpen();
    this.raw = raw;
  }

  org.bytedeco.pytorch.Tensor raw() {
    if (raw.isNull()) {
      throw new IllegalStateException("the tensor was freed with its scope");
    }
    return raw;
  }

  private static Tensor of(org.bytedeco.pytorch.Tensor raw) {
    return new Tensor(raw);
  }

  /** A tensor that lies inside a tuple or another value, which may be freed before it. */
  static Tensor within(org.bytedeco.pytorch.Tensor part) {
    return new Tensor(new org.bytedeco.pytorch.Tensor(part));
  }

  /** The extent of each dimension. */
  public long[] shape() {
    long[] shape = new long[(int) raw().dim()];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = raw.size(d);
    }
    return shape;
  }

  /** The extent of one dimension. */
  public long size(int dimension) {
    return raw().size(dimension);
  }

  /** The number of elements. */
  public long elementCount() {
    return raw().numel();
  }

  /** What the elements are. */
  public TensorType type() {
    return TensorType.of(raw().scalar_type());
  }

  /** Where it lives. */
  public Device device() {
    return raw().is_cpu() ? Device.CPU : Device.CUDA;
  }

  // views

  /** A view of {@code length} entries of a dimension, from {@code start}. */
  public Tensor narrow(int dimension, long start, long length) {
    return of(raw().narrow(dimension, start, length));
  }

  /** The same elements in another shape; a view where the memory allows. */
  public Tensor reshape(long... shape) {
    return of(raw().reshape(shape));
  }

  /** A view with reordered dimensions. */
  public Tensor permute(long... dimensions) {
    return of(raw().permute(dimensions));
  }

  /** A view with two dimensions exchanged. */
  public Tensor transpose(int a, int b) {
    return of(raw().transpose(a, b));
  }

  /** A view in which one dimension has become two. */
  public Tensor unflatten(int dimension, long outer, long inner) {
    return of(raw().unflatten(dimension, new long[] {outer, inner}));
  }

  /** A view with a dimension of extent 1 put in. */
  public Tensor unsqueeze(int dimension) {
    return of(raw().unsqueeze(dimension));
  }

  /** A view without a dimension of extent 1. */
  public Tensor squeeze(int dimension) {
    return of(raw().squeeze((long) dimension));
  }

  /** A view that repeats dimensions of extent 1; -1 keeps an extent. */
  public Tensor expand(long... shape) {
    return of(raw().expand(shape));
  }

  // memory

  /** Row-major memory; this tensor itself if it has it already. */
  public Tensor contiguous() {
    return of(raw().contiguous());
  }

  /** [N, C, H, W] with the channels of a pixel side by side: how convolutions run fastest. */
  public Tensor channelsLast() {
    return of(raw().contiguous(MemoryFormat.ChannelsLast));
  }

  /** A copy with memory of its own. */
  public Tensor copy() {
    return of(raw().clone());
  }

  /** Other elements of the same value; this tensor itself if it holds them already. */
  public Tensor to(TensorType type) {
    return of(raw().to(type.scalarType()));
  }

  /** The tensor on another device; this tensor itself if it is there already. */
  public Tensor to(Device device) {
    return of(raw().to(device.torchDevice(), raw.scalar_type()));
  }

  /**
   * {@link #to(Device)} for what is sent often: to a card it goes from pinned memory, and the
   * calling thread does not wait until it is there.
   */
  public Tensor sentTo(Device target) {
    if (target == Device.CPU || device() == target) {
      return to(target);
    }
    org.bytedeco.pytorch.Tensor pinned = raw().pin_memory();
    return of(
        pinned.to(
            target.torchDevice(), pinned.scalar_type(), true, false, new MemoryFormatOptional()));
  }

  /** Overwrites this tensor (a view of a larger one, say) with the values of another. */
  public Tensor copyInPlace(Tensor source) {
    raw().copy_(source.raw());
    return this;
  }

  /** Sets every element. */
  public Tensor fillInPlace(double value) {
    raw().fill_(new Scalar(value));
    return this;
  }

  // arithmetic

  /** Elementwise sum. */
  public Tensor add(Tensor other) {
    return of(raw().add(other.raw()));
  }

  /** Adds a number to every element. */
  public Tensor add(double value) {
    return of(raw().add(new Scalar(value)));
  }

  /** Adds to this tensor. */
  public Tensor addInPlace(Tensor other) {
    raw().add_(other.raw());
    return this;
  }

  /** Adds a number to every element of this tensor. */
  public Tensor addInPlace(double value) {
    raw().add_(new Scalar(value));
    return this;
  }

  /** Elementwise difference. */
  public Tensor sub(Tensor other) {
    return of(raw().sub(other.raw()));
  }

  /** Subtracts from this tensor. */
  public Tensor subInPlace(Tensor other) {
    raw().sub_(other.raw());
    return this;
  }

  /** Elementwise product. */
  public Tensor mul(Tensor other) {
    return of(raw().mul(other.raw()));
  }

  /** Every element times a number. */
  public Tensor mul(double value) {
    return of(raw().mul(new Scalar(value)));
  }

  /** Elementwise quotient. */
  public Tensor div(Tensor other) {
    return of(raw().div(other.raw()));
  }

  /** One minus every element. */
  public Tensor oneMinus() {
    return of(raw().neg()).addInPlace(1);
  }

  /** Every element times itself. */
  public Tensor square() {
    return of(raw().square());
  }

  /** Square roots. */
  public Tensor sqrt() {
    return of(raw().sqrt());
  }

  /** Natural logarithms. */
  public Tensor log() {
    return of(torch.log(raw()));
  }

  /** 1 / (1 + exp(-x)). */
  public Tensor sigmoid() {
    return of(torch.sigmoid(raw()));
  }

  /** Hyperbolic tangents. */
  public Tensor tanh() {
    return of(torch.tanh(raw()));
  }

  /** max(x, 0). */
  public Tensor relu() {
    return of(torch.relu(raw()));
  }

  /** max(x, 0) in this tensor's own memory. */
  public Tensor reluInPlace() {
    raw().relu_();
    return this;
  }

  /** Every element brought into {@code low..high}. */
  public Tensor clamp(double low, double high) {
    return of(
        torch.clamp(
            raw(), new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high))));
  }

  /** Matrix product; leading dimensions are batches. */
  public Tensor matmul(Tensor other) {
    return of(torch.matmul(raw(), other.raw()));
  }

  /** Whether each element is greater than a number. */
  public Tensor greater(double value) {
    return of(raw().gt(new Scalar(value)));
  }

  /** Whether each element is greater than the other tensor's. */
  public Tensor greater(Tensor other) {
    return of(raw().gt(other.raw()));
  }

  /** Whether each element of this tensor of truth values is false. */
  public Tensor not() {
    return of(raw().logical_not());
  }

  /** Whether each element equals the other tensor's. */
  public Tensor equalTo(Tensor other) {
    return of(raw().eq(other.raw()));
  }

  /** The greater of each pair of elements. */
  public Tensor maximum(Tensor other) {
    return of(torch.maximum(raw(), other.raw()));
  }

  /** The elements, with {@code value} where {@code mask} (broadcast) is true. */
  public Tensor maskedFill(Tensor mask, double value) {
    return of(raw().masked_fill(mask.raw(), new Scalar(value)));
  }

  // reductions

  /** Sum over a dimension. */
  public Tensor sum(int dimension, boolean keep) {
    return of(raw().sum(new long[] {dimension}, keep, new ScalarTypeOptional()));
  }

  /** Mean over a dimension. */
  public Tensor mean(int dimension, boolean keep) {
    return of(raw().mean(new long[] {dimension}, keep, new ScalarTypeOptional()));
  }

  /** Largest value over each of the dimensions. */
  public Tensor max(boolean keep, long... dimensions) {
    return of(torch.amax(raw(), dimensions, keep));
  }

  /** Product over a dimension. */
  public Tensor prod(int dimension, boolean keep) {
    return of(torch.prod(raw(), dimension, keep, new ScalarTypeOptional()));
  }

  /** exp(x) / sum(exp(x)) along a dimension, with the largest value taken off first. */
  public Tensor softmax(int dimension) {
    return of(torch.softmax(raw(), dimension));
  }

  // choosing

  /** Values and indices of the largest entries of each row. */
  public record TopK(Tensor values, Tensor indices) {}

  /**
   * The {@code k} largest values along the last dimension with their indices, in no order. For long
   * rows {@link #topKOfRows} is faster.
   */
  public TopK topK(int k) {
    T_TensorTensor_T both = torch.topk(raw(), k, -1, true, false);
    return new TopK(within(both.get0()), within(both.get1()));
  }

  /** A view of what halves consist of, as INT16. */
  Tensor bits() {
    return of(raw().view(TensorType.INT16.scalarType()));
  }

  /** {@link #topK} of this matrix: [rows, k]. No gradient flows through it. */
  public TopK topKOfRows(int k) {
    return device() == Device.CPU ? LargestOfRows.of(this, k) : topK(k);
  }

  /** Indices that would sort along the last dimension; equal elements keep their order. */
  public Tensor argsort(boolean descending) {
    return of(torch.argsort(raw(), true, -1, descending));
  }

  /** The entries of a dimension named by {@code indices} ([n], INT64), in their order. */
  public Tensor indexSelect(int dimension, Tensor indices) {
    return of(raw().index_select(dimension, indices.raw()));
  }

  /** Adds {@code values} ([n]) to the entries of this vector that {@code indices} ([n]) name. */
  public Tensor scatterAddInPlace(Tensor indices, Tensor values) {
    raw().scatter_add_(0, indices.raw(), values.raw());
    return this;
  }

  /** Entries of a dimension, one for each of {@code indices} (same rank, INT64). */
  public Tensor gather(int dimension, Tensor indices) {
    return of(torch.gather(raw(), dimension, indices.raw()));
  }

  // training

  /** Asks for gradients with respect to this tensor, which no operator has made. */
  public Tensor requireGradient() {
    raw().set_requires_grad(true);
    return this;
  }

  /** Whether gradients with respect to it are asked for. */
  public boolean requiresGradient() {
    return raw().requires_grad();
  }

  /** What the last {@link #backward} left here; null before the first. */
  public @Nullable Tensor gradient() {
    org.bytedeco.pytorch.Tensor gradient = raw().grad();
    return gradient.defined() ? of(gradient) : null;
  }

  /** Takes the gradient away, so that the next {@link #backward} starts from nothing. */
  public void clearGradient() {
    raw().mutable_grad().reset();
  }

  /** Adds the gradients of this scalar to all tensors that asked for them. */
  public void backward() {
    raw().backward();
  }

  /** The same values, through which no gradient flows. */
  public Tensor detach() {
    return of(raw().detach());
  }

  /** log(softmax(x)) along a dimension. */
  public Tensor logSoftmax(int dimension) {
    return of(torch.log_softmax(raw(), dimension));
  }

  /** Sum of all elements, a scalar. */
  public Tensor sum() {
    return of(raw().sum());
  }

  /** Mean of all elements, a scalar. */
  public Tensor mean() {
    return of(raw().mean());
  }

  /** Every element of this tensor times a number. */
  public Tensor mulInPlace(double value) {
    raw().mul_(new Scalar(value));
    return this;
  }

  /** Moves this tensor towards another: {@code this += weight * (other - this)}. */
  public Tensor lerpInPlace(Tensor other, double weight) {
    raw().lerp_(other.raw(), new Scalar(weight));
    return this;
  }

  /** Adds a multiple of the product of two tensors: {@code this += weight * a * b}. */
  public Tensor addProductInPlace(Tensor a, Tensor b, double weight) {
    raw().addcmul_(a.raw(), b.raw(), new Scalar(weight));
    return this;
  }

  /** Adds a multiple of the quotient of two tensors: {@code this += weight * a / b}. */
  public Tensor addQuotientInPlace(Tensor a, Tensor b, double weight) {
    raw().addcdiv_(a.raw(), b.raw(), new Scalar(weight));
    return this;
  }

  /** The one element of a scalar. */
  public double item() {
    TensorScope.requireOpen();
    return raw().item().toDouble();
  }

  // to Java

  /** All elements in row-major order, converted to float. */
  public float[] toFloats() {
    org.bytedeco.pytorch.Tensor host = onHost(TensorType.FLOAT32);
    float[] values = new float[Math.toIntExact(host.numel())];
    if (values.length > 0) {
      host.data_ptr_float().get(values);
    }
    return values;
  }

  /** All elements in row-major order, converted to long. */
  public long[] toLongs() {
    org.bytedeco.pytorch.Tensor host = onHost(TensorType.INT64);
    long[] values = new long[Math.toIntExact(host.numel())];
    if (values.length > 0) {
      host.data_ptr_long().get(values);
    }
    return values;
  }

  /** All elements in row-major order, converted to unsigned bytes. */
  public byte[] toBytes() {
    org.bytedeco.pytorch.Tensor host = onHost(TensorType.UINT8);
    byte[] values = new byte[Math.toIntExact(host.numel())];
    if (values.length > 0) {
      new BytePointer(host.data_ptr()).get(values);
    }
    return values;
  }

  private org.bytedeco.pytorch.Tensor onHost(TensorType type) {
    TensorScope.requireOpen();
    return raw()
        .to(Device.CPU.torchDevice(), type.scalarType())
        .contiguous(MemoryFormat.Contiguous);
  }

  @Override
  public String toString() {
    return raw.isNull() ? "Tensor(freed)" : "Tensor" + Arrays.toString(shape()) + " " + type();
  }
}
