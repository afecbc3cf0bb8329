package dev.engram.tensor;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What convolutions and similarities compute in. Sums, what is read of the memory, sensory state
 * and masks are always FP32.
 */
public enum Precision {
  /** Single precision. */
  FP32(TensorType.FLOAT32),
  /** bfloat16: 8 bits of mantissa, sums in single precision. */
  BF16(TensorType.BFLOAT16);

  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final Pattern FLAGS = Pattern.compile("\\b(avx512_bf16|amx_bf16)\\b");

  private final TensorType type;

  Precision(TensorType type) {
    this.type = type;
  }

  /** The type of a convolution's weights. */
  public TensorType type() {
    return type;
  }

  /**
   * @param name {@code auto}, {@code fp32} or {@code bf16}; auto is {@link #usual}
   * @throws EngramException if there is no such precision
   */
  public static Precision parse(String name, Device device) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "auto" -> usual(device);
      case "fp32" -> FP32;
      case "bf16" -> BF16;
      default ->
          throw new EngramException(
              "--precision " + name + ": there is no such precision. Choose auto, fp32 or bf16.");
    };
  }

  /** bfloat16 where the hardware multiplies it, which is where it is faster. */
  public static Precision usual(Device device) {
    return device == Device.CUDA || processorMultipliesBf16(PROCESSOR) ? BF16 : FP32;
  }

  /** Where the system does not tell, as on Windows and macOS, it is taken not to. */
  static boolean processorMultipliesBf16(Path description) {
    try {
      return Files.exists(description) && FLAGS.matcher(Files.readString(description)).find();
    } catch (IOException e) {
      return false;
    }
  }

  /** This thread's convolutions run so until what is returned is closed. */
  public MixedPrecision open(Device device) {
    return this == BF16 ? MixedPrecision.on(device) : MixedPrecision.off(device);
  }
}
