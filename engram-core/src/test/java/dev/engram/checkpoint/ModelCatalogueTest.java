package dev.engram.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ModelCatalogueTest {
  @Test
  void aNameIsTheFilesInLowerCase() {
    for (ModelCatalogue.Entry entry : ModelCatalogue.entries()) {
      assertThat(entry.file()).endsWith(".pth").doesNotContain("/");
      assertThat(entry.name() + ".pth").isEqualTo(entry.file().toLowerCase(Locale.ROOT));
      assertThat(entry.description()).isNotBlank().doesNotEndWith(".").hasSizeLessThan(52);
    }
    assertThat(ModelCatalogue.names()).doesNotHaveDuplicates().startsWith("xmem", "xmem-s012");
  }

  @Test
  void aModelIsFoundByNameOrFileInAnyCase() {
    assertThat(ModelCatalogue.find("xmem-s012"))
        .isEqualTo(ModelCatalogue.find("XMem-s012"))
        .isEqualTo(ModelCatalogue.find("XMem-s012.pth"))
        .hasValueSatisfying(entry -> assertThat(entry.file()).isEqualTo("XMem-s012.pth"));
    assertThat(ModelCatalogue.find("xmem-s")).isEmpty();
    assertThat(ModelCatalogue.find("engram-s")).isEmpty();
  }

  @Test
  void filesLieBelowTheRelease() {
    assertThat(ModelCatalogue.RELEASE.resolve("XMem.pth"))
        .hasToString("https://github.com/hkchengrex/XMem/releases/download/v1.0/XMem.pth");
  }
}
