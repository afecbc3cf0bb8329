package dev.engram.checkpoint.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSourceTest {
  @TempDir Path folder;

  private static void assertRefused(String mirror, String... said) {
    assertThatThrownBy(() -> ModelSource.mirror(mirror))
        .isInstanceOf(EngramException.class)
        .hasMessageContainingAll(said);
  }

  @Test
  void filesLieBelowTheAddressOrFolder() {
    assertThat(ModelSource.release().locate("XMem.pth"))
        .isEqualTo("https://github.com/hkchengrex/XMem/releases/download/v1.0/XMem.pth");
    assertThat(ModelSource.mirror("http://host:8080/a/b").locate("XMem.pth"))
        .isEqualTo(ModelSource.mirror("http://host:8080/a/b/").locate("XMem.pth"))
        .isEqualTo("http://host:8080/a/b/XMem.pth");
    assertThat(ModelSource.mirror(folder.toString()).locate("XMem.pth"))
        .isEqualTo(folder.resolve("XMem.pth").toString());
  }

  @Test
  void whatIsNeitherAddressNorFolderIsRefused() {
    assertRefused("ftp://host/", "ftp://host/: not an address of HTTP. Give a mirror as http://");
    assertRefused("http:///a", "not an address of HTTP");
    assertRefused("http://a b/", "http://a b/: not an address.");
    assertRefused(folder.resolve("none").toString(), "none: no such folder. Give a mirror as");
  }

  @Test
  void aPasswordInAnAddressIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> ModelSource.mirror("https://me:secret@host/"))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith("host: ")
        .hasMessageNotContaining("secret");
  }
}
