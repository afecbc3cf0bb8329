package dev.engram.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
  @TempDir Path folder;

  @Test
  void aFolderIsMadeAndNothingIsLeftInIt() {
    Path out = folder.resolve("a/b");
    Folders.requireWritable(out, out, "Choose another.");
    Folders.make(out);
    assertThat(out).isEmptyDirectory();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkToAFolderIsAFolder() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    Folders.requireWritable(link, link, "Choose another.");
    assertThat(real).isEmptyDirectory();
  }

  @Test
  void aFileInTheWayIsNamedWithTheWayOut() throws IOException {
    Path out = Files.writeString(folder.resolve("out"), "a file");
    assertThatThrownBy(() -> Folders.make(out))
        .isInstanceOf(EngramException.class)
        .hasMessage(out + ": cannot be made (a file is in the way). Choose another folder.");
    assertThatThrownBy(() -> Folders.requireWritable(out, folder.resolve("x"), "Choose another."))
        .isInstanceOf(EngramException.class)
        .hasMessage(
            folder.resolve("x") + ": cannot be written (a file is in the way). Choose another.");
  }
}
