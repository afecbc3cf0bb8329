package dev.engram.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchStateDictTest {
  private static final long[] SCALAR = {};

  @TempDir Path folder;

  @Test
  void aStateDictIsReadInItsOrder() throws IOException {
    StateDict weights = Checkpoints.read(valid().to(file()));
    assertThat(weights.names()).containsExactly("weight", "bias", "count");
    TensorData weight = weights.find("weight").orElseThrow();
    assertThat(weight.shape()).containsExactly(2, 3);
    assertThat(weight.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    TensorData bias = weights.find("bias").orElseThrow();
    assertThat(bias.type()).isEqualTo(ElementType.BF16);
    assertThat(bias.toFloats()).containsExactly(1, -2);
    assertThat(weights.find("count").orElseThrow().shape()).isEmpty();
    assertThat(weights.find("count").orElseThrow().toFloats()).containsExactly(7);
    assertThat(weights.source()).contains(file());
    assertThat(weights.metadata()).isEmpty();
  }

  @Test
  void tensorsThatShareAStorageAreViewsOfIt() throws IOException {
    PickleWriter pickle = new PickleWriter().orderedDict().op(Opcode.MARK);
    pickle.text("all").tensor("FloatStorage", "0", 6, 0, new long[] {6}, new long[] {1});
    pickle.text("last").tensor("FloatStorage", "0", 6, 4, new long[] {2}, new long[] {1});
    pickle.text("scalar").tensor("FloatStorage", "0", 6, 5, SCALAR, SCALAR);
    pickle.text("odd").tensor("FloatStorage", "0", 6, 1, new long[] {3}, new long[] {2});
    pickle.text("turned").tensor("FloatStorage", "0", 6, 0, new long[] {3, 2}, new long[] {1, 3});
    pickle.text("ones").tensor("FloatStorage", "0", 6, 2, new long[] {1, 1}, new long[] {77, 0});
    pickle.text("none").tensor("FloatStorage", "0", 6, 6, new long[] {0, 4}, new long[] {4, 1});
    StateDict weights =
        read(TorchFileWriter.of(pickle.op(Opcode.SETITEMS).stop()).floats("0", 1, 2, 3, 4, 5, 6));
    assertThat(floats(weights, "all")).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(floats(weights, "last")).containsExactly(5, 6);
    assertThat(floats(weights, "scalar")).containsExactly(6);
    assertThat(floats(weights, "odd")).containsExactly(2, 4, 6);
    assertThat(floats(weights, "turned")).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(floats(weights, "ones")).containsExactly(3);
    assertThat(floats(weights, "none")).isEmpty();
  }

  @Test
  void theDictOfTensorsInATrainingCheckpointIsFound() throws IOException {
    for (String key : new String[] {"state_dict", "model", "network", "something"}) {
      PickleWriter pickle = new PickleWriter().op(Opcode.EMPTY_DICT).op(Opcode.MARK);
      pickle.text("it").whole(5).text("optimizer").op(Opcode.EMPTY_DICT).op(Opcode.MARK);
      pickle.text("state").op(Opcode.EMPTY_DICT).whole(0).op(Opcode.EMPTY_DICT);
      pickle.op(Opcode.SETITEM).text("param_groups").op(Opcode.EMPTY_LIST).op(Opcode.SETITEMS);
      pickle.text(key).orderedDict();
      one(pickle.text("w")).op(Opcode.SETITEM).op(Opcode.SETITEMS);
      assertThat(read(TorchFileWriter.of(pickle.stop()).floats("0", 3)).names())
          .containsExactly("w");
    }
  }

  @Test
  void theUsualNameWinsAndOtherwiseSeveralDictsOfTensorsAreRefused() throws IOException {
    assertThat(read(TorchFileWriter.of(twoDicts("ema", "model")).floats("0", 3)).names())
        .containsExactly("in model");
    assertRefused(TorchFileWriter.of(twoDicts("ema", "teacher")).floats("0", 3))
        .hasMessageContaining("several dicts of tensors ('ema', 'teacher')")
        .hasMessageContaining("torch.save(network.state_dict()");
  }

  @Test
  void aParameterIsItsTensor() throws IOException {
    PickleWriter pickle = new PickleWriter().op(Opcode.EMPTY_DICT).text("w");
    pickle.global("torch._utils", "_rebuild_parameter").op(Opcode.MARK);
    one(pickle).op(Opcode.NEWTRUE).orderedDict().op(Opcode.TUPLE).op(Opcode.REDUCE);
    pickle.op(Opcode.SETITEM);
    assertThat(floats(read(TorchFileWriter.of(pickle.stop()).floats("0", 3)), "w"))
        .containsExactly(3);
  }

  @Test
  void whatHoldsNoTensorsIsRefused() {
    assertRefused(TorchFileWriter.of(new PickleWriter().whole(1).stop()))
        .hasMessageContaining("holds no dict of tensors");
    assertRefused(TorchFileWriter.of(new PickleWriter().orderedDict().stop()))
        .hasMessageContaining("holds no dict whose values are all tensors");
  }

  @Test
  void sizesThatDoNotFitTheStorageAreRefused() {
    assertView(1, 0, new long[] {2}, new long[] {1}).hasMessageContaining("its storage only 1");
    assertView(4, 0, new long[] {9}, new long[] {0}).hasMessageContaining("contiguous()");
    assertView(4, 4, new long[] {1}, new long[] {1}).hasMessageContaining("beyond its storage");
    assertView(4, 0, new long[] {2}, new long[] {4}).hasMessageContaining("beyond its storage");
    assertView(4, 0, new long[] {2, 2}, new long[] {Long.MAX_VALUE, Long.MAX_VALUE})
        .hasMessageContaining("beyond its storage");
    assertView(4, Long.MAX_VALUE, new long[] {1}, new long[] {1})
        .hasMessageContaining("beyond its storage");
    assertView(4, 0, new long[] {-1}, new long[] {1}).hasMessageContaining("negative");
    assertView(4, 0, new long[] {1}, new long[] {-1}).hasMessageContaining("negative");
    assertView(4, -1, new long[] {1}, new long[] {1}).hasMessageContaining("damaged");
    assertView(4, 0, new long[] {1, 1}, new long[] {1}).hasMessageContaining("damaged");
    assertView(4, 0, new long[] {1L << 32, 1L << 32}, new long[] {1, 1})
        .hasMessageContaining("more than 2 GB");
    assertView(4, 0, new long[65], new long[65]).hasMessageContaining("65 dimensions");
    assertView(5, 0, new long[] {5}, new long[] {1})
        .hasMessageContaining("16 bytes, too few for 5 elements of F32");
    assertView(1L << 62, 0, new long[] {1L << 28}, new long[] {1})
        .hasMessageContaining("too few for");
  }

  @Test
  void viewsThatUnfoldToManyTimesTheFileAreRefused() {
    PickleWriter pickle = new PickleWriter().orderedDict().op(Opcode.MARK);
    for (int i = 0; i < 60; i++) {
      pickle.text("t" + i);
      pickle.tensor("FloatStorage", "0", 6000, 0, new long[] {2, 3000}, new long[] {1, 2});
    }
    assertRefused(
            TorchFileWriter.of(pickle.op(Opcode.SETITEMS).stop()).floats("0", new float[6000]))
        .hasMessageContaining("unfold to many times");
  }

  @Test
  void aMissingStorageIsNamed() {
    assertRefused(TorchFileWriter.of(one(dictOf("w")).op(Opcode.SETITEM).stop()))
        .hasMessageContaining("lacks the entry 'archive/data/0'");
  }

  @Test
  void aStorageCannotLeaveTheArchive() {
    PickleWriter pickle = dictOf("w");
    pickle.tensor("FloatStorage", "../../../etc/passwd", 1, 0, SCALAR, SCALAR).op(Opcode.SETITEM);
    assertRefused(TorchFileWriter.of(pickle.stop())).hasMessageContaining("lacks the entry");
  }

  @Test
  void compressedEntriesAreRefused() {
    assertRefused(valid().compressed()).hasMessageContaining("is compressed");
  }

  @Test
  void bigEndianFilesAreRefusedByName() throws IOException {
    assertRefused(valid().entry("archive/byteorder", "big"))
        .hasMessageContaining("byte order is 'big'");
    assertThat(read(valid().entry("archive/byteorder", "little")).size()).isEqualTo(3);
  }

  @Test
  void aTorchScriptProgramIsRefusedWithTheWayToItsWeights() {
    assertRefused(valid().entry("archive/constants.pkl", ""))
        .hasMessageContaining("TorchScript")
        .hasMessageContaining("torch.jit.load(file).state_dict()");
    assertRefused(valid().entry("archive/code/__torch__.py", ""))
        .hasMessageContaining("TorchScript");
  }

  @Test
  void anotherZipIsRefused() {
    assertRefused(new TorchFileWriter().entry("frame.npy", "x"))
        .hasMessageContaining("has no data.pkl");
  }

  @Test
  void anEntryThatIsThereTwiceIsRefused() throws IOException {
    byte[] zip = valid().entry("archive/data.pkX", "x").toBytes();
    for (int i = 0; i < zip.length; i++) {
      if (zip[i] == 'X' && zip[i - 1] == 'k') {
        zip[i] = 'l';
      }
    }
    Files.write(file(), zip);
    assertThatThrownBy(() -> Checkpoints.read(file()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void aFileCutAnywhereIsOneClearRefusal() throws IOException {
    byte[] whole = valid().toBytes();
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Checkpoints.read(file()))
          .isInstanceOf(EngramException.class)
          .hasMessageStartingWith(file() + ": is ")
          .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }
  }

  @Test
  void aFileWithChangedBytesIsReadOrRefusedButNeverFailsOtherwise() throws IOException {
    byte[] whole = valid().toBytes();
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      byte[] changed = whole.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      Files.write(file(), changed);
      try {
        Checkpoints.read(file());
      } catch (EngramException e) {
        assertThat(e.getMessage().lines()).hasSize(1);
      }
    }
  }

  private static TorchFileWriter valid() {
    PickleWriter pickle = new PickleWriter().orderedDict().op(Opcode.MARK);
    pickle.text("weight").tensor("FloatStorage", "0", 6, 0, new long[] {2, 3}, new long[] {3, 1});
    pickle.text("bias").tensor("BFloat16Storage", "1", 2, 0, new long[] {2}, new long[] {1});
    pickle.text("count").tensor("LongStorage", "2", 1, 0, SCALAR, SCALAR);
    pickle.op(Opcode.SETITEMS).op(Opcode.EMPTY_DICT).text("_metadata").orderedDict();
    return TorchFileWriter.of(pickle.op(Opcode.SETITEM).op(Opcode.BUILD).stop())
        .floats("0", 1, 2, 3, 4, 5, 6)
        .entry("archive/data/1", new byte[] {(byte) 0x80, 0x3f, 0, (byte) 0xc0})
        .entry("archive/data/2", new byte[] {7, 0, 0, 0, 0, 0, 0, 0})
        .entry("archive/version", "3\n");
  }

  private static PickleWriter dictOf(String key) {
    return new PickleWriter().op(Opcode.EMPTY_DICT).text(key);
  }

  private static PickleWriter one(PickleWriter pickle) {
    return pickle.tensor("FloatStorage", "0", 1, 0, SCALAR, SCALAR);
  }

  private static byte[] twoDicts(String first, String second) {
    PickleWriter pickle = new PickleWriter().op(Opcode.EMPTY_DICT).op(Opcode.MARK);
    for (String name : new String[] {first, second}) {
      pickle.text(name).op(Opcode.EMPTY_DICT).text("in " + name);
      one(pickle).op(Opcode.SETITEM);
    }
    return pickle.op(Opcode.SETITEMS).stop();
  }

  private static float[] floats(StateDict weights, String name) {
    return weights.find(name).orElseThrow().toFloats();
  }

  private AbstractThrowableAssert<?, ?> assertView(
      long elements, long offset, long[] shape, long[] strides) {
    PickleWriter pickle = dictOf("w");
    pickle.tensor("FloatStorage", "0", elements, offset, shape, strides).op(Opcode.SETITEM);
    return assertRefused(TorchFileWriter.of(pickle.stop()).floats("0", 1, 2, 3, 4));
  }

  private AbstractThrowableAssert<?, ?> assertRefused(TorchFileWriter content) {
    return assertThatThrownBy(() -> read(content))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(file().toString())
        .hasMessageEndingWith(".")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  private StateDict read(TorchFileWriter content) throws IOException {
    return Checkpoints.read(content.to(file()));
  }

  private Path file() {
    return folder.resolve("weights.pth");
  }
}
