package dev.engram.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle of a state dict is made of. Descriptions only: no tensor's memory is taken for
 * them, and a value may contain itself, so nobody walks them deeper than he must.
 */
sealed interface Pickled {
  /** A Python str. */
  record Text(String value) implements Pickled {}

  /** A Python int of at most 64 bits. */
  record Whole(long value) implements Pickled {}

  /** A Python tuple. */
  record Tuple(List<Pickled> items) implements Pickled {}

  /** One of the few classes and functions that a state dict names. */
  record Global(PickleGlobal global) implements Pickled {}

  /**
   * The elements of one or several tensors.
   *
   * @param key the entry's name in the archive's folder {@code data}
   * @param elements how many the pickle says there are, at least 0
   */
  record Storage(ElementType type, String key, long elements) implements Pickled {}

  /**
   * A view of a storage; sizes and strides are equally many and at least 0.
   *
   * @param offset of the first element, in elements, at least 0
   * @param strides in elements
   */
  record Tensor(Storage storage, long offset, List<Long> shape, List<Long> strides)
      implements Pickled {}

  /** What a training checkpoint may hold beside tensors, and is of no use here. */
  enum Other implements Pickled {
    NONE,
    BOOLEAN,
    FLOAT,
    /** A list, without what is in it. */
    LIST
  }

  /** A dict or OrderedDict. */
  final class Dict implements Pickled {
    // keys are Text or Whole: hashing anything deeper could be made to run for ever
    private final Map<Pickled, Pickled> entries = new LinkedHashMap<>();

    Map<Pickled, Pickled> entries() {
      return entries;
    }
  }
}
