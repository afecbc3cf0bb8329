package dev.engram.network;

import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;

/**
 * A network that segments a frame with the help of a memory. Immutable once loaded, and shared by
 * any number of sessions and threads.
 */
public interface SegmentationNetwork extends AutoCloseable {
  /** How messages call it, such as {@code XMem (ResNet-50, 62.2 M parameters)}. */
  String description();

  /** Frames are padded to multiples of this; memory elements are this many pixels apart. */
  int stride();

  /** Channels of a key. */
  int keyChannels();

  /** Channels of an object's value. */
  int valueChannels();

  /** Channels of an object's sensory memory; 0 if the network has none. */
  int hiddenChannels();

  /** Where its weights live. */
  Device device();

  /** What its convolutions compute in, and the products that its memory is read with. */
  Precision precision();

  /**
   * Encodes a frame: all that depends on the image alone.
   *
   * @param image [1, 3, H, W], normalised, H and W multiples of {@link #stride}
   * @return lives in the innermost tensor scope
   */
  EncodedFrame encodeKey(Tensor image);

  /** Frees the weights. */
  @Override
  void close();
}
