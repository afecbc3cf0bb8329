package dev.engram.checkpoint;

import dev.engram.common.EngramException;
import java.nio.ByteBuffer;
import java.util.List;

/** Lays out a tensor that torch describes as offset, sizes and strides within a storage. */
final class StridedView {
  /** Torch itself has no tensor of more dimensions. */
  private static final int MAX_RANK = 64;

  private final Pickled.Tensor view;
  private final long[] shape;
  private final int byteCount;

  private StridedView(Pickled.Tensor view, long[] shape, int byteCount) {
    this.view = view;
    this.shape = shape;
    this.byteCount = byteCount;
  }

  /**
   * Checks that the view lies within its storage, before any memory is taken.
   *
   * @param place names the file and the tensor
   * @throws EngramException if it does not, is larger than its storage, or has absurd sizes
   */
  static StridedView of(Pickled.Tensor view, Place place) {
    if (view.shape().size() > MAX_RANK) {
      throw place.refuse("has " + view.shape().size() + " dimensions", Place.GET_AGAIN);
    }
    long[] shape = view.shape().stream().mapToLong(Long::longValue).toArray();
    long bytes;
    try {
      bytes = TensorData.byteCount(view.storage().type(), shape);
    } catch (IllegalArgumentException e) {
      throw place.refuse(String.valueOf(e.getMessage()), Place.GET_AGAIN, e);
    }
    long elements = bytes / view.storage().type().bytes();
    if (elements > view.storage().elements()) {
      throw place.refuse(
          "has " + elements + " elements, but its storage only " + view.storage().elements(),
          "An expanded tensor must be saved as tensor.contiguous()");
    }
    if (end(view, elements) > view.storage().elements()) {
      throw place.refuse("reaches beyond its storage", Place.GET_AGAIN);
    }
    return new StridedView(view, shape, (int) bytes);
  }

  /** One more than the last element that is used; {@link Long#MAX_VALUE} where that overflows. */
  private static long end(Pickled.Tensor view, long elements) {
    if (elements == 0) {
      return view.offset();
    }
    try {
      long last = view.offset();
      for (int d = 0; d < view.shape().size(); d++) {
        long reach = Math.multiplyExact(view.shape().get(d) - 1, view.strides().get(d));
        last = Math.addExact(last, reach);
      }
      return Math.addExact(last, 1L);
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Whether the elements lie in the storage as they are wanted, so that no copy is needed. */
  boolean isContiguous() {
    List<Long> strides = view.strides();
    long expected = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      if (shape[d] != 1) {
        if (strides.get(d) != expected) {
          return byteCount == 0;
        }
        expected *= shape[d];
      }
    }
    return true;
  }

  /** The tensor's size in bytes. */
  int byteCount() {
    return byteCount;
  }

  /**
   * The tensor: a view of {@code storage} if {@link #isContiguous}, a copy otherwise.
   *
   * @param storage at least as many bytes as the pickle says that there are
   */
  TensorData from(byte[] storage) {
    int size = view.storage().type().bytes();
    int start = byteCount == 0 ? 0 : (int) (view.offset() * size);
    ByteBuffer bytes =
        isContiguous()
            ? ByteBuffer.wrap(storage, start, byteCount)
            : ByteBuffer.wrap(gather(storage, start, size));
    return TensorData.of(view.storage().type(), shape, bytes);
  }

  private byte[] gather(byte[] storage, int start, int size) {
    byte[] out = new byte[byteCount];
    int[] step = new int[shape.length];
    for (int d = 0; d < shape.length; d++) {
      // a dimension of one element is never stepped along, and its stride may be anything
      step[d] = shape[d] == 1 ? 0 : (int) (view.strides().get(d) * size);
    }
    long[] index = new long[shape.length];
    int from = start;
    for (int to = 0; to < byteCount; to += size) {
      System.arraycopy(storage, from, out, to, size);
      for (int d = shape.length - 1; d >= 0; d--) {
        from += step[d];
        if (++index[d] < shape[d]) {
          break;
        }
        from -= (int) (step[d] * shape[d]);
        index[d] = 0;
      }
    }
    return out;
  }
}
