package dev.engram.train;

import dev.engram.memory.DenseRead;
import dev.engram.network.EncodedFrame;
import dev.engram.network.EncodedFrame.DecodedFrame;
import dev.engram.network.EncodedFrame.EncodedValue;
import dev.engram.network.FrameEncoder;
import dev.engram.network.ImageFeatures;
import dev.engram.network.SegmentationNetwork;
import dev.engram.network.SoftAggregation;
import dev.engram.tensor.MixedPrecision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import dev.engram.train.TrainConfig.LossWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a batch of clips (XMem section 3.6): the first frame's masks are given, each later
 * frame is segmented from the memory of earlier ones, and memorised by its own prediction.
 */
final class ClipLoss {
  private final int references;
  private final double deepUpdate;
  private final LossWeights weights;

  /**
   * @param references how many earlier frames a frame reads: the first and random others
   * @param deepUpdate the probability of a deep update beside the normal one
   */
  ClipLoss(int references, double deepUpdate, LossWeights weights) {
    this.references = references;
    this.deepUpdate = deepUpdate;
    this.weights = weights;
  }

  /** One memorised frame of all clips. */
  private record Memory(Tensor key, Tensor shrinkage, Tensor values) {}

  /**
   * @param kept part of the pixels that counts in the cross entropy
   * @return a scalar, the mean over the frames after the first
   */
  Tensor of(SegmentationNetwork network, Batch batch, RandomGenerator random, double kept) {
    int objects = (int) batch.masks().size(1);
    ImageFeatures all = network.imageFeatures(batch.images());
    List<Integer> labels = IntStream.rangeClosed(1, objects).boxed().toList();
    try (FrameEncoder encoder = network.openForTraining(random)) {
      encoder.setObjects(labels);
      return of(network, encoder, all, batch, labels, random, kept);
    }
  }

  private Tensor of(
      SegmentationNetwork network,
      FrameEncoder encoder,
      ImageFeatures all,
      Batch batch,
      List<Integer> labels,
      RandomGenerator random,
      double kept) {
    int clips = batch.clips();
    int objects = labels.size();
    List<Memory> memory = new ArrayList<>();
    Tensor hidden = null;
    Tensor loss = null;
    for (int frame = 0; frame < batch.frames(); frame++) {
      boolean last = frame == batch.frames() - 1;
      EncodedFrame encoded = encoder.encode(all.images(frame * clips, clips));
      Tensor masks = batch.masks().narrow(0, (long) frame * clips, clips);
      boolean deep = frame == 0 || random.nextDouble() < deepUpdate;
      if (frame == 0) {
        hidden = zeros(network, masks, (long) clips * objects);
      } else {
        Tensor readout =
            network.readsMemory() ? read(encoded, choose(memory, random), objects, network) : null;
        DecodedFrame decoded = encoded.decode(readout, hidden, !last);
        hidden = decoded.hidden() == null ? hidden : decoded.hidden();
        Tensor independent = decoded.logits().sigmoid().reshape(masks.shape());
        Tensor logits = SoftAggregation.logits(independent.mul(batch.present()), 1);
        Tensor predicted = logits.softmax(1).narrow(1, 1, objects);
        Tensor target = batch.labels().narrow(0, (long) frame * clips, clips);
        Tensor own =
            Losses.crossEntropy(logits, target, kept)
                .mul(weights.crossEntropy())
                .add(Losses.dice(predicted, masks).mul(weights.dice()));
        loss = loss == null ? own : loss.add(own);
        masks = predicted;
      }
      if (!last) {
        long size = masks.size(2);
        Tensor each = masks.reshape((long) clips * objects, 1, size, masks.size(3));
        EncodedValue value = encoded.encodeValue(each, hidden, deep);
        hidden = value.hidden() == null ? hidden : value.hidden();
        Set<Integer> given = frame == 0 ? Set.copyOf(labels) : Set.of();
        EncodedFrame memorised = encoded.remember(each, value.value(), labels, given);
        if (network.readsMemory()) {
          memory.add(memorised(memorised, value.value(), clips));
        }
      }
    }
    if (loss == null) {
      throw new IllegalArgumentException("a clip has at least two frames");
    }
    return loss.mul(1.0 / (batch.frames() - 1));
  }

  private static @Nullable Tensor zeros(SegmentationNetwork network, Tensor masks, long count) {
    return network.hiddenChannels() == 0
        ? null
        : Tensors.zeros(
            TensorType.FLOAT32,
            network.device(),
            count,
            network.hiddenChannels(),
            masks.size(2) / network.stride(),
            masks.size(3) / network.stride());
  }

  /** Values of an image's objects side by side: [clips, h * w, objects * C_v]. */
  private static Memory memorised(EncodedFrame encoded, Tensor values, int clips) {
    // made once a frame, and in this scope, which outlives what follows
    Tensor key = encoded.key();
    Tensor shrinkage = encoded.shrinkage();
    try (TensorScope scope = TensorScope.open()) {
      long objects = values.size(0) / clips;
      long channels = values.size(1);
      Tensor together = values.reshape(clips, objects * channels, values.size(2), values.size(3));
      return new Memory(
          scope.pass(DenseRead.elements(key)),
          scope.pass(DenseRead.elements(shrinkage)),
          scope.pass(DenseRead.elements(together)));
    }
  }

  private List<Memory> choose(List<Memory> memory, RandomGenerator random) {
    if (memory.size() <= references) {
      return memory;
    }
    List<Memory> later = new ArrayList<>(memory.subList(1, memory.size()));
    List<Memory> chosen = new ArrayList<>(List.of(memory.get(0)));
    while (chosen.size() < references) {
      chosen.add(later.remove(random.nextInt(later.size())));
    }
    return chosen;
  }

  private static Tensor read(
      EncodedFrame encoded, List<Memory> memory, int objects, SegmentationNetwork network) {
    Tensor key = encoded.key();
    Tensor selection = encoded.selection();
    try (TensorScope scope = TensorScope.open();
        MixedPrecision precision = MixedPrecision.off(network.device())) {
      Tensor readout =
          DenseRead.read(
              DenseRead.elements(key),
              DenseRead.elements(selection),
              Tensors.cat(1, memory.stream().map(Memory::key).toList()),
              Tensors.cat(1, memory.stream().map(Memory::shrinkage).toList()),
              Tensors.cat(1, memory.stream().map(Memory::values).toList()));
      return scope.pass(
          readout
              .transpose(1, 2)
              .reshape(key.size(0) * objects, network.valueChannels(), key.size(2), key.size(3)));
    }
  }
}
