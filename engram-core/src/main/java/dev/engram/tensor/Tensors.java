package dev.engram.tensor;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Makes tensors: from Java arrays, filled, or from other tensors. */
public final class Tensors {
  private Tensors() {}

  /** A float tensor on the CPU with a copy of {@code values} in row-major order. */
  public static Tensor of(float[] values, long... shape) {
    Tensor tensor = empty(TensorType.FLOAT32, Device.CPU, checked(values.length, shape));
    if (values.length > 0) {
      tensor.raw().data_ptr_float().put(values);
    }
    return tensor;
  }

  /** An index tensor on the CPU with a copy of {@code values} in row-major order. */
  public static Tensor of(long[] values, long... shape) {
    Tensor tensor = empty(TensorType.INT64, Device.CPU, checked(values.length, shape));
    if (values.length > 0) {
      tensor.raw().data_ptr_long().put(values);
    }
    return tensor;
  }

  /** A byte tensor on the CPU with a copy of {@code values}, taken as unsigned, row-major. */
  public static Tensor of(byte[] values, long... shape) {
    Tensor tensor = empty(TensorType.UINT8, Device.CPU, checked(values.length, shape));
    if (values.length > 0) {
      new BytePointer(tensor.raw().data_ptr()).put(values);
    }
    return tensor;
  }

  private static long[] checked(int length, long[] shape) {
    long elements = 1;
    boolean negative = false;
    for (long extent : shape) {
      negative |= extent < 0;
      elements = Math.multiplyExact(elements, extent);
    }
    if (negative || elements != length) {
      throw new IllegalArgumentException(
          length + " values do not fill the shape " + java.util.Arrays.toString(shape));
    }
    return shape;
  }

  /** Memory whose contents are undefined. */
  public static Tensor empty(TensorType type, Device device, long... shape) {
    TensorScope.requireOpen();
    return new Tensor(torch.empty(shape, options(type, device), new MemoryFormatOptional()));
  }

  /** Zeros. */
  public static Tensor zeros(TensorType type, Device device, long... shape) {
    TensorScope.requireOpen();
    return new Tensor(torch.zeros(shape, options(type, device)));
  }

  /** The integers {@code 0, step, 2 step, ...} below {@code end}, as indices. */
  public static Tensor range(long end, long step, Device device) {
    TensorScope.requireOpen();
    return new Tensor(
        torch.arange(
            new Scalar(0L), new Scalar(end), new Scalar(step), options(TensorType.INT64, device)));
  }

  /** Tensors side by side along a dimension. */
  public static Tensor cat(int dimension, Tensor... tensors) {
    return cat(dimension, List.of(tensors));
  }

  /** Tensors side by side along a dimension; at least one. */
  public static Tensor cat(int dimension, List<Tensor> tensors) {
    TensorScope.requireOpen();
    TensorVector vector = new TensorVector();
    for (Tensor tensor : tensors) {
      vector.push_back(tensor.raw());
    }
    return new Tensor(torch.cat(vector, dimension));
  }

  private static TensorOptions options(TensorType type, Device device) {
    return new TensorOptions()
        .dtype(new ScalarTypeOptional(type.scalarType()))
        .device(new DeviceOptional(device.torchDevice()));
  }
}
