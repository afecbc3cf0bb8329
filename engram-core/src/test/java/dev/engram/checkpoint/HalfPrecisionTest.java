package dev.engram.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
  @Test
  void everyHalfBecomesTheFloatOfItsDefinitionAndComesBack() {
    for (int bits = 0; bits < 65536; bits++) {
      float value = HalfPrecision.halfToFloat((short) bits);
      assertThat(value).as("%04x", bits).isEqualTo(Float.valueOf((float) naiveValue(bits, 5, 10)));
      assertSign(value, bits);
      assertThat(HalfPrecision.floatToHalf(value) & 0xffff)
          .as("%04x", bits)
          .isEqualTo(Float.isNaN(value) ? bits | 0x200 : bits);
    }
  }

  @Test
  void everyBrainFloatBecomesTheFloatOfItsDefinitionAndComesBack() {
    for (int bits = 0; bits < 65536; bits++) {
      float value = HalfPrecision.brainToFloat((short) bits);
      assertThat(value).as("%04x", bits).isEqualTo(Float.valueOf((float) naiveValue(bits, 8, 7)));
      assertSign(value, bits);
      assertThat(HalfPrecision.floatToBrain(value) & 0xffff)
          .as("%04x", bits)
          .isEqualTo(Float.isNaN(value) ? bits | 0x40 : bits);
    }
  }

  @Property(tries = 20_000)
  void anyFloatGoesToTheNearestHalfAndTiesToEven(@ForAll int bits) {
    float value = Float.intBitsToFloat(bits);
    assertSameRounding(HalfPrecision.floatToHalf(value), naiveNearest(value, 5, 10), value);
  }

  @Property(tries = 20_000)
  void anyFloatGoesToTheNearestBrainFloatAndTiesToEven(@ForAll int bits) {
    float value = Float.intBitsToFloat(bits);
    assertSameRounding(HalfPrecision.floatToBrain(value), naiveNearest(value, 8, 7), value);
  }

  @Test
  void theMiddleBetweenAnyTwoHalvesGoesToTheEvenOneAndItsNeighboursToTheNearer() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      double upper = bits + 1 == 0x7c00 ? 65536 : naiveValue(bits + 1, 5, 10);
      float middle = (float) ((naiveValue(bits, 5, 10) + upper) / 2);
      int even = bits + (bits & 1);
      assertThat((int) HalfPrecision.floatToHalf(middle)).isEqualTo(even);
      assertThat((int) HalfPrecision.floatToHalf(Math.nextDown(middle))).isEqualTo(bits);
      assertThat((int) HalfPrecision.floatToHalf(Math.nextUp(middle))).isEqualTo(bits + 1);
    }
  }

  @Property
  void theMiddleBetweenTwoBrainFloatsGoesToTheEvenOne(@ForAll @IntRange(max = 0x7f7f) int bits) {
    float middle = Float.intBitsToFloat(bits << 16 | 0x8000);
    assertThat((int) HalfPrecision.floatToBrain(middle)).isEqualTo(bits + (bits & 1));
  }

  /** Sign, exponent and fraction by the book, in double precision. */
  private static double naiveValue(int bits, int exponentBits, int fractionBits) {
    int bias = (1 << (exponentBits - 1)) - 1;
    int exponent = (bits >> fractionBits) & ((1 << exponentBits) - 1);
    double fraction = (bits & ((1 << fractionBits) - 1)) / Math.pow(2, fractionBits);
    double sign = bits < 0x8000 ? 1 : -1;
    if (exponent == (1 << exponentBits) - 1) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * fraction * Math.pow(2, 1 - bias)
        : sign * (1 + fraction) * Math.pow(2, exponent - bias);
  }

  /** The pattern of the nearest value, found by bisection; infinity stands for the next power. */
  private static int naiveNearest(float value, int exponentBits, int fractionBits) {
    int infinity = ((1 << exponentBits) - 1) << fractionBits;
    if (Float.isNaN(value)) {
      return infinity + 1;
    }
    double magnitude = Math.abs((double) value);
    double beyond = Math.pow(2, 1 << (exponentBits - 1));
    int low = 0;
    int high = infinity;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (naiveValue(middle, exponentBits, fractionBits) <= magnitude) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double below = magnitude - naiveValue(low, exponentBits, fractionBits);
    double above =
        (high == infinity ? beyond : naiveValue(high, exponentBits, fractionBits)) - magnitude;
    int nearest = below < above || (below == above && low % 2 == 0) ? low : high;
    return nearest | (Float.floatToRawIntBits(value) < 0 ? 0x8000 : 0);
  }

  private static void assertSameRounding(short actual, int expected, float value) {
    if (Float.isNaN(value)) {
      // which of the NaNs is nobody's concern
      return;
    }
    assertThat(actual & 0xffff).as("%s", value).isEqualTo(expected);
  }

  private static void assertSign(float value, int bits) {
    assertThat(Float.floatToRawIntBits(value) < 0).isEqualTo(bits >= 0x8000);
  }
}
