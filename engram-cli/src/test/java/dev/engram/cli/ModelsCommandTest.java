package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.checkpoint.SafeTensors;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.testing.OwnModelFolder;
import dev.engram.testing.TinyXMem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
  @TempDir Path folder;
  @RegisterExtension final OwnModelFolder models = new OwnModelFolder();

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
  void theListTellsEmbeddedModelsThoseHereAndThoseToPull() throws IOException {
    Path mine = TinyXMem.plain().write(models.path());
    Files.copy(mine, models.file("XMem-s012.pth"));

    Cli list = Cli.run("models", "list");

    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out().lines())
        .containsSubsequence(
            "NAME             WHERE     WHAT",
            "engram-s         embedded  taken where no model is named",
            "tiny             here      tiny.safetensors",
            "xmem-s012        here      as xmem, with BL30K; a little better on DAVIS",
            "xmem             to pull   static images, DAVIS, YouTubeVOS; as in the paper")
        .allSatisfy(line -> assertThat(line).doesNotContain("xmem-s012  to pull"));
    assertThat(list.out()).containsOnlyOnce("xmem-s012 ").contains(models.path() + ".");
    assertThat(Cli.run("models")).isEqualTo(list);
  }

  @Test
  void thePathOfTheFolderAndOfAModelArePrinted() throws IOException {
    Path mine = TinyXMem.plain().write(models.path());
    Path pulled = Files.copy(mine, models.file("XMem.pth"));

    assertThat(Cli.run("models", "path").out()).isEqualTo(models.path() + System.lineSeparator());
    assertThat(Cli.run("models", "path", "tiny").out().strip()).isEqualTo(mine.toString());
    assertThat(Cli.run("models", "path", "xmem").out().strip()).isEqualTo(pulled.toString());
  }

  @Test
  void aModelWithoutAFileHasNoPath() {
    Cli.run("models", "path", "engram-s").assertRefused("engram-s: embedded in Engram, so that it");
    Cli.run("models", "path", "xmem").assertRefused("xmem: not on this machine. 'engram models pu");
    Cli.run("models", "path", "nothing").assertRefused("nothing: neither a checkpoint file nor");
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
