package dev.engram.suggest;

import dev.engram.memory.Similarity;
import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;

/**
 * A frame as either side of the similarity has it, with its key weighted by its mask.
 *
 * @param memory the frame as a memory: [h * w, width]
 * @param query the frame as a query: [h * w, width]
 * @param gram the products of the query's columns with each other: [width, width]
 */
record FrameSides(Tensor memory, Tensor query, Tensor gram) {
  /** In the innermost scope, on a device. */
  static FrameSides of(StoredFrame frame, SuggestionOptions options, Device device) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor weight = mask(frame.masks(), options).mul(options.alpha()).add(1 - options.alpha());
      Tensor key = frame.key().mul(weight.unsqueeze(1)).to(device);
      Tensor memory = Similarity.memorySide(key, frame.shrinkage().to(device));
      Tensor query = Similarity.querySide(key, frame.selection().to(device));
      Tensor gram = query.transpose(0, 1).matmul(query);
      return new FrameSides(scope.pass(memory), scope.pass(query), scope.pass(gram));
    }
  }

  /** m: [h * w]. */
  private static Tensor mask(Tensor masks, SuggestionOptions options) {
    long[] chosen =
        options.objects().stream()
            .filter(object -> object < masks.size(0))
            .mapToLong(Integer::longValue)
            .toArray();
    if (chosen.length > 0) {
      return masks.indexSelect(0, Tensors.of(chosen, chosen.length)).max(false, 0);
    }
    return options.objects().isEmpty()
        ? masks.max(false, 0)
        : Tensors.zeros(TensorType.FLOAT32, Device.CPU, masks.size(1));
  }
}
