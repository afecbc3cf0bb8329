package dev.engram.checkpoint.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {
  private static final URI HERE = URI.create("http://localhost/a.pth");

  @TempDir Path folder;

  private PartFile open() {
    return PartFile.open(folder, "a.pth");
  }

  @Test
  void whatArrivedIsThereLaterWithItsOrigin() {
    try (PartFile part = open()) {
      part.restart(HERE, "\"1\"");
      part.append(ByteBuffer.wrap(new byte[7]));
    }
    try (PartFile part = open()) {
      assertThat(part.length()).isEqualTo(7);
      assertThat(part.validator(HERE)).hasValue("\"1\"");
      assertThat(part.validator(URI.create("http://elsewhere/a.pth"))).isEmpty();

      part.append(ByteBuffer.wrap(new byte[3]));
      assertThat(part.length()).isEqualTo(10);

      part.restart(HERE, null);
      assertThat(part.length()).isZero();
      assertThat(part.validator(HERE)).isEmpty();
    }
  }

  @Test
  void aFinishedFileHasItsNameAndNothingBesideIt() {
    try (PartFile part = open()) {
      part.restart(HERE, "\"1\"");
      part.append(ByteBuffer.wrap(new byte[7]));
      part.finish();
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.pth", ".a.pth.lock");
    assertThat(folder.resolve("a.pth")).hasSize(7);
  }

  @Test
  void nothingStaysOfAPullThatGotNothing() {
    try (PartFile part = open()) {
      part.restart(HERE, "\"1\"");
    }
    assertThat(folder.toFile().list()).containsExactly(".a.pth.lock");
  }

  @Test
  void twoPullsOfOneFileDoNotMix() {
    try (PartFile first = open()) {
      first.append(ByteBuffer.wrap(new byte[7]));
      assertThatThrownBy(this::open)
          .isInstanceOf(EngramException.class)
          .hasMessage(
              folder.resolve("a.pth")
                  + ": is being pulled already. Wait until that is done, then look again.");
      assertThat(first.length()).isEqualTo(7);
      PartFile.open(folder, "b.pth").close();
    }
    open().close();
  }

  @Test
  void norDoThoseOfTwoProcesses() throws Exception {
    Path lock = folder.resolve(".a.pth.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(this::open).hasMessageContaining("is being pulled already");
      assertThat(folder.resolve("a.pth.part")).doesNotExist();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkToAFolderIsAFolder() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    try (PartFile part = PartFile.open(link, "a.pth")) {
      assertThat(part.length()).isZero();
      assertThat(real.resolve("a.pth.part")).exists();
    }
  }
}
