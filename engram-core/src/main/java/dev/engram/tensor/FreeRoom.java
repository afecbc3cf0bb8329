package dev.engram.tensor;

import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/**
 * What is free between tensors. libtorch asks for memory at certain boundaries, for which the C
 * library wants a little more than the tensor has; so what one leaves behind often does not fit the
 * next of its size, and the process grows by places that nothing uses.
 */
public final class FreeRoom {
  private static final int EVERY = 64;
  private static final AtomicLong FRAMES = new AtomicLong();

  private FreeRoom() {}

  /** Gives it back to the system every {@value #EVERY} frames; to be called at each of them. */
  public static void beforeFrame() {
    if (FRAMES.incrementAndGet() % EVERY == 0) {
      giveBack();
    }
  }

  /** Gives it back to the system now, where that is known to help: on Linux. Takes milliseconds. */
  static void giveBack() {
    Pointer.trimMemory();
  }
}
