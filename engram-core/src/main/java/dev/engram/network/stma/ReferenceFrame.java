package dev.engram.network.stma;

import dev.engram.common.EngramException;
import dev.engram.network.ImageFeatures;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A frame of spatial memory, of one video or of a batch of b clips. */
final class ReferenceFrame {
  /** How names of tokens end in what is written. */
  static final String TOKENS = ".tokens";

  private static final String FEATURES = ".features.";
  private static final String POSITION = ".position.";
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

  /**
   * What is kept of a frame.
   *
   * @param masks [b * objects, 1, H, W]
   * @param value [b * objects, C_v, h, w]
   * @param given labels of objects whose masks were not predicted
   */
  static ReferenceFrame of(
      Stma network,
      ImageFeatures frame,
      Tensor masks,
      Tensor value,
      List<Integer> labels,
      Set<Integer> given) {
    long images = frame.image().size(0);
    long count = labels.size();
    Tensor tokens = TokenMaps.tokens(frame.features().f16());
    long width = tokens.size(2);
    Tensor features =
        features(network.objectFeatures, value, masks, labels, given)
            .reshape(images, count, value.size(1));
    Tensor positions = ObjectFeatures.positions(masks, (int) width).reshape(images, count, width);
    Tensor own = null;
    if (network.maskEmbedding != null) {
      own =
          TokenMaps.tokens(network.maskEmbedding.apply(masks))
              .reshape(images, count, tokens.size(1), width);
    }
    return new ReferenceFrame(tokens, labels, features, positions, own);
  }

  private static Tensor features(
      @Nullable ObjectFeatures network,
      Tensor value,
      Tensor masks,
      List<Integer> labels,
      Set<Integer> given) {
    Tensor pooled = ObjectFeatures.pooled(value);
    if (network == null || given.isEmpty()) {
      return pooled;
    }
    Tensor enhanced = network.given(value, masks);
    if (given.containsAll(labels)) {
      return enhanced;
    }
    List<Tensor> rows = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      rows.add((given.contains(labels.get(i)) ? enhanced : pooled).narrow(0, i, 1));
    }
    return Tensors.cat(0, rows);
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

  /**
   * Adds it to what a file will hold, as matrices: {@code N.tokens} [n, C], and for every object
   * {@code N.features.LABEL} [1, C_v] and {@code N.position.LABEL} [1, C].
   */
  void write(int number, Map<String, Tensor> into) {
    into.put(number + TOKENS, tokens.squeeze(0));
    for (int label : objects()) {
      int row = row(label);
      into.put(number + FEATURES + label, features.squeeze(0).narrow(0, row, 1));
      into.put(number + POSITION + label, positions.squeeze(0).narrow(0, row, 1));
    }
  }

  /**
   * What {@link #write} wrote, on the network's device.
   *
   * @throws EngramException naming what is missing or does not fit
   */
  static ReferenceFrame read(int number, Map<String, Tensor> from, Stma network) {
    String prefix = number + FEATURES;
    List<Integer> labels =
        from.keySet().stream()
            .filter(name -> name.matches("\\Q" + prefix + "\\E[1-9][0-9]{0,8}"))
            .map(name -> Integer.parseInt(name.substring(prefix.length())))
            .toList();
    if (labels.isEmpty()) {
      throw damaged(prefix);
    }
    int width = network.backbone.channels()[2];
    return new ReferenceFrame(
        entry(from, number + TOKENS, width, network).unsqueeze(0),
        labels,
        joined(from, prefix, labels, network.valueChannels(), network),
        joined(from, number + POSITION, labels, width, network),
        null);
  }

  private static Tensor joined(
      Map<String, Tensor> from, String prefix, List<Integer> labels, int width, Stma network) {
    return Tensors.cat(
            0, labels.stream().map(label -> entry(from, prefix + label, width, network)).toList())
        .reshape(1, labels.size(), width);
  }

  private static Tensor entry(Map<String, Tensor> from, String name, int width, Stma network) {
    Tensor matrix = from.get(name);
    if (matrix == null || matrix.size(1) != width) {
      throw damaged(name);
    }
    return matrix.to(network.device());
  }

  private static EngramException damaged(String name) {
    return new EngramException(name + " is damaged. Save the memory anew.");
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
