package dev.engram.network.stma;

import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame of spatial memory, of one video or of a batch of b clips. */
final class ReferenceFrame {
  private static final int NOBODY = -1;

  /** With their positions, before the first block: [b, n, C]. */
  final Tensor tokens;

  /** Of its objects: [b, objects, C_v]. */
  final Tensor features;

  /** Of its objects: [b, objects, C]. */
  final Tensor positions;

  /** Of its objects as tokens, [b, objects, n, C], where these tell objects apart. */
  final @Nullable Tensor masks;

  private final List<Integer> objects;

  ReferenceFrame(
      Tensor tokens,
      List<Integer> objects,
      Tensor features,
      Tensor positions,
      @Nullable Tensor masks) {
    this.tokens = tokens;
    this.objects = new ArrayList<>(objects);
    this.features = features;
    this.positions = positions;
    this.masks = masks;
  }

  /** Labels of its objects. */
  List<Integer> objects() {
    return objects.stream().filter(label -> label != NOBODY).toList();
  }

  /** The row of an object in what is kept of objects; negative if it is not there. */
  int row(int label) {
    return objects.indexOf(label);
  }

  void forget(int label) {
    objects.replaceAll(own -> own == label ? NOBODY : own);
  }

  /** A copy that an arena owns. */
  ReferenceFrame in(TensorArena arena) {
    return new ReferenceFrame(
        arena.adopt(tokens.copy()),
        objects,
        arena.adopt(features.copy()),
        arena.adopt(positions.copy()),
        masks == null ? null : arena.adopt(masks.copy()));
  }

  /** Frees what {@link #in} made. */
  void freeIn(TensorArena arena) {
    arena.release(tokens);
    arena.release(features);
    arena.release(positions);
    if (masks != null) {
      arena.release(masks);
    }
  }
}
