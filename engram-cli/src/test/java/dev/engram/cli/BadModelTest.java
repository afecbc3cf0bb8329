package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.checkpoint.SafeTensors;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.testing.OneThread;
import dev.engram.testing.OwnModelFolder;
import dev.engram.testing.TinyXMem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are none, or of something else. */
@ExtendWith(OneThread.class)
class BadModelTest {
  @TempDir Path folder;
  @RegisterExtension final OwnModelFolder models = new OwnModelFolder();

  private void assertRefused(Object model, String... said) {
    SmallJob job = new SmallJob(folder);
    job.segment(job.frames(2), job.mask("0.png"), "--model", model).assertRefused(said);
    assertThat(job.out()).doesNotExist();
  }

  private Path written(Map<String, TensorData> entries) {
    StateDict.Builder weights = StateDict.builder();
    entries.forEach(weights::add);
    Path file = folder.resolve("odd.safetensors");
    SafeTensors.write(file, weights.build());
    return file;
  }

  @Test
  void aNetworkThatIsNotXMem() {
    Path file = written(Map.of("fc.weight", TensorData.ofFloats(new float[] {1}, 1, 1)));

    assertRefused(file, file + ": not a network that Engram knows", "fc.weight");
  }

  @Test
  void anXMemWithEntriesMissingAndMisshapen() {
    Map<String, TensorData> entries = TinyXMem.plain().entries();
    entries.remove("decoder.pred.weight");
    entries.put("decoder.pred.bias", TensorData.ofFloats(new float[2], 2));
    Path file = written(entries);

    assertRefused(
        file,
        file + ": does not fit XMem: 1 missing (decoder.pred.weight);",
        "1 misshapen (decoder.pred.bias [2] instead of [1])",
        "Give a checkpoint of XMem.");
  }

  @Test
  void aTruncatedCheckpoint() throws IOException {
    Path file = TinyXMem.plain().write(folder);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    assertRefused(file, file.toString());
  }

  @Test
  void aFileThatIsNoCheckpoint() throws IOException {
    Path page = Files.writeString(folder.resolve("XMem.pth"), "<html>Not found</html>");

    assertRefused(page, page + ": is neither a state dict of torch (.pth) nor");
  }

  @Test
  void anEmptyFileAFolderAndAnUnknownName() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.pth"));

    assertRefused(empty, empty + ": is empty");
    assertRefused(folder, folder + ": a folder.");
    assertRefused("no-such-model", "no-such-model: neither a checkpoint file nor a known model");
  }

  @Test
  void aModelThatCouldBePulledIsNotPulledOnItsOwn() {
    assertRefused("xmem", "xmem: not on this machine. 'engram models pull xmem' fetches it.");
    assertThat(models.names()).isEmpty();
  }
}
