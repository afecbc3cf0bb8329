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
  @DisabledOnOs(OS.WINDOWS)
  void whereAPathLeadsIsKnownAlsoIfItIsNotThereYet() throws IOException {
    Path home = folder.toRealPath();
    Path deep = Files.createDirectories(home.resolve("a/deep"));
    Path link = Files.createSymbolicLink(home.resolve("link"), deep);
    assertThat(Folders.real(link)).isEqualTo(deep);
    assertThat(Folders.real(link.resolve("new/file"))).isEqualTo(deep.resolve("new/file"));
    assertThat(Folders.real(link.resolve("../other"))).isEqualTo(home.resolve("a/other"));
    assertThat(Folders.real(home.resolve("none/../new"))).isEqualTo(home.resolve("new"));
    assertThat(Folders.real(home)).isEqualTo(home);
  }

  @Test
  void aFolderGoesWithAllThatIsInIt() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("a/b/c"));
    Files.writeString(deep.resolve("file"), "text");
    Files.writeString(folder.resolve("a/file"), "text");
    Folders.delete(folder.resolve("a"));
    Folders.delete(folder.resolve("a"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void onlyAnEmptyFolderGoesAsOne() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path full = Files.createDirectory(folder.resolve("full"));
    Path file = Files.writeString(full.resolve("file"), "kept");

    Folders.deleteEmpty(empty);
    Folders.deleteEmpty(full);
    Folders.deleteEmpty(file);
    Folders.deleteEmpty(folder.resolve("none"));

    assertThat(empty).doesNotExist();
    assertThat(file).hasContent("kept");
  }

  @Test
  void aFileGoesAlone() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept"), "text");
    Folders.delete(Files.writeString(folder.resolve("file"), "text"));
    assertThat(folder).isDirectoryContaining(kept::equals).isDirectoryNotContaining("glob:**/file");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whereALinkLeadsEverythingStays() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path kept = Files.writeString(real.resolve("kept"), "text");
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.createSymbolicLink(own.resolve("link"), real);
    Files.createSymbolicLink(own.resolve("broken"), folder.resolve("nowhere"));
    Folders.delete(own);
    assertThat(own).doesNotExist();
    assertThat(kept).exists();
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
