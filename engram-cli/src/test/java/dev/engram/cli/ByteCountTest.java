package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteCountTest {
  @ParameterizedTest
  @CsvSource({"4096, 4096", "2k, 2048", "800M, 838860800", "1.5G, 1610612736", "6GB, 6442450944"})
  void unitsAreThoseOfJavasOwnOptions(String size, long bytes) {
    assertThat(new ByteCount().convert(size)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "G", "6 apples", "0.0001", "1e9"})
  void whatIsNoSizeIsRefused(String size) {
    assertThatThrownBy(() -> new ByteCount().convert(size))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + size + "' is no size. Give one such as 800M or 6G");
  }

  @Test
  void theLargestIsExact() {
    assertThat(new ByteCount().convert("2T")).isEqualTo(2L << 40);
  }
}
