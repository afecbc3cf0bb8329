package dev.engram.tensor;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * The part of libtorch that drives CUDA cards. It is in other natives than the usual ones, which
 * the Maven profile {@code cuda} takes in their place, and needs NVIDIA's libraries on the machine.
 */
final class CudaNatives {
  /** What libtorch's CUDA part is linked with: CUDA 13, cuDNN 9 and NCCL 2. */
  static final List<String> NEEDED =
      List.of(
          "libcudart.so.13",
          "libcublas.so.13",
          "libcublasLt.so.13",
          "libcupti.so.13",
          "libcufft.so.12",
          "libcurand.so.10",
          "libcusolver.so.12",
          "libcusparse.so.12",
          "libcufile.so.0",
          "libcudnn.so.9",
          "libnccl.so.2",
          "libcuda.so.1");

  private static final String FOLDER = "/org/bytedeco/pytorch/linux-x86_64";
  private static final String CUDA_PART = FOLDER + "-gpu/libtorch_cuda.so";
  private static final String USUAL = FOLDER + "/libtorch_cpu.so";

  private CudaNatives() {}

  /** Whether the class path has the natives for CUDA cards. */
  static boolean areThere() {
    return CudaNatives.class.getResource(CUDA_PART) != null;
  }

  /**
   * Says why libtorch must not be loaded at all: two of them in one process crash it.
   *
   * @throws IllegalStateException if the class path has both natives
   */
  static void requireOneKind() {
    if (areThere() && CudaNatives.class.getResource(USUAL) != null) {
      throw new IllegalStateException(
          "the class path has libtorch twice, for CUDA and without: leave out"
              + " pytorch-*-linux-x86_64.jar");
    }
  }

  /**
   * Loads them after libtorch.
   *
   * @return why they cannot be used here; nothing if they can
   */
  static Optional<String> load() {
    if (!areThere()) {
      return Optional.of("the natives here are for the CPU alone; build with -Pcuda");
    }
    try {
      System.load(Loader.cacheResource(CudaNatives.class, CUDA_PART).getAbsoluteFile().toString());
      return Optional.empty();
    } catch (IOException | UnsatisfiedLinkError e) {
      List<String> missing = missing(searched(System.getenv("LD_LIBRARY_PATH")));
      return Optional.of(
          missing.isEmpty()
              ? String.valueOf(e.getMessage())
              : "missing of CUDA 13, cuDNN 9 and NCCL 2: "
                  + String.join(", ", missing)
                  + "; install them, or name their folders in LD_LIBRARY_PATH");
    }
  }

  /** Those of the libraries needed that are in none of the folders. */
  static List<String> missing(List<Path> folders) {
    return NEEDED.stream()
        .filter(name -> folders.stream().noneMatch(folder -> Files.exists(folder.resolve(name))))
        .toList();
  }

  private static List<Path> searched(@Nullable String libraryPath) {
    List<Path> folders = new ArrayList<>();
    if (libraryPath != null) {
      Arrays.stream(libraryPath.split(File.pathSeparator, -1))
          .filter(entry -> !entry.isBlank())
          .forEach(entry -> folders.add(Path.of(entry)));
    }
    for (String usual :
        List.of("/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib")) {
      folders.add(Path.of(usual));
    }
    try (Stream<Path> installed = Files.list(Path.of("/usr/local"))) {
      installed
          .filter(path -> path.getFileName().toString().startsWith("cuda"))
          .forEach(
              path -> {
                folders.add(path.resolve("lib64"));
                folders.add(path.resolve("lib"));
              });
    } catch (IOException e) {
      // no such folder: nothing is installed there
    }
    return folders;
  }
}
