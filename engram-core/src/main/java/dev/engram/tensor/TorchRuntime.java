package dev.engram.tensor;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** The one libtorch of the process: loaded once, with the number of threads an operator may use. */
public final class TorchRuntime {
  private static boolean loaded;
  private static Optional<String> cudaProblem = Optional.empty();

  private TorchRuntime() {}

  /**
   * Loads libtorch; later calls do nothing. Best before a program starts threads: one that loads a
   * library at the same moment can wait for this one for ever, and this one for it (JavaCPP looks
   * for OpenBLAS's functions with a lock of the dynamic linker held).
   *
   * @throws UnsatisfiedLinkError if the natives of this platform are not on the class path
   */
  public static synchronized void load() {
    if (loaded) {
      // a thread's number of threads is settled when it first asks: not while it is another's
      torch.get_num_threads();
      return;
    }
    // JavaCPP would otherwise answer a resident set larger than the Java heap with calls of
    // System.gc(); tensors are freed by scopes, so there is nothing for it to collect
    setIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    setIfAbsent("org.bytedeco.javacpp.maxBytes", "0");
    CudaNatives.requireOneKind();
    Loader.load(torch.class);
    cudaProblem = CudaNatives.load();
    // OpenBLAS keeps a pool of its own, whose threads wait by spinning and so take the cores from
    // libtorch's; with one thread it has none
    openblas_nolapack.blas_set_num_threads(1);
    loaded = true;
  }

  /** Why the CUDA part of libtorch is not loaded; nothing if it is. */
  static synchronized Optional<String> cudaProblem() {
    load();
    return cudaProblem;
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Sets how many threads an operator may use, for the whole process.
   *
   * @param threads at least 1
   */
  public static synchronized void setThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    load();
    torch.set_num_threads(threads);
  }

  /** How many threads an operator may use. */
  public static synchronized int threads() {
    load();
    return torch.get_num_threads();
  }

  /**
   * From now on operators that this thread calls use no other thread. What is set for a thread is
   * also what new ones begin with, so that is put back; new ones wait in {@link #load} meanwhile.
   */
  static synchronized void useOneThreadHere() {
    load();
    int usual = torch.get_num_threads();
    torch.set_num_threads(1);
    CompletableFuture.runAsync(
            () -> torch.set_num_threads(usual), other -> new Thread(other).start())
        .join();
  }

  /** Bytes that the process has resident, Java heap and natives together. */
  public static long residentBytes() {
    return Pointer.physicalBytes();
  }
}
