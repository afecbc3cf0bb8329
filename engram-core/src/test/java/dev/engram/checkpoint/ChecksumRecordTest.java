package dev.engram.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumRecordTest {
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;
  private Path model;
  private ChecksumRecord record;

  @BeforeEach
  void writeAModel() throws IOException {
    model = Files.writeString(folder.resolve("XMem.pth"), "abc");
    record = ChecksumRecord.of(model);
  }

  @Test
  void theRecordIsAsSha256sumWritesIt() {
    record.write(ChecksumRecord.sha256(model));

    assertThat(folder.resolve("XMem.pth.sha256")).hasContent(OF_ABC + "  XMem.pth\n");
    assertThat(record.read()).hasValue(OF_ABC);
    record.verify();
  }

  @Test
  void whatOtherToolsWriteIsReadToo() throws IOException {
    Files.writeString(record.path(), OF_ABC.toUpperCase(Locale.ROOT) + " *XMem.pth\r\n");
    assertThat(record.read()).hasValue(OF_ABC);
    Files.writeString(record.path(), OF_ABC);
    assertThat(record.read()).hasValue(OF_ABC);
  }

  @Test
  void aModelWithoutARecordIsNotChecked() {
    assertThat(record.read()).isEmpty();
    record.verify();
  }

  @Test
  void aChangeOfOneByteIsFoundAndTheWayOutNamed() throws IOException {
    record.write(OF_ABC);
    Files.writeString(model, "abd");

    assertThatThrownBy(record::verify)
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(model + ": changed or damaged since it was pulled")
        .hasMessageContaining("not ba7816bf8f01cfea...")
        .hasMessageContaining("'engram models pull --force xmem'")
        .hasMessageContaining("remove " + record.path());
  }

  @Test
  void aRecordOfSomethingElseIsRefused() throws IOException {
    Files.writeString(record.path(), "<html>");

    assertThatThrownBy(record::verify)
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(record.path() + ": holds no SHA-256. Remove it");
  }
}
