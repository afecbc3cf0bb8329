package dev.engram.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes pickles by hand, honest and hostile ones, one opcode a call. */
final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleWriter() {
    op(Opcode.PROTO).bytes(2);
  }

  PickleWriter op(Opcode opcode) {
    out.write(opcode.code());
    return this;
  }

  PickleWriter bytes(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  PickleWriter u4(long value) {
    return little(value, 4);
  }

  PickleWriter u8(long value) {
    return little(value, 8);
  }

  PickleWriter global(String module, String name) {
    op(Opcode.GLOBAL);
    return line(module).line(name);
  }

  PickleWriter line(String text) {
    out.writeBytes((text + "\n").getBytes(UTF_8));
    return this;
  }

  PickleWriter text(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    op(Opcode.BINUNICODE).u4(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  PickleWriter whole(long value) {
    if (value >= 0 && value < 256) {
      return op(Opcode.BININT1).bytes((int) value);
    }
    if (value == (int) value) {
      return op(Opcode.BININT).u4(value);
    }
    return op(Opcode.LONG1).bytes(8).little(value, 8);
  }

  PickleWriter wholes(long... values) {
    op(Opcode.MARK);
    for (long value : values) {
      whole(value);
    }
    return op(Opcode.TUPLE);
  }

  PickleWriter orderedDict() {
    return global("collections", "OrderedDict").op(Opcode.EMPTY_TUPLE).op(Opcode.REDUCE);
  }

  PickleWriter storage(String storageClass, String key, long elements) {
    op(Opcode.MARK).text("storage").global("torch", storageClass).text(key).text("cpu");
    return whole(elements).op(Opcode.TUPLE).op(Opcode.BINPERSID);
  }

  /** A tensor over a storage of its own description. */
  PickleWriter tensor(
      String storageClass, String key, long elements, long offset, long[] shape, long[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op(Opcode.MARK);
    storage(storageClass, key, elements).whole(offset).wholes(shape).wholes(strides);
    op(Opcode.NEWFALSE).orderedDict();
    return op(Opcode.TUPLE).op(Opcode.REDUCE);
  }

  byte[] stop() {
    op(Opcode.STOP);
    return out.toByteArray();
  }

  private PickleWriter little(long value, int count) {
    byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    out.write(all, 0, count);
    return this;
  }
}
