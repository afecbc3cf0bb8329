package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaNativesTest {
  @TempDir Path folder;

  @Test
  void whatIsInNoneOfTheFoldersIsNamed() throws IOException {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path two = Files.createDirectory(folder.resolve("two"));
    for (String name : CudaNatives.NEEDED) {
      if (!name.startsWith("libcudnn") && !name.startsWith("libnccl")) {
        Files.createFile((name.contains("cublas") ? one : two).resolve(name));
      }
    }
    assertThat(CudaNatives.missing(List.of(one, two, folder.resolve("not there"))))
        .containsExactly("libcudnn.so.9", "libnccl.so.2");
    assertThat(CudaNatives.missing(List.of())).isEqualTo(CudaNatives.NEEDED);
  }

  @Test
  void withoutThemTheCpuIsTakenAndAskingForACardSaysWhy() {
    assumeFalse(CudaNatives.areThere(), "the natives for CUDA are on the class path");
    assertThat(Device.parse("auto")).isEqualTo(Device.CPU);
    assertThat(Device.cudaProblem()).contains("-Pcuda");
    assertThat(Device.cudaWasMeant()).isFalse();
    assertThatThrownBy(() -> Device.parse("cuda"))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith("--device cuda: ")
        .hasMessageContaining("build with -Pcuda");
    assertThatThrownBy(Device.CUDA::require)
        .isInstanceOf(EngramException.class)
        .hasMessageEndingWith("build with -Pcuda. Take the CPU instead.");
  }
}
