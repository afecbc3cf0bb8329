package dev.engram.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void writesTheFileAndMakesItsFolder() throws IOException {
    Path target = folder.resolve("a/b/mask.png");
    AtomicFile.write(target, out -> out.write("whole".getBytes(UTF_8)));
    assertThat(target).hasContent("whole");
    assertThat(target.getParent().toFile().list()).containsExactly("mask.png");
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path target = folder.resolve("mask.png");
    Files.writeString(target, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("mask.png")
        .hasMessageContaining("No space left on device");
    assertThat(target).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("mask.png");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkToAFolderIsAFolder() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    AtomicFile.write(link.resolve("mask.png"), out -> out.write('1'));
    assertThat(real.resolve("mask.png")).hasContent("1");
  }

  @Test
  void aFileInTheWayOfTheFolderIsNamed() throws IOException {
    Files.writeString(folder.resolve("out"), "a file");
    assertThatThrownBy(() -> AtomicFile.write(folder.resolve("out/mask.png"), out -> out.write(1)))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("mask.png");
  }
}
