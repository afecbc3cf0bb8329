package dev.engram.checkpoint;

/** Conversions between float and the two 16-bit formats; Java 17 has none of its own. */
final class HalfPrecision {
  private static final int FLOAT_INFINITY = 0x7f80_0000;
  private static final int HALF_INFINITY = 0x7c00;

  /** 65520, the least magnitude that rounds to infinity in half precision. */
  private static final int HALF_OVERFLOW = 0x477f_f000;

  /** 2 to the power of -14, the least normal number in half precision. */
  private static final int HALF_LEAST_NORMAL = 0x3880_0000;

  /** The difference of the two exponents' biases (127 - 15), where a float keeps its exponent. */
  private static final int BIAS_DIFFERENCE = 0x3800_0000;

  private HalfPrecision() {}

  /** Exact. */
  static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int magnitude = half & 0x7fff;
    if (magnitude >= HALF_INFINITY) {
      return Float.intBitsToFloat(sign | FLOAT_INFINITY | ((magnitude & 0x3ff) << 13));
    }
    if (magnitude < 0x400) {
      float subnormal = magnitude * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    return Float.intBitsToFloat(sign | ((magnitude << 13) + BIAS_DIFFERENCE));
  }

  /** Rounds to nearest, ties to even; from 65520 on to infinity. */
  static short floatToHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fff_ffff;
    return (short) (sign | halfMagnitude(magnitude));
  }

  private static int halfMagnitude(int magnitude) {
    if (magnitude > FLOAT_INFINITY) {
      return HALF_INFINITY | 0x200 | ((magnitude >>> 13) & 0x3ff);
    }
    if (magnitude >= HALF_OVERFLOW) {
      return HALF_INFINITY;
    }
    if (magnitude < HALF_LEAST_NORMAL) {
      // in units of the least subnormal the product is exact, and rint rounds ties to even
      return (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24f);
    }
    int rebased = magnitude - BIAS_DIFFERENCE;
    return (rebased + 0xfff + ((rebased >>> 13) & 1)) >>> 13;
  }

  /** Exact. */
  static float brainToFloat(short brain) {
    return Float.intBitsToFloat(brain << 16);
  }

  /** Rounds to nearest, ties to even. */
  static short floatToBrain(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}
