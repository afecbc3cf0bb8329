package dev.engram.tensor;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.jspecify.annotations.Nullable;

/**
 * Owns tensors that outlive the scope they were made in: the weights of a model, the memory of a
 * session. Not safe for use from several threads at once; reading the tensors is.
 */
public final class TensorArena implements AutoCloseable {
  private final Set<Tensor> owned = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closed;

  /**
   * Takes a tensor over; it lives until {@link #release} or {@link #close}.
   *
   * @return the same tensor
   */
  public Tensor adopt(Tensor tensor) {
    if (closed) {
      throw new IllegalStateException("the arena is closed");
    }
    org.bytedeco.pytorch.Tensor raw = tensor.raw();
    if (owned.add(tensor)) {
      raw.retainReference();
    }
    return tensor;
  }

  /**
   * Keeps a copy of a tensor in the place of an earlier one. Where that has the same form its
   * memory is written over: what is kept anew at every frame stays where it lies, and the process
   * does not grow around it.
   *
   * @param held of this arena; what is returned takes its place; null if there is none
   * @param next may be {@code held} itself
   */
  public Tensor keep(@Nullable Tensor held, Tensor next) {
    if (held != null && !owned.contains(held)) {
      throw new IllegalStateException("the tensor is not this arena's");
    }
    if (held == next) {
      return held;
    }
    if (held != null && hasForm(held, next)) {
      held.copyInPlace(next);
      return held;
    }
    Tensor copy;
    try (TensorScope scope = TensorScope.open()) {
      copy = adopt(next.copy());
    }
    if (held != null) {
      release(held);
    }
    return copy;
  }

  private static boolean hasForm(Tensor held, Tensor next) {
    return held.type() == next.type()
        && held.device() == next.device()
        && Arrays.equals(held.shape(), next.shape())
        && formatOf(held) == formatOf(next);
  }

  private static MemoryFormat formatOf(Tensor tensor) {
    return tensor.raw().suggest_memory_format().intern();
  }

  /** Frees one tensor of this arena now; views of it that others hold stay good. */
  public void release(Tensor tensor) {
    if (!owned.remove(tensor)) {
      throw new IllegalStateException("the tensor is not this arena's");
    }
    tensor.raw().releaseReference();
  }

  /** How many tensors it owns. */
  public int size() {
    return owned.size();
  }

  /** Frees all its tensors; later calls do nothing. */
  @Override
  public void close() {
    closed = true;
    for (Tensor tensor : owned) {
      tensor.raw().releaseReference();
    }
    owned.clear();
  }
}
