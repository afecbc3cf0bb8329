package dev.engram.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Owns every tensor that its thread makes between {@link #open} and {@link #close}, and frees them
 * all on close.
 *
 * <p>Scopes nest. A result leaves by {@link #pass}, which hands it to the enclosing scope, or by
 * {@link TensorArena#adopt}. A scope belongs to the thread that opened it.
 *
 * <pre>{@code
 * Tensor similarity(Tensor a, Tensor b) {
 *   try (TensorScope scope = TensorScope.open()) {
 *     return scope.pass(a.matmul(b.transpose(0, 1)));
 *   }
 * }
 * }</pre>
 */
public final class TensorScope implements AutoCloseable {
  private static final ThreadLocal<@Nullable TensorScope> INNERMOST = new ThreadLocal<>();

  private final @Nullable TensorScope enclosing;
  private final PointerScope pointers;
  private final Thread thread;
  private boolean closed;

  private TensorScope(@Nullable TensorScope enclosing) {
    this.enclosing = enclosing;
    this.thread = Thread.currentThread();
    this.pointers = new PointerScope();
  }

  /** Opens a scope inside the thread's innermost one; close it in the same thread. */
  public static TensorScope open() {
    TorchRuntime.load();
    TensorScope scope = new TensorScope(INNERMOST.get());
    INNERMOST.set(scope);
    return scope;
  }

  /** The innermost open scope of this thread holds the tensor; called for each new one. */
  static void requireOpen() {
    if (INNERMOST.get() == null) {
      throw new IllegalStateException("no tensor scope is open in this thread: it would leak");
    }
  }

  /**
   * Hands a tensor of this scope to the enclosing one, which frees it later.
   *
   * @return the same tensor
   * @throws IllegalStateException if no scope encloses this one; take a {@link TensorArena} then
   */
  public Tensor pass(Tensor tensor) {
    if (enclosing == null) {
      throw new IllegalStateException("no scope encloses this one to pass a tensor to");
    }
    enclosing.pointers.attach((Pointer) tensor.raw());
    return tensor;
  }

  /** Frees all tensors of this scope that were not passed on or adopted. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (Thread.currentThread() != thread || INNERMOST.get() != this) {
      throw new IllegalStateException("scopes close in their own thread, the innermost first");
    }
    closed = true;
    if (enclosing == null) {
      INNERMOST.remove();
    } else {
      INNERMOST.set(enclosing);
    }
    pointers.close();
  }
}
