package dev.engram.checkpoint;

import java.util.ArrayList;
import java.util.List;

/** Builds the few objects of a state dict from the arguments that a pickle gives for them. */
final class PickleObjects {
  private PickleObjects() {}

  /** What a call of {@code global} with these arguments would make in Python. */
  static Pickled build(PickleGlobal global, List<Pickled> arguments, PickleBytes in) {
    return switch (global) {
      case ORDERED_DICT -> {
        if (!arguments.isEmpty()) {
          throw in.broken("an OrderedDict has arguments");
        }
        yield new Pickled.Dict();
      }
      case REBUILD_TENSOR -> tensor(arguments, in);
      case REBUILD_PARAMETER -> {
        // (tensor, requires_grad, backward hooks)
        if (arguments.size() != 3 || !(arguments.get(0) instanceof Pickled.Tensor tensor)) {
          throw in.broken("a parameter is made of what is no tensor");
        }
        yield tensor;
      }
      default -> throw in.broken(global + " is called like a function");
    };
  }

  /** {@code ('storage', storage class, key, device, number of elements)}. */
  static Pickled.Storage storage(Pickled id, PickleBytes in) {
    if (id instanceof Pickled.Tuple tuple
        && tuple.items().size() == 5
        && tuple.items().get(0) instanceof Pickled.Text kind
        && kind.value().equals("storage")
        && tuple.items().get(1) instanceof Pickled.Global named
        && tuple.items().get(2) instanceof Pickled.Text key
        && tuple.items().get(3) instanceof Pickled.Text
        && tuple.items().get(4) instanceof Pickled.Whole elements
        && elements.value() >= 0) {
      ElementType type = named.global().storage();
      if (type != null) {
        return new Pickled.Storage(type, key.value(), elements.value());
      }
    }
    throw in.broken("a storage is not described as torch does it");
  }

  /** {@code (storage, offset, sizes, strides, requires_grad, backward hooks[, metadata])}. */
  private static Pickled.Tensor tensor(List<Pickled> arguments, PickleBytes in) {
    if ((arguments.size() == 6 || arguments.size() == 7)
        && arguments.get(0) instanceof Pickled.Storage storage
        && arguments.get(1) instanceof Pickled.Whole offset
        && offset.value() >= 0) {
      List<Long> shape = sizes(arguments.get(2), in);
      List<Long> strides = sizes(arguments.get(3), in);
      if (shape.size() == strides.size()) {
        return new Pickled.Tensor(storage, offset.value(), shape, strides);
      }
    }
    throw in.broken("a tensor is not described as torch does it");
  }

  private static List<Long> sizes(Pickled value, PickleBytes in) {
    if (!(value instanceof Pickled.Tuple tuple)) {
      throw in.broken("a shape is no tuple");
    }
    List<Long> sizes = new ArrayList<>();
    for (Pickled item : tuple.items()) {
      if (!(item instanceof Pickled.Whole whole)) {
        throw in.broken("a shape is not made of whole numbers");
      }
      if (whole.value() < 0) {
        throw in.broken("a size or stride is negative (" + whole.value() + ")");
      }
      sizes.add(whole.value());
    }
    return List.copyOf(sizes);
  }
}
