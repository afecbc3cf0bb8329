package dev.engram.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir Path folder;

  @Test
  void theFormatIsToldByContentNotByName() throws IOException {
    Path safe = folder.resolve("weights.pth");
    SafeTensors.write(
        safe, StateDict.builder().add("a", TensorData.ofFloats(new float[] {1}, 1)).build());
    assertThat(Checkpoints.read(safe).names()).containsExactly("a");

    PickleWriter pickle = new PickleWriter().op(Opcode.EMPTY_DICT).text("b");
    pickle.tensor("FloatStorage", "0", 1, 0, new long[0], new long[0]).op(Opcode.SETITEM);
    Path torch = folder.resolve("weights.safetensors");
    TorchFileWriter.of(pickle.stop()).floats("0", 2).to(torch);
    assertThat(Checkpoints.read(torch).names()).containsExactly("b");
  }

  @Test
  void theOldTorchFormatIsRefusedWithTheWayOut() {
    assertRefused(HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e8002"))
        .hasMessageContaining("old format")
        .hasMessageContaining("Save it again with a current torch");
  }

  @Test
  void anythingElseIsRefused() {
    assertRefused(new byte[0]).hasMessageContaining("is empty");
    assertRefused("<!DOCTYPE html><title>404".getBytes(UTF_8)).hasMessageContaining("neither");
    assertRefused(new byte[] {(byte) 0x80, 2}).hasMessageContaining("neither");
    assertRefused(new PickleWriter().global("os", "system").stop()).hasMessageContaining("neither");
    assertRefused("PK".getBytes(UTF_8)).hasMessageContaining("neither");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Checkpoints.read(folder.resolve("none.pth")))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("none.pth: cannot be read (no such file or folder)");
    assertThatThrownBy(() -> Checkpoints.read(folder))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining(folder + ": cannot be read");
  }

  private AbstractThrowableAssert<?, ?> assertRefused(byte[] content) {
    return assertThatThrownBy(() -> Checkpoints.read(Files.write(folder.resolve("x"), content)))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(folder.resolve("x") + ": ");
  }
}
