package dev.engram.tensor;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.bytedeco.javacpp.BytePointer;

/**
 * Tensors to and from a place in a file: their elements in row-major order, as this machine has
 * them in memory.
 */
public final class TensorFile {
  private TensorFile() {}

  /**
   * Writes all elements.
   *
   * @param position of the first byte
   * @return the position behind the last byte
   */
  public static long write(FileChannel file, long position, Tensor tensor) throws IOException {
    try (TensorScope scope = TensorScope.open()) {
      ByteBuffer bytes = memory(tensor.to(Device.CPU).contiguous());
      long place = position;
      while (bytes.hasRemaining()) {
        place += file.write(bytes, place);
      }
      return place;
    }
  }

  /**
   * Reads a tensor that {@link #write} wrote.
   *
   * @param position of the first byte
   * @return on the CPU
   * @throws EOFException if the file ends before the tensor does
   */
  public static Tensor read(FileChannel file, long position, TensorType type, long... shape)
      throws IOException {
    Tensor tensor = Tensors.empty(type, Device.CPU, shape);
    ByteBuffer bytes = memory(tensor);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException("the file ends within " + tensor);
      }
    }
    return tensor;
  }

  private static ByteBuffer memory(Tensor tensor) {
    long bytes = tensor.elementCount() * tensor.type().bytes();
    return bytes == 0
        ? ByteBuffer.allocate(0)
        : new BytePointer(tensor.raw().data_ptr()).capacity(bytes).asByteBuffer();
  }
}
