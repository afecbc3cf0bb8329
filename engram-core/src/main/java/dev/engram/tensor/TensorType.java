package dev.engram.tensor;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** What the elements of a tensor are. */
public enum TensorType {
  /** IEEE 754 single precision. */
  FLOAT32(4, ScalarType.Float),
  /** IEEE 754 double precision. */
  FLOAT64(8, ScalarType.Double),
  /** The upper half of a single: 8 bits of exponent, 7 of mantissa. */
  BFLOAT16(2, ScalarType.BFloat16),
  /** IEEE 754 half precision: 5 bits of exponent, 10 of mantissa; nothing beyond 65504. */
  FLOAT16(2, ScalarType.Half),
  /** Signed 64-bit integers; what indices are. */
  INT64(8, ScalarType.Long),
  /** Signed 16-bit integers. */
  INT16(2, ScalarType.Short),
  /** Unsigned bytes; pixels as they come from a decoder. */
  UINT8(1, ScalarType.Byte),
  /** One byte, 0 or 1; what comparisons give. */
  BOOL(1, ScalarType.Bool);

  private final int bytes;
  private final ScalarType scalarType;

  TensorType(int bytes, ScalarType scalarType) {
    this.bytes = bytes;
    this.scalarType = scalarType;
  }

  /** Bytes an element. */
  public int bytes() {
    return bytes;
  }

  ScalarType scalarType() {
    return scalarType;
  }

  static TensorType of(ScalarType scalarType) {
    for (TensorType type : values()) {
      if (type.scalarType.value == scalarType.value) {
        return type;
      }
    }
    throw new IllegalStateException("no tensor of ours holds " + scalarType);
  }
}
