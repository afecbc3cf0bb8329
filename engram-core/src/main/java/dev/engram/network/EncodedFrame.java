package dev.engram.network;

import dev.engram.tensor.Tensor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A frame as its network sees it, with h = H / stride and w = W / stride. Lives in the tensor scope
 * in which it was encoded.
 */
public interface EncodedFrame {
  /** Key: [1, keyChannels, h, w]. */
  Tensor key();

  /** Shrinkage, at least 1: [1, 1, h, w]. */
  Tensor shrinkage();

  /** Selection, in 0..1: [1, keyChannels, h, w]. */
  Tensor selection();

  /**
   * Encodes the masks of all objects into values.
   *
   * @param masks probabilities [objects, 1, H, W]
   * @param hidden sensory memory [objects, hiddenChannels, h, w], null if the network has none
   * @param deepUpdate whether to update the sensory memory from the values (XMem section 3.3)
   */
  EncodedValue encodeValue(Tensor masks, @Nullable Tensor hidden, boolean deepUpdate);

  /**
   * Decodes a memory readout into one logit a pixel and object.
   *
   * @param readout [objects, valueChannels, h, w]; null for a network that reads no memory
   * @param hidden as in {@link #encodeValue}
   * @param updateSensory whether to update the sensory memory from the decoder's features
   */
  DecodedFrame decode(@Nullable Tensor readout, @Nullable Tensor hidden, boolean updateSensory);

  /**
   * Makes this a memory frame: the network's own memory takes it, if it has one.
   *
   * @param masks as in {@link #encodeValue}, which made {@code value} of them
   * @param value [objects, valueChannels, h, w]
   * @param objects their labels
   * @param given labels of those whose masks were not predicted but given
   * @return the frame whose key, shrinkage and selection belong into memory
   */
  EncodedFrame remember(Tensor masks, Tensor value, List<Integer> objects, Set<Integer> given);

  /**
   * Values of a memory frame.
   *
   * @param value [objects, valueChannels, h, w]
   * @param hidden the updated sensory memory, null if no update was asked for
   */
  record EncodedValue(Tensor value, @Nullable Tensor hidden) {}

  /**
   * A decoded frame.
   *
   * @param logits [objects, 1, H, W], before aggregation
   * @param hidden the updated sensory memory, null if no update was asked for
   */
  record DecodedFrame(Tensor logits, @Nullable Tensor hidden) {}
}
