package dev.engram.network;

import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import java.util.random.RandomGenerator;

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

  /**
   * Whether it tells objects apart by what is read from memory; if not, memory need not be kept,
   * and readouts are null.
   */
  default boolean readsMemory() {
    return true;
  }

  /** Where its weights live. */
  Device device();

  /** What its convolutions compute in, and the products that its memory is read with. */
  Precision precision();

  /** Whether its encoders see each frame by itself, so that references change none of its keys. */
  default boolean encodesFramesAlone() {
    return false;
  }

  /**
   * What depends on images alone.
   *
   * @param images [n, 3, H, W], normalised, H and W multiples of {@link #stride}
   * @return lives in the innermost tensor scope
   */
  ImageFeatures imageFeatures(Tensor images);

  /**
   * An encoder for the frames of one video; the caller closes it before the network.
   *
   * @param spatialFrames frames of spatial memory that a frame is associated with, if the network
   *     has such a memory
   */
  FrameEncoder open(int spatialFrames);

  /**
   * An encoder for a batch of clips that are trained on. What it keeps lives in the tensor scopes
   * in which it was made, and gradients flow through it.
   *
   * @param random for what training leaves to chance
   */
  FrameEncoder openForTraining(RandomGenerator random);

  /**
   * Encodes a frame by itself, as the first of a video.
   *
   * @param image [1, 3, H, W], normalised, H and W multiples of {@link #stride}
   * @return lives in the innermost tensor scope
   */
  default EncodedFrame encodeKey(Tensor image) {
    try (FrameEncoder encoder = open(1)) {
      return encoder.encode(imageFeatures(image));
    }
  }

  /** Frees the weights. */
  @Override
  void close();
}
