package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.checkpoint.SafeTensors;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.testing.TinyXMem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
  @TempDir Path folder;

  @Test
  void infoTellsWhatAFileIs() {
    Path model = TinyXMem.normalised().write(folder);

    Cli run = Cli.run("models", "info", model);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("file        " + model, " numbers", "types       {F32=")
        .contains("network     XMem (ResNet-18, 0.1 M parameters, key 8, value 8, hidden 8)")
        .doesNotContain("decoder.pred.bias");
  }

  @Test
  void entriesAreListedOnRequest() {
    Path model = TinyXMem.plain().write(folder);

    assertThat(Cli.run("models", "info", "--entries", model).out())
        .contains("  decoder.pred.bias F32 [1]");
  }

  @Test
  void infoOfAnotherNetworkSaysSoAndSucceeds() {
    Path file = folder.resolve("other.safetensors");
    StateDict.Builder other = StateDict.builder().metadata("epoch", "12");
    SafeTensors.write(file, other.add("w", TensorData.ofFloats(new float[3], 3)).build());

    Cli run = Cli.run("models", "info", file);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("metadata    epoch = 12", "entries     1, 3 numbers")
        .contains("not a network that Engram knows");
  }

  @Test
  void infoOfWhatIsNoCheckpointIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("a.pth"), "hello, this is text");

    Cli.run("models", "info", text).assertRefused(text + ": is neither");
    Cli.run("models", "info", "no-such-model").assertRefused("no-such-model: neither");
  }

  @Test
  void aListIsGivenWithAndWithoutItsName() {
    Cli list = Cli.run("models", "list");

    assertThat(list.exitCode()).isZero();
    assertThat(list.out()).isNotBlank();
    assertThat(Cli.run("models")).isEqualTo(list);
  }

  @Test
  void helpVersionAndCompletionWork() {
    assertThat(Cli.run("--version").out()).startsWith("engram ").contains("Java ");
    assertThat(Cli.run("segment", "-V")).isEqualTo(Cli.run("--version"));
    assertThat(Cli.run("help", "segment").out())
        .contains("--masks", "--mem-every", "Examples:", "Default: 480");
    assertThat(Cli.run().out()).contains("segment", "models", "Exit codes:");
    assertThat(Cli.run("generate-completion").out()).contains("complete", "--top-k");
  }
}
