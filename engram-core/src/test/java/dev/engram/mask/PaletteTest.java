package dev.engram.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PaletteTest {
  @Test
  void theDavisPaletteIsThePublishedOne() {
    Palette davis = Palette.davis();
    int[] published = {
      0x000000, 0x800000, 0x008000, 0x808000, 0x000080, 0x800080, 0x008080, 0x808080, 0x400000,
      0xC00000, 0x408000, 0xC08000, 0x400080, 0xC00080, 0x408080, 0xC08080, 0x004000, 0x804000,
      0x00C000, 0x80C000, 0x004080
    };
    for (int label = 0; label < published.length; label++) {
      assertThat(davis.rgb(label)).isEqualTo(published[label]);
    }
    assertThat(davis.rgb(255)).isEqualTo(0xE0E0C0);
  }

  @Test
  void the255ColoursOfTheDavisPaletteDiffer() {
    Set<Integer> colours = new HashSet<>();
    for (int label = 0; label <= 255; label++) {
      colours.add(Palette.davis().rgb(label));
    }
    assertThat(colours).hasSize(256);
  }

  @Test
  void noLabelOfAnyPaletteLooksBlack() {
    Palette[] palettes = {
      Palette.davis(),
      Palette.of(new int[256]),
      Palette.of(new int[] {0xFFFFFF, 0x000000, 0x010203}),
      Palette.ofColours(Map.of(1, 0x000000, 65535, 0x1F1F1F))
    };
    for (Palette palette : palettes) {
      for (int label = 1; label <= 65535; label++) {
        int rgb = palette.rgb(label);
        assertThat(Math.max(rgb >> 16, Math.max(rgb >> 8 & 255, rgb & 255))).isGreaterThan(31);
      }
    }
  }

  @Test
  void coloursOfTheUserStayAndOthersComeFromTheDavisPalette() {
    Palette palette = Palette.of(new int[] {0xFFFFFF, 0x123456});
    assertThat(palette.rgb(0)).isEqualTo(0xFFFFFF);
    assertThat(palette.rgb(1)).isEqualTo(0x123456);
    assertThat(palette.rgb(2)).isEqualTo(0x008000);
    Palette sparse = Palette.ofColours(Map.of(3, 0xFFFFFF));
    assertThat(sparse.rgb(0)).isZero();
    assertThat(sparse.rgb(1)).isEqualTo(0x800000);
    assertThat(sparse.rgb(3)).isEqualTo(0xFFFFFF);
  }

  @Test
  void palettesAreEqualIfEveryLabelLooksTheSame() {
    assertThat(Palette.of(new int[] {0, 0x800000}))
        .isEqualTo(Palette.davis())
        .hasSameHashCodeAs(Palette.davis())
        .isNotEqualTo(Palette.of(new int[] {0, 0x800001}));
  }

  @Test
  void refusesLabelsOutOfRange() {
    assertThatThrownBy(() -> Palette.davis().rgb(65536))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Palette.ofColours(Map.of(0, 0xFFFFFF)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
