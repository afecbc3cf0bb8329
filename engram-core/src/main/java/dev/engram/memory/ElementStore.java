package dev.engram.memory;

import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import java.util.List;

/**
 * What is known of each memory element but its values, one row an element. Long-term memory ends
 * where working memory begins, at a fixed row, so that both are read as one:
 *
 * <pre>
 *   [ free | long-term: oldest ... newest | first frame | ... | newest frame | free ]
 *          ^ longStart                    ^ split                            ^ workingEnd
 * </pre>
 */
final class ElementStore {
  private static final double NEW_LIFE = 1e-7;

  /** Elements a frame. */
  final int frame;

  final long split;
  final long capacity;
  private final boolean taken;
  final Rows memorySide;
  final Rows key;
  final Rows selection;
  final Rows shrinkage;
  final Rows use;
  final Rows life;
  long longStart;
  long workingEnd;

  ElementStore(
      TensorArena arena, Device device, MemoryOptions options, int keyChannels, int frame) {
    this.frame = frame;
    split = options.longTermElements();
    capacity = split + (long) options.workingFrames() * frame;
    // without long-term memory the bound is so high that few videos come near it
    taken = options.longTerm();
    memorySide = rows(arena, device, Similarity.width(keyChannels));
    key = rows(arena, device, keyChannels);
    selection = rows(arena, device, keyChannels);
    shrinkage = rows(arena, device, 1);
    use = rows(arena, device, 1);
    life = rows(arena, device, 1);
    clear();
  }

  /** Rows beside these, such as an object's values. */
  Rows rows(TensorArena arena, Device device, int width) {
    return new Rows(arena, device, capacity, width, taken);
  }

  List<Rows> all() {
    return List.of(memorySide, key, selection, shrinkage, use, life);
  }

  void clear() {
    longStart = split;
    workingEnd = split;
  }

  long longTermSize() {
    return split - longStart;
  }

  long workingSize() {
    return workingEnd - split;
  }

  /** Elements of both, which lie side by side from {@code longStart} on. */
  long size() {
    return workingEnd - longStart;
  }

  /** Fills rows with new elements, unused so far; the selection is written apart. */
  void write(long row, Tensor keys, Tensor shrinkages) {
    memorySide.write(row, Similarity.memorySide(keys, shrinkages));
    key.write(row, keys);
    shrinkage.write(row, shrinkages);
    use.fill(row, keys.size(0), 0);
    life.fill(row, keys.size(0), NEW_LIFE);
  }

  /** Use divided by life of some rows: [count]. */
  Tensor usage(long first, long count) {
    return use.view(first, count).div(life.view(first, count)).reshape(count);
  }
}
