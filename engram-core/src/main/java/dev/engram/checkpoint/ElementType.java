package dev.engram.checkpoint;

import java.util.Optional;

/** What a tensor's elements are. The constants bear the names of the safetensors format. */
public enum ElementType {
  /** IEEE 754 single precision. */
  F32(4),
  /** IEEE 754 half precision. */
  F16(2),
  /** The upper half of a single-precision number. */
  BF16(2),
  /** IEEE 754 double precision. */
  F64(8),
  /** Signed, 64 bits. */
  I64(8),
  /** Signed, 32 bits. */
  I32(4),
  /** Signed, 16 bits. */
  I16(2),
  /** Signed, 8 bits. */
  I8(1),
  /** Unsigned, 8 bits. */
  U8(1),
  /** One byte, 0 or 1. */
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element in bytes: 1, 2, 4 or 8. */
  public int bytes() {
    return bytes;
  }

  /** Whether this is one of the four floating-point types. */
  public boolean isFloating() {
    return this == F32 || this == F16 || this == BF16 || this == F64;
  }

  /** The type of that name in a safetensors header, or nothing if it is not one of these. */
  public static Optional<ElementType> named(String safeTensorsName) {
    for (ElementType type : values()) {
      if (type.name().equals(safeTensorsName)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
