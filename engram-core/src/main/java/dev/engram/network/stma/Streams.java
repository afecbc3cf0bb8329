package dev.engram.network.stma;

import dev.engram.nn.Attention.KeyValue;
import dev.engram.nn.Attention.Projected;
import dev.engram.nn.LayerNorm;
import dev.engram.nn.TransformerBlock;
import dev.engram.nn.Weights;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * The spatial-temporal multi-level association (STMA section 3.2). All tokens pass through the same
 * blocks; which keys and values they meet there is what tells the three streams apart:
 *
 * <ul>
 *   <li>objects attend to themselves (equation 2),
 *   <li>each reference frame attends to itself and the objects (equation 3),
 *   <li>the test frame attends to itself and the references (equation 4).
 * </ul>
 *
 * <p>No stream depends on a later one, so that what it answers in each block can be kept.
 */
final class Streams {
  private final List<TransformerBlock> blocks;
  private final LayerNorm norm;

  Streams(List<TransformerBlock> blocks, LayerNorm norm) {
    this.blocks = blocks;
    this.norm = norm;
  }

  /**
   * Reads all blocks that there are, and their norm.
   *
   * @param blocks what the blocks' names start with, before their numbers
   */
  static Streams read(Weights weights, String blocks, String norm, int channels, int heads) {
    return new Streams(
        TransformerBlock.readAll(weights, blocks, channels, heads),
        LayerNorm.read(weights, norm, channels, TransformerBlock.EPSILON));
  }

  /** The number of blocks. */
  int depth() {
    return blocks.size();
  }

  /**
   * The keys and values of tokens in each block.
   *
   * @param tokens [b, n, C]
   * @param others what they attend to beside themselves, in each block; none for nothing
   */
  List<KeyValue> answers(Tensor tokens, List<KeyValue> others) {
    List<KeyValue> answers = new ArrayList<>();
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = tokens;
      for (int i = 0; i < blocks.size(); i++) {
        Projected projected = blocks.get(i).project(x);
        KeyValue own = projected.own();
        answers.add(new KeyValue(scope.pass(own.key()), scope.pass(own.value())));
        if (i < blocks.size() - 1) {
          x = blocks.get(i).apply(x, projected.query(), with(own, others, i));
        }
      }
    }
    return answers;
  }

  /**
   * Passes tokens through all blocks.
   *
   * @param tokens [b, n, C]
   * @param others as for {@link #answers}
   * @return [b, n, C], normalised
   */
  Tensor pass(Tensor tokens, List<KeyValue> others) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = tokens;
      for (int i = 0; i < blocks.size(); i++) {
        try (TensorScope block = TensorScope.open()) {
          Projected projected = blocks.get(i).project(x);
          KeyValue all = with(projected.own(), others, i);
          x = block.pass(blocks.get(i).apply(x, projected.query(), all));
        }
      }
      return scope.pass(norm.apply(x));
    }
  }

  private static KeyValue with(KeyValue own, List<KeyValue> others, int block) {
    return others.isEmpty() ? own : joined(List.of(own, others.get(block)));
  }

  /** Answers of several groups of tokens, side by side in each block. */
  static List<KeyValue> together(List<List<KeyValue>> groups) {
    if (groups.size() <= 1) {
      return groups.isEmpty() ? List.of() : groups.get(0);
    }
    List<KeyValue> all = new ArrayList<>();
    for (int i = 0; i < groups.get(0).size(); i++) {
      int block = i;
      all.add(joined(groups.stream().map(group -> group.get(block)).toList()));
    }
    return all;
  }

  private static KeyValue joined(List<KeyValue> parts) {
    return new KeyValue(
        Tensors.cat(2, parts.stream().map(KeyValue::key).toList()),
        Tensors.cat(2, parts.stream().map(KeyValue::value).toList()));
  }
}
