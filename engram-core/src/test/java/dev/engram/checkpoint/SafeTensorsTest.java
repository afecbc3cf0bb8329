package dev.engram.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {
  private static final ElementType[] FLOATS = {ElementType.F32, ElementType.F16, ElementType.BF16};

  @TempDir Path folder;

  @Test
  void randomWeightsOfAllFloatTypesComeBackBitForBitAndInOrder() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      StateDict.Builder builder = StateDict.builder();
      for (int i = random.nextInt(6); i >= 0; i--) {
        long[] shape = random.longs(random.nextInt(4), 0, 4).toArray();
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int v = 0; v < values.length; v++) {
          values[v] = (float) random.nextGaussian();
        }
        builder.add("tensor \"" + i + "\"\n\u00e4\u20ac", of(random, values, shape));
      }
      if (random.nextBoolean()) {
        builder.metadata("format", "pt").metadata("a", "\u00fc");
      }
      StateDict written = builder.build();
      SafeTensors.write(file(), written);
      StateDict read = SafeTensors.read(file());
      assertThat(read.names()).containsExactlyElementsOf(written.names());
      assertThat(read.metadata()).isEqualTo(written.metadata());
      for (String name : written.names()) {
        TensorData before = written.find(name).orElseThrow();
        TensorData after = read.find(name).orElseThrow();
        assertThat(after).hasToString(before.toString());
        assertThat(after.bytes()).isEqualTo(before.bytes());
      }
    }
  }

  @Test
  void theSameWeightsGiveTheSameBytesWithAnAlignedHeader() throws IOException {
    StateDict.Builder one = StateDict.builder().metadata("b", "2").metadata("a", "1");
    StateDict.Builder two = StateDict.builder().metadata("a", "1").metadata("b", "2");
    for (StateDict.Builder builder : new StateDict.Builder[] {one, two}) {
      builder.add("half", TensorData.ofFloats(ElementType.F16, new float[] {1}, 1));
      builder.add("single", TensorData.ofFloats(new float[] {2}));
    }
    SafeTensors.write(file(), one.build());
    byte[] first = Files.readAllBytes(file());
    SafeTensors.write(file(), two.build());
    byte[] second = Files.readAllBytes(file());
    assertThat(second).isEqualTo(first);
    int header = (int) ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
    assertThat(new String(first, 8, header, UTF_8).stripTrailing())
        .isEqualTo(
            "{'__metadata__':{'a':'1','b':'2'},".replace('\'', '"')
                + "'half':{'dtype':'F16','shape':[1],'data_offsets':[4,6]},".replace('\'', '"')
                + "'single':{'dtype':'F32','shape':[],'data_offsets':[0,4]}}".replace('\'', '"'));
    assertThat(Arrays.copyOfRange(first, 8 + header, first.length))
        .containsExactly(0, 0, 0, 0x40, 0, 0x3c);
  }

  @Test
  void aTensorCannotHaveTheMetadatasName() {
    StateDict weights =
        StateDict.builder().add("__metadata__", TensorData.ofFloats(new float[1])).build();
    assertThatIllegalArgumentException().isThrownBy(() -> SafeTensors.write(file(), weights));
  }

  @Test
  void noTensorsAtAllAreFine() throws IOException {
    assertThat(read("{}", 0).size()).isZero();
    assertThat(read("{'e':{'dtype':'I8','shape':[0],'data_offsets':[0,0]}}", 0).size())
        .isEqualTo(1);
  }

  @Test
  void aFileCutAnywhereIsOneClearRefusal() throws IOException {
    StateDict weights =
        StateDict.builder()
            .add("a", TensorData.ofFloats(new float[5], 5))
            .add("b", TensorData.ofFloats(ElementType.F16, new float[4], 2, 2))
            .metadata("k", "v")
            .build();
    SafeTensors.write(file(), weights);
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertOneLine(assertThatThrownBy(() -> SafeTensors.read(file())));
      assertOneLine(assertThatThrownBy(() -> Checkpoints.read(file())));
    }
  }

  @Test
  void aFileWithChangedBytesIsReadOrRefusedButNeverFailsOtherwise() throws IOException {
    byte[] whole =
        bytes("{'a':{'dtype':'F32','shape':[2,3],'data_offsets':[0,24]},'__metadata__':{}}", 24);
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      byte[] changed = whole.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      Files.write(file(), changed);
      try {
        SafeTensors.read(file());
      } catch (EngramException e) {
        assertThat(e.getMessage().lines()).hasSize(1);
      }
    }
  }

  @Test
  void offsetsMustCoverTheDataExactly() {
    assertRefused("{'a':%s,'b':%s}".formatted(bytes4(0), bytes4(2)), 6)
        .hasMessageContaining("'b'): shares bytes");
    assertRefused("{'a':%s,'b':%s}".formatted(bytes4(0), bytes4(0)), 4)
        .hasMessageContaining("shares bytes");
    assertRefused("{'a':%s,'b':%s}".formatted(bytes4(0), bytes4(8)), 12)
        .hasMessageContaining("leaves a gap");
    assertRefused("{'a':%s}".formatted(bytes4(0)), 5).hasMessageContaining("but there are 5");
    assertRefused("{'a':%s}".formatted(bytes4(0)), 3).hasMessageContaining("but there are 3");
    assertRefused("{'a':%s}".formatted(bytes4(1)), 5).hasMessageContaining("gap");
  }

  @Test
  void aShapeMustFitItsPlace() {
    assertRefused(tensor("F32", "[2]", "[0,4]"), 4).hasMessageContaining("needs 8 bytes");
    assertRefused(tensor("F32", "[1]", "[4,0]"), 4).hasMessageContaining("4 to 0");
    assertRefused(tensor("F32", "[-1]", "[0,4]"), 4).hasMessageContaining("at least 0");
    assertRefused(tensor("F32", "[1.0]", "[0,4]"), 4).hasMessageContaining("whole number");
    assertRefused(tensor("F32", "[4294967296,4294967296]", "[0,4]"), 4)
        .hasMessageContaining("more than 2 GB");
    assertRefused(tensor("F32", "[1]", "[0,99999999999999999999]"), 4)
        .hasMessageContaining("whole number");
    assertRefused(tensor("F32", "[1]", "[0,4,4]"), 4).hasMessageContaining("too many");
    assertRefused(tensor("F32", "[1]", "[4]"), 4).hasMessageContaining("lacks one of");
    assertRefused(tensor("F32", "1", "[0,4]"), 4).hasMessageContaining("no JSON array");
    assertRefused(tensor("F32", "[" + "1,".repeat(64) + "1]", "[0,4]"), 4)
        .hasMessageContaining("too many");
  }

  @Test
  void anUnknownTypeIsRefusedByName() {
    assertRefused(tensor("F8_E4M3", "[4]", "[0,4]"), 4)
        .hasMessageContaining("('w'): its elements are of type 'F8_E4M3'")
        .hasMessageContaining("Convert it to F32");
  }

  @Test
  void whatStandsTwiceOrIsMissingInTheHeaderIsRefused() {
    assertRefused("{'a':%s,'a':%s}".formatted(bytes4(0), bytes4(4)), 8)
        .hasMessageContaining("names 'a' twice");
    assertRefused("{'__metadata__':{'k':'1','k':'2'}}", 0).hasMessageContaining("'k' twice");
    assertRefused("{'__metadata__':{},'__metadata__':{}}", 0).hasMessageContaining("twice");
    assertRefused("{'__metadata__':{'k':1}}", 0).hasMessageContaining("no text");
    assertRefused("{'a':{'dtype':'F32','dtype':'F16'}}", 0).hasMessageContaining("'dtype'");
    assertRefused("{'a':{'dtype':'F32','color':1}}", 0).hasMessageContaining("'color'");
    assertRefused("{'a':{'dtype':'F32'}}", 0).hasMessageContaining("lacks one of");
    assertRefused("{'a':[]}", 0).hasMessageContaining("'a' is no JSON object");
    assertRefused("[]", 0).hasMessageContaining("no JSON object");
    assertRefused("{} {}", 0).hasMessageContaining("follows its end");
    assertRefused("{'a'\n:", 0).hasMessageContaining("is no JSON");
  }

  @Test
  void aHeaderLargerThanTheFileOrTheFormatAllowsIsRefused() throws IOException {
    for (long length : new long[] {-1, 100_000_001, Long.MAX_VALUE}) {
      Files.write(file(), withLength(length, "{}"));
      assertOneLine(assertThatThrownBy(() -> SafeTensors.read(file())))
          .hasMessageContaining("more than 100 MB");
    }
    Files.write(file(), withLength(100_000_000, "{}"));
    assertOneLine(assertThatThrownBy(() -> SafeTensors.read(file())))
        .hasMessageContaining("cut short");
  }

  private static TensorData of(Random random, float[] values, long[] shape) {
    return TensorData.ofFloats(FLOATS[random.nextInt(FLOATS.length)], values, shape);
  }

  private static String bytes4(int begin) {
    return "{'dtype':'U8','shape':[4],'data_offsets':[%d,%d]}".formatted(begin, begin + 4);
  }

  private static String tensor(String type, String shape, String place) {
    return "{'w':{'dtype':'%s','shape':%s,'data_offsets':%s}}".formatted(type, shape, place);
  }

  private static byte[] bytes(String header, int data) {
    String json = header.replace('\'', '"');
    return withLength(json.length(), json + "\0".repeat(data));
  }

  private static byte[] withLength(long length, String rest) {
    return ByteBuffer.allocate(8 + rest.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(rest.getBytes(UTF_8))
        .array();
  }

  private StateDict read(String header, int data) throws IOException {
    return SafeTensors.read(Files.write(file(), bytes(header, data)));
  }

  private AbstractThrowableAssert<?, ?> assertRefused(String header, int data) {
    return assertOneLine(assertThatThrownBy(() -> read(header, data)));
  }

  private AbstractThrowableAssert<?, ?> assertOneLine(AbstractThrowableAssert<?, ?> thrown) {
    return thrown
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(file().toString())
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  private Path file() {
    return folder.resolve("weights.safetensors");
  }
}
