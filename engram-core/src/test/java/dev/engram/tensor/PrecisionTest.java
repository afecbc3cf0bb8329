package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTest {
  @TempDir Path folder;

  private boolean multiplies(String flags) throws IOException {
    String text = "processor\t: 0\nflags\t\t: fpu " + flags + " sse\nbugs\t\t: none\n";
    return Precision.processorMultipliesBf16(Files.writeString(folder.resolve("cpuinfo"), text));
  }

  @Test
  void theProcessorsFlagsTellWhetherItMultipliesBf16() throws IOException {
    assertThat(multiplies("avx512f avx512_bf16")).isTrue();
    assertThat(multiplies("amx_bf16 amx_tile")).isTrue();
    assertThat(multiplies("avx2 avx512f amx_bf16_no")).isFalse();
    assertThat(Precision.processorMultipliesBf16(folder.resolve("none"))).isFalse();
  }

  @Test
  void namesAreReadInAnyCase() {
    assertThat(Precision.parse("FP32", Device.CPU)).isEqualTo(Precision.FP32);
    assertThat(Precision.parse("bf16", Device.CPU)).isEqualTo(Precision.BF16);
    assertThat(Precision.parse("auto", Device.CPU)).isEqualTo(Precision.usual(Device.CPU));
    assertThatThrownBy(() -> Precision.parse("half", Device.CPU))
        .isInstanceOf(EngramException.class)
        .hasMessage("--precision half: there is no such precision. Choose auto, fp32 or bf16.");
  }
}
