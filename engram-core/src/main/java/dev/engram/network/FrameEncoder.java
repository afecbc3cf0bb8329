package dev.engram.network;

import dev.engram.common.EngramException;
import dev.engram.network.EncodedFrame.EncodedValue;
import dev.engram.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Encodes the frames of one video, each in the light of those that the network itself keeps of it:
 * none in XMem, the spatial memory in STMA. Belongs to one thread, as its session does.
 *
 * <p>In training the video is a batch of clips of one shape, whose objects have the same labels.
 */
public interface FrameEncoder extends AutoCloseable {
  /**
   * Says which objects there are; at first there are none.
   *
   * @param labels in the order of masks and logits
   */
  void setObjects(List<Integer> labels);

  /**
   * Encodes the next frame.
   *
   * @return lives in the innermost tensor scope
   */
  EncodedFrame encode(ImageFeatures frame);

  /**
   * A frame whose masks the user gave, as the session's memory is to keep it.
   *
   * @param frame with key, shrinkage and selection for memory
   * @param value of the covered objects
   */
  record EncodedReference(EncodedFrame frame, EncodedValue value) {}

  /**
   * Encodes a reference, and keeps it until it is removed or replaced.
   *
   * @param number tells references apart, such as the frame's index
   * @param masks probabilities [objects, 1, H, W]
   * @param objects labels of the covered objects, in the masks' order
   * @return lives in the innermost tensor scope
   */
  EncodedReference putReference(
      long number, ImageFeatures frame, Tensor masks, List<Integer> objects);

  /** Forgets a reference; unknown ones are ignored. */
  void removeReference(long number);

  /**
   * What it keeps of references that first showed an object, as matrices by name, for another
   * session; nothing if the network keeps none. Views that must not outlast the next call.
   */
  Map<String, Tensor> given();

  /**
   * Takes over what another encoder of the same network kept, beside what it has itself.
   *
   * @param given of {@link #given}
   * @throws EngramException naming an entry that is missing or does not fit; nothing is taken then
   */
  void take(Map<String, Tensor> given);

  /** Forgets an object; unknown ones are ignored. */
  void removeObject(int label);

  /** The next frame does not follow the last: forgets frames that nobody gave masks for. */
  void cut();

  /** Forgets everything but the references. */
  void restart();

  /** Frees what it keeps; the network stays. */
  @Override
  void close();
}
