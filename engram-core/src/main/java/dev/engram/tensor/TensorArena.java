package dev.engram.tensor;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

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
