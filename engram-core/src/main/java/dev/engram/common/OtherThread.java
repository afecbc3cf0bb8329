package dev.engram.common;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What went wrong in another thread. */
public final class OtherThread {
  private OtherThread() {}

  /**
   * What went wrong there, to be thrown by the thread that waited for it.
   *
   * @throws Error if it was one
   */
  public static RuntimeException failure(ExecutionException e) {
    return failure(e.getCause(), e);
  }

  /**
   * What went wrong there, to be thrown by the thread that waited for it.
   *
   * @throws Error if it was one
   */
  public static RuntimeException failure(CompletionException e) {
    return failure(e.getCause(), e);
  }

  private static RuntimeException failure(@Nullable Throwable cause, Exception otherwise) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure
        ? failure
        : new IllegalStateException(cause == null ? otherwise : cause);
  }
}
