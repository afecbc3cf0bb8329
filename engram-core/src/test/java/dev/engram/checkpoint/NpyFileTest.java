package dev.engram.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
  private static final ElementType[] TYPES = {ElementType.F32, ElementType.U8, ElementType.I64};

  @TempDir Path folder;

  @Property(tries = 300)
  void anyArrayComesBackBitForBit(@ForAll Random random) throws IOException {
    ElementType type = TYPES[random.nextInt(TYPES.length)];
    long[] shape = random.longs(random.nextInt(5), 0, 5).toArray();
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    byte[] values = new byte[count * type.bytes()];
    random.nextBytes(values);
    TensorData tensor = TensorData.of(type, shape, ByteBuffer.wrap(values));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyFile.write(out, tensor);
    assertThat((out.size() - values.length) % 64).isZero();
    TensorData read = read(out.toByteArray());
    assertThat(read).hasToString(tensor.toString());
    assertThat(read.bytes()).isEqualTo(tensor.bytes());
  }

  @Test
  void theHeaderIsWhatNumPyWrites() throws IOException {
    assertThat(headerOf(new float[6], 2, 3))
        .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
    assertThat(headerOf(new float[6], 6))
        .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }");
    assertThat(headerOf(new float[1]))
        .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (), }");
  }

  @Test
  void bytesAreWrittenWithoutMovingTheBuffer() throws IOException {
    ByteBuffer mask = ByteBuffer.wrap(new byte[] {1, 2, 3, 4});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyFile.write(out, mask, 2, 2);
    assertThat(mask.position()).isZero();
    assertThat(read(out.toByteArray()).toFloats()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void theStreamIsLeftAfterTheArray() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyFile.write(out, new float[] {1, 2}, 2);
    NpyFile.write(out, new float[] {3}, 1);
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
    assertThat(NpyFile.read(in, "a").toFloats()).containsExactly(1, 2);
    assertThat(NpyFile.read(in, "b").toFloats()).containsExactly(3);
  }

  @Test
  void versionTwoIsRead() throws IOException {
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n";
    assertThat(read(npy(2, header, 2)).shape()).containsExactly(2);
  }

  @Test
  void otherArraysAreRefusedWithTheWayOut() {
    assertRefused(npy(1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", 16))
        .hasMessageContaining("Fortran order")
        .hasMessageContaining("ascontiguousarray");
    assertRefused(npy(1, "{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", 4))
        .hasMessageContaining("type '>f4'");
    assertRefused(npy(1, "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 4))
        .hasMessageContaining("type '|O'");
    assertRefused(npy(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (), }", 4))
        .hasMessageContaining("plain array");
    assertRefused(npy(9, "{}", 0)).hasMessageContaining("version 9");
    assertRefused("PNG, no array".getBytes(US_ASCII)).hasMessageContaining("is no .npy file");
  }

  @Test
  void absurdSizesTakeNoMemory() {
    assertRefused(floats("(99999999999, 99999999999)")).hasMessageContaining("more than 2 GB");
    assertRefused(floats("(999999999999999999999,)")).hasMessageContaining("cannot be read");
    assertRefused(floats("(1, , 1)")).hasMessageContaining("cannot be read");
    assertRefused(floats("(500000000,)")).hasMessageContaining("cut short");
    assertRefused(floats("(" + "1, ".repeat(65) + ")")).hasMessageContaining("65 dimensions");
    assertRefused(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1})
        .hasMessageContaining("header of 4294967295 bytes");
  }

  @Test
  void aFileCutAnywhereIsOneClearRefusal() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyFile.write(out, new float[] {1, 2}, 2);
    for (int length = 0; length < out.size(); length++) {
      assertRefused(Arrays.copyOf(out.toByteArray(), length)).hasMessageContaining("cut short");
    }
  }

  @Test
  void aFileIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("x.npy"), new byte[3]);
    assertThatThrownBy(() -> NpyFile.read(file))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(file + ": is cut short");
    assertThatThrownBy(() -> NpyFile.read(folder.resolve("none.npy")))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("none.npy: cannot be read (no such file or folder)");
  }

  @Test
  void otherTypesAreNotWritten() {
    TensorData half = TensorData.ofFloats(ElementType.F16, new float[1], 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NpyFile.write(new ByteArrayOutputStream(), half));
  }

  private static byte[] floats(String shape) {
    return npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }".formatted(shape), 4);
  }

  private static String headerOf(float[] values, long... shape) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyFile.write(out, values, shape);
    return out.toString(java.nio.charset.StandardCharsets.ISO_8859_1)
        .substring(10, out.size() - 4 * values.length)
        .strip();
  }

  private static byte[] npy(int version, String header, int data) {
    ByteBuffer out = ByteBuffer.allocate(12 + header.length() + data);
    out.order(ByteOrder.LITTLE_ENDIAN).put(NpyFile.MAGIC).put((byte) version).put((byte) 0);
    if (version == 1) {
      out.putShort((short) header.length());
    } else {
      out.putInt(header.length());
    }
    out.put(header.getBytes(US_ASCII));
    return Arrays.copyOf(out.array(), out.position() + data);
  }

  private static TensorData read(byte[] content) throws IOException {
    return NpyFile.read(new ByteArrayInputStream(content), "x.npy");
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(byte[] content) {
    return assertThatThrownBy(() -> read(content))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith("x.npy: ")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }
}
