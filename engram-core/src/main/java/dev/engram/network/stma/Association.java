package dev.engram.network.stma;

import dev.engram.nn.Attention.KeyValue;
import dev.engram.nn.Batches;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a frame is associated with reference frames and their objects, in the paper's way or one of
 * its ablations. What the frame meets can be computed before it and be kept; with joint attention
 * it cannot, as everything depends on the frame.
 */
final class Association {
  private final Stma network;
  private final StmaOptions options;
  private final Streams streams;
  private final int spatialFrames;

  Association(Stma network, int spatialFrames) {
    this.network = network;
    this.spatialFrames = spatialFrames;
    this.options = network.options;
    this.streams = network.backbone.streams();
  }

  /** Whether {@link #context} does not depend on the frame. */
  boolean canBeKept() {
    return !options.jointAttention();
  }

  /**
   * What a frame attends to beside itself.
   *
   * @param frames old to new
   * @param objects those that the result has rows for, if objects are told apart by their masks
   */
  List<KeyValue> context(List<ReferenceFrame> frames, List<Integer> objects) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor tokens = objectTokens(frames);
      List<KeyValue> ofObjects = tokens == null ? List.of() : streams.answers(tokens, List.of());
      List<KeyValue> all = ofObjects;
      if (spatialFrames > 0) {
        List<List<KeyValue>> each = new ArrayList<>();
        for (ReferenceFrame frame : frames) {
          Tensor own = options.temporalMemory() ? frame.tokens : withMasks(frame, objects);
          each.add(streams.answers(own, repeated(ofObjects, own.size(0))));
        }
        all = Streams.together(each);
      }
      all.forEach(
          part -> {
            scope.pass(part.key());
            scope.pass(part.value());
          });
      return all;
    }
  }

  private @Nullable Tensor objectTokens(List<ReferenceFrame> frames) {
    return network.objectFeatures == null ? null : ObjectTokens.of(network.objectFeatures, frames);
  }

  /** A frame's tokens with the masks of each object: [b * objects, n, C]. */
  private static Tensor withMasks(ReferenceFrame frame, List<Integer> objects) {
    Tensor masks = frame.masks;
    if (masks == null) {
      throw new IllegalStateException("the frame's masks were not kept");
    }
    List<Tensor> each = new ArrayList<>();
    for (int label : objects) {
      int row = frame.row(label);
      Tensor own = masks.narrow(1, Math.max(0, row), 1).squeeze(1);
      each.add(frame.tokens.add(row < 0 ? own.mul(0) : own).unsqueeze(1));
    }
    Tensor all = Tensors.cat(1, each);
    return all.reshape(all.size(0) * all.size(1), all.size(2), all.size(3));
  }

  /** The same for each of {@code count} rows, those of an image following one another. */
  private static List<KeyValue> repeated(List<KeyValue> parts, long count) {
    return parts.stream()
        .map(
            part ->
                new KeyValue(
                    Batches.repeated(part.key(), count), Batches.repeated(part.value(), count)))
        .toList();
  }

  /**
   * Passes a frame's tokens through the blocks.
   *
   * @param tokens [b, n, C]
   * @param context of {@link #context}
   * @return [b, n, C], or [b * objects, n, C] where each object takes a pass of its own
   */
  Tensor associate(Tensor tokens, List<KeyValue> context) {
    if (context.isEmpty()) {
      return streams.pass(tokens, context);
    }
    long rows = context.get(0).key().size(0);
    if (rows != tokens.size(0) && options.temporalMemory()) {
      throw new IllegalStateException("what is met has other rows than the frame");
    }
    return streams.pass(Batches.repeated(tokens, rows), context);
  }

  /**
   * All tokens attend to all (the paper's "joint self-attention").
   *
   * @return the frame's tokens, [b, n, C]
   */
  Tensor associateJointly(Tensor tokens, List<ReferenceFrame> frames) {
    List<Tensor> all = new ArrayList<>(List.of(tokens));
    Tensor ofObjects = objectTokens(frames);
    if (ofObjects != null) {
      all.add(ofObjects);
    }
    if (spatialFrames > 0) {
      frames.forEach(frame -> all.add(frame.tokens));
    }
    return streams.pass(Tensors.cat(1, all), List.of()).narrow(1, 0, tokens.size(1));
  }

  /**
   * A frame whose masks were given, as a reference: it attends to itself and its own objects.
   *
   * @return [b, n, C]
   */
  Tensor asReference(ReferenceFrame frame) {
    Tensor ofObjects = objectTokens(List.of(frame));
    if (ofObjects == null) {
      return streams.pass(frame.tokens, List.of());
    }
    if (options.jointAttention()) {
      Tensor all = Tensors.cat(1, frame.tokens, ofObjects);
      return streams.pass(all, List.of()).narrow(1, 0, frame.tokens.size(1));
    }
    return streams.pass(frame.tokens, streams.answers(ofObjects, List.of()));
  }
}
