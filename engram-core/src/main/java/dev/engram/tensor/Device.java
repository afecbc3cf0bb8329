package dev.engram.tensor;

import dev.engram.common.EngramException;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch;

/** Where tensors live and operators run. */
public enum Device {
  /** The processor's own memory. */
  CPU("cpu"),
  /** The first CUDA card. */
  CUDA("cuda:0");

  private final String torchName;

  Device(String torchName) {
    this.torchName = torchName;
  }

  /**
   * Reads {@code auto}, {@code cpu} or {@code cuda}; {@code auto} is the CUDA card where there is
   * one and the CPU elsewhere.
   *
   * @throws EngramException for another name, or for {@code cuda} where there is none
   */
  public static Device parse(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "cpu" -> CPU;
      case "auto" -> cudaIsAvailable() ? CUDA : CPU;
      case "cuda" -> {
        if (!cudaIsAvailable()) {
          throw new EngramException(
              "--device cuda: " + cudaProblem() + ". Take --device cpu, or auto.");
        }
        yield CUDA;
      }
      default ->
          throw new EngramException(
              "--device " + name + ": there is no such device. Choose auto, cpu or cuda.");
    };
  }

  /**
   * @throws EngramException if it cannot be used here
   */
  public void require() {
    if (this == CUDA && !cudaIsAvailable()) {
      throw new EngramException("CUDA: " + cudaProblem() + ". Take the CPU instead.");
    }
  }

  /** Whether the natives on the class path can drive a CUDA card of this machine. */
  public static boolean cudaIsAvailable() {
    return TorchRuntime.cudaProblem().isEmpty() && torch.cuda_is_available();
  }

  /** Whether the natives on the class path are those for CUDA cards, usable here or not. */
  public static boolean cudaWasMeant() {
    return CudaNatives.areThere();
  }

  /** Why no CUDA card can be used, in half a sentence. */
  public static String cudaProblem() {
    return TorchRuntime.cudaProblem().orElse("no card answers; is its driver for CUDA 13 running?");
  }

  org.bytedeco.pytorch.Device torchDevice() {
    return new org.bytedeco.pytorch.Device(torchName);
  }
}
