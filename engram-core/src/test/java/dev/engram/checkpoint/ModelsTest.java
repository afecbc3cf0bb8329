package dev.engram.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.testing.OwnModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ModelsTest {
  @RegisterExtension final OwnModelFolder folder = new OwnModelFolder();

  private Path write(String name) {
    StateDict.Builder weights = StateDict.builder();
    weights.add("w", TensorData.ofFloats(new float[] {1, 2}, 2));
    Path file = folder.file(name);
    SafeTensors.write(file, weights.build());
    return file;
  }

  @Test
  void aModelOfTheFolderIsReadByItsName() {
    Path file = write("mine.safetensors");

    assertThat(Models.read("mine").source()).hasValue(file);
    assertThat(Models.fileOf("mine")).isEqualTo(file);
  }

  @Test
  void aModelOfTheCatalogueIsReadByItsNameAndByItsFiles() {
    Path file = write("XMem-s012.pth");

    assertThat(Models.read("xmem-s012").source()).hasValue(file);
    assertThat(Models.read("XMem-s012").source()).hasValue(file);
    assertThat(Models.read("XMem-s012.pth").source()).hasValue(file);
    assertThat(ModelFolder.ofThisMachine().names()).containsExactly("xmem-s012");
  }

  @Test
  void aModelThatIsNotWhatWasPulledIsNotRead() throws IOException {
    Path file = write("XMem.pth");
    ChecksumRecord.of(file).write(ChecksumRecord.sha256(file));
    assertThat(Models.read("xmem").size()).isEqualTo(1);

    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> Models.read("xmem"))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(file + ": changed or damaged");
    assertThat(Models.read(file.toString()).size()).as("as a file of the user's own").isEqualTo(1);
  }

  @Test
  void aModelThatCouldBePulledIsNotPulledButNamed() {
    assertThatThrownBy(() -> Models.read("xmem"))
        .isInstanceOf(EngramException.class)
        .hasMessage("xmem: not on this machine. 'engram models pull xmem' fetches it.");
    assertThatThrownBy(() -> Models.read("XMem.pth"))
        .hasMessage("XMem.pth: not on this machine. 'engram models pull xmem' fetches it.");
    assertThatThrownBy(() -> Models.fileOf("xmem-s2"))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("'engram models pull xmem-s2'");
    assertThat(folder.names()).isEmpty();
  }

  @Test
  void othersThatAreNotThereAreUnknown() {
    write("mine.pth");

    assertThatThrownBy(() -> Models.read("yours"))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith("yours: neither a checkpoint file nor a known model (")
        .hasMessageContaining("mine; your own go to " + folder.path());
    assertThatThrownBy(() -> Models.read(folder.path().toString()))
        .hasMessageStartingWith(folder.path() + ": a folder.");
  }

  @Test
  void whatAPullLeavesBesideAModelIsNoModel() throws IOException {
    for (String name : new String[] {".XMem.pth.lock", "XMem.pth.part", "a.pth.sha256", ".b.pth"}) {
      Files.createFile(folder.file(name));
    }
    assertThat(ModelFolder.ofThisMachine().names()).isEmpty();
  }
}
