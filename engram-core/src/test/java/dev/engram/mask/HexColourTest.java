package dev.engram.mask;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexColourTest {
  @Property(tries = 100)
  void whatIsWrittenIsReadAgain(@ForAll @IntRange(max = 0xFFFFFF) int rgb) {
    assertThat(HexColour.format(rgb)).hasSize(7);
    assertThat(HexColour.parse(HexColour.format(rgb))).hasValue(rgb);
  }

  @Test
  void isRedGreenAndBlueInSmallLetters() {
    assertThat(HexColour.format(0x0AB140)).isEqualTo("#0ab140");
    assertThat(HexColour.format(0)).isEqualTo("#000000");
    assertThat(HexColour.format(0xFF00B140)).isEqualTo("#00b140");
    assertThat(HexColour.parse("#C02aF0")).hasValue(0xC02AF0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#", "00b140", "#00b14", "#00b1400", "#00b14g", "#+0b140", "red"})
  void nothingElseIsAColour(String text) {
    assertThat(HexColour.parse(text)).isEmpty();
  }
}
