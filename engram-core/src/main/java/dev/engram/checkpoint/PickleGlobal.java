package dev.engram.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Everything that a state dict may ask for by module and name. Nothing here is ever called: the
 * constants stand for what this program builds itself.
 */
enum PickleGlobal {
  ORDERED_DICT("collections", "OrderedDict", null),
  REBUILD_TENSOR("torch._utils", "_rebuild_tensor_v2", null),
  REBUILD_PARAMETER("torch._utils", "_rebuild_parameter", null),
  FLOAT_STORAGE("torch", "FloatStorage", ElementType.F32),
  HALF_STORAGE("torch", "HalfStorage", ElementType.F16),
  BFLOAT16_STORAGE("torch", "BFloat16Storage", ElementType.BF16),
  DOUBLE_STORAGE("torch", "DoubleStorage", ElementType.F64),
  LONG_STORAGE("torch", "LongStorage", ElementType.I64),
  INT_STORAGE("torch", "IntStorage", ElementType.I32),
  SHORT_STORAGE("torch", "ShortStorage", ElementType.I16),
  CHAR_STORAGE("torch", "CharStorage", ElementType.I8),
  BYTE_STORAGE("torch", "ByteStorage", ElementType.U8),
  BOOL_STORAGE("torch", "BoolStorage", ElementType.BOOL);

  private final String module;
  private final String name;
  private final @Nullable ElementType storage;

  PickleGlobal(String module, String name, @Nullable ElementType storage) {
    this.module = module;
    this.name = name;
    this.storage = storage;
  }

  /** What a storage of this class holds, or null if this is no storage class. */
  @Nullable ElementType storage() {
    return storage;
  }

  /** The constant of that module and name, or null if it is no part of a state dict. */
  static @Nullable PickleGlobal of(String module, String name) {
    for (PickleGlobal global : values()) {
      if (global.module.equals(module) && global.name.equals(name)) {
        return global;
      }
    }
    return null;
  }
}
