package dev.engram.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PickleReaderTest {
  private static final Place PLACE = new Place("weights.pth");

  @Test
  void aReducedSystemCallIsRefusedByName() {
    assertRefused(
            new PickleWriter()
                .global("os", "system")
                .text("rm -rf /")
                .op(Opcode.TUPLE1)
                .op(Opcode.REDUCE))
        .hasMessage(
            "weights.pth: asks for 'os.system', which is not part of a state dict. "
                + PickleReader.SAVE_AGAIN
                + ".");
  }

  @Test
  void anyOtherGlobalIsRefusedByName() {
    assertRefused(new PickleWriter().global("builtins", "eval")).hasMessageContaining("eval");
    assertRefused(new PickleWriter().global("torch", "load")).hasMessageContaining("torch.load");
    assertRefused(new PickleWriter().global("torch._utils", "OrderedDict"))
        .hasMessageContaining("'torch._utils.OrderedDict'");
  }

  @Test
  void aGlobalFromTheStackIsRefusedByName() {
    assertRefused(new PickleWriter().text("posix").text("system").op(Opcode.STACK_GLOBAL))
        .hasMessageContaining("asks for 'posix.system'");
    assertRefused(new PickleWriter().text("posix").whole(1).op(Opcode.STACK_GLOBAL))
        .hasMessageContaining("damaged");
  }

  @Test
  void anInstanceIsRefusedByName() {
    assertRefused(new PickleWriter().op(Opcode.MARK).op(Opcode.INST).line("os").line("system"))
        .hasMessageContaining("asks for 'os.system'");
    assertRefused(new PickleWriter().op(Opcode.INST).line("collections").line("OrderedDict"))
        .hasMessageContaining("makes an object of ORDERED_DICT");
  }

  @Test
  void aNameCannotBreakTheLineOfAMessage() {
    assertRefused(
            new PickleWriter().text("o\ns\u001b[2J").text("x".repeat(5000)).op(Opcode.STACK_GLOBAL))
        .hasMessageContaining("'o?s?[2J.xxx")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "^(?!INST$).*")
  void anOpcodeThatNoStateDictNeedsIsRefusedByName(Opcode opcode) {
    if (opcode.ordinal() > Opcode.INST.ordinal()) {
      assertRefused(new PickleWriter().op(opcode).bytes(0, 0, 0, 0, 0, 0, 0, 0, 0))
          .hasMessageContaining("uses the opcode " + opcode + " (0x");
    }
  }

  @Test
  void functionsAreNotValuesAndValuesNoFunctions() {
    assertRefused(new PickleWriter().text("x").op(Opcode.EMPTY_TUPLE).op(Opcode.REDUCE));
    assertRefused(
        new PickleWriter()
            .global("torch", "FloatStorage")
            .op(Opcode.EMPTY_TUPLE)
            .op(Opcode.REDUCE));
    assertRefused(
        new PickleWriter()
            .global("torch._utils", "_rebuild_parameter")
            .op(Opcode.EMPTY_TUPLE)
            .op(Opcode.REDUCE));
    assertRefused(new PickleWriter().text("x").op(Opcode.BINPERSID));
    assertRefused(new PickleWriter().storage("OrderedDict", "0", 1));
    assertRefused(new PickleWriter().storage("FloatStorage", "0", -1));
  }

  @Test
  void aStateMayOnlyBeSetOnADict() {
    assertRefused(new PickleWriter().text("x").op(Opcode.EMPTY_DICT).op(Opcode.BUILD))
        .hasMessageContaining("sets the state");
    assertRefused(new PickleWriter().orderedDict().text("x").op(Opcode.BUILD))
        .hasMessageContaining("sets the state");
  }

  @Test
  void aHugeMemoIndexTakesNoMemory() {
    byte[] pickle =
        new PickleWriter()
            .text("x")
            .op(Opcode.LONG_BINPUT)
            .u4(0xffff_ffffL)
            .op(Opcode.EMPTY_TUPLE)
            .op(Opcode.LONG_BINGET)
            .u4(0xffff_ffffL)
            .op(Opcode.TUPLE3)
            .stop();
    Pickled x = new Pickled.Text("x");
    assertThat(read(pickle))
        .isEqualTo(new Pickled.Tuple(List.of(x, new Pickled.Tuple(List.of()), x)));
    assertRefused(new PickleWriter().op(Opcode.LONG_BINGET).u4(0xffff_fffeL))
        .hasMessageContaining("memo 4294967294");
  }

  @Test
  void lengthsBeyondTheEndOrAnySenseAreRefused() {
    assertRefused(new PickleWriter().op(Opcode.BINUNICODE).u4(1000)).hasMessageContaining("short");
    assertRefused(new PickleWriter().op(Opcode.BINUNICODE).u4(0xffff_ffffL))
        .hasMessageContaining("1 MB");
    assertRefused(new PickleWriter().op(Opcode.BINUNICODE8).u8(-1)).hasMessageContaining("1 MB");
    assertRefused(new PickleWriter().op(Opcode.FRAME).u8(-1)).hasMessageContaining("short");
    assertRefused(new PickleWriter().op(Opcode.FRAME).u8(50)).hasMessageContaining("short");
    assertRefused(new PickleWriter().op(Opcode.LONG1).bytes(255).u8(0).u8(0))
        .hasMessageContaining("64 bits");
    assertRefused(new PickleWriter().op(Opcode.PROTO).bytes(6)).hasMessageContaining("protocol 6");
    assertRefused(new PickleWriter().bytes(0xff)).hasMessageContaining("0xff is no pickle opcode");
  }

  @Test
  void absurdNestingIsRefused() {
    PickleWriter marks = new PickleWriter();
    PickleWriter values = new PickleWriter();
    for (int i = 0; i < 100_001; i++) {
      marks.op(Opcode.MARK);
      values.op(Opcode.EMPTY_DICT);
    }
    assertRefused(marks).hasMessageContaining("nested beyond");
    assertRefused(values).hasMessageContaining("nested beyond");
  }

  @Test
  void aDeepTupleIsReadWithoutDeepCalls() {
    PickleWriter out = new PickleWriter().op(Opcode.EMPTY_TUPLE);
    for (int i = 0; i < 1_000_000; i++) {
      out.op(Opcode.TUPLE1);
    }
    assertThat(read(out.stop()) instanceof Pickled.Tuple).isTrue();
  }

  @Test
  void valuesBeyondAMarkCannotBeTaken() {
    assertRefused(new PickleWriter().op(Opcode.TUPLE)).hasMessageContaining("mark is missing");
    assertRefused(new PickleWriter().whole(1).op(Opcode.MARK).op(Opcode.TUPLE1))
        .hasMessageContaining("stack is empty");
    assertRefused(new PickleWriter().whole(1).whole(2)).hasMessageContaining("middle of a value");
    assertRefused(new PickleWriter()).hasMessageContaining("stack is empty");
  }

  @Test
  void theSameKeyTwiceIsRefused() {
    PickleWriter twice = new PickleWriter().op(Opcode.EMPTY_DICT);
    assertRefused(twice.text("a").whole(1).op(Opcode.SETITEM).text("a").whole(2).op(Opcode.SETITEM))
        .hasMessageContaining("names 'a' twice");
  }

  @Test
  void keysAreTextOrWholeNumbers() {
    assertRefused(
            new PickleWriter()
                .op(Opcode.EMPTY_DICT)
                .op(Opcode.EMPTY_TUPLE)
                .whole(1)
                .op(Opcode.SETITEM))
        .hasMessageContaining("dict key");
    assertRefused(
            new PickleWriter().op(Opcode.EMPTY_DICT).op(Opcode.MARK).whole(1).op(Opcode.SETITEMS))
        .hasMessageContaining("no dict");
    assertRefused(new PickleWriter().text("x").whole(1).op(Opcode.APPEND))
        .hasMessageContaining("no list");
  }

  @Test
  void aDictThatHoldsItselfIsReadAndNeverWalked() {
    byte[] pickle =
        new PickleWriter()
            .op(Opcode.EMPTY_DICT)
            .op(Opcode.BINPUT)
            .bytes(0)
            .text("me")
            .op(Opcode.BINGET)
            .bytes(0)
            .op(Opcode.SETITEM)
            .stop();
    assertThat(read(pickle) instanceof Pickled.Dict).isTrue();
  }

  @Test
  void whatATrainingCheckpointHoldsBesideTensorsIsReadPast() {
    byte[] pickle =
        new PickleWriter()
            .op(Opcode.PROTO)
            .bytes(5)
            .op(Opcode.FRAME)
            .u8(10)
            .op(Opcode.EMPTY_LIST)
            .op(Opcode.MEMOIZE)
            .op(Opcode.MARK)
            .op(Opcode.NONE)
            .op(Opcode.NEWTRUE)
            .op(Opcode.BINFLOAT)
            .u8(0)
            .whole(1L << 40)
            .whole(-5)
            .op(Opcode.BININT2)
            .bytes(1, 2)
            .op(Opcode.LONG1)
            .bytes(0)
            .op(Opcode.APPENDS)
            .op(Opcode.SHORT_BINUNICODE)
            .bytes(1, 'x')
            .op(Opcode.BINUNICODE8)
            .u8(1)
            .bytes('y')
            .op(Opcode.LONG1)
            .bytes(2, 0, 0xff)
            .op(Opcode.TUPLE3)
            .op(Opcode.TUPLE2)
            .stop();
    assertThat(read(pickle))
        .isEqualTo(
            new Pickled.Tuple(
                List.of(
                    Pickled.Other.LIST,
                    new Pickled.Tuple(
                        List.of(
                            new Pickled.Text("x"),
                            new Pickled.Text("y"),
                            new Pickled.Whole(-256))))));
  }

  @Test
  void aPickleCutAnywhereIsOneClearRefusal() {
    byte[] whole = stateDict();
    read(whole);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .isInstanceOf(EngramException.class)
          .hasMessageStartingWith("weights.pth: the pickle is cut short. ");
    }
  }

  @Property(tries = 5000)
  void aPickleWithChangedBytesIsReadOrRefusedButNeverFailsOtherwise(@ForAll Random random) {
    byte[] pickle = stateDict();
    for (int i = random.nextInt(4); i >= 0; i--) {
      pickle[random.nextInt(pickle.length)] = (byte) random.nextInt(256);
    }
    readOrRefuse(pickle);
  }

  @Property(tries = 5000)
  void opcodesInAnyOrderAreReadOrRefusedButNeverFailOtherwise(@ForAll Random random) {
    PickleWriter out = new PickleWriter();
    Opcode[] opcodes = Opcode.values();
    for (int i = random.nextInt(200); i >= 0; i--) {
      out.op(opcodes[random.nextInt(Opcode.INST.ordinal())]).bytes(random.nextInt(3));
    }
    readOrRefuse(out.stop());
  }

  private static byte[] stateDict() {
    return new PickleWriter()
        .orderedDict()
        .op(Opcode.BINPUT)
        .bytes(0)
        .op(Opcode.MARK)
        .text("weight")
        .tensor("FloatStorage", "0", 300, 0, new long[] {2, 3}, new long[] {3, 1})
        .text("bias")
        .tensor("HalfStorage", "1", 1L << 40, 70_000, new long[0], new long[0])
        .op(Opcode.SETITEMS)
        .op(Opcode.EMPTY_DICT)
        .text("_metadata")
        .orderedDict()
        .op(Opcode.SETITEM)
        .op(Opcode.BUILD)
        .stop();
  }

  private static void readOrRefuse(byte[] pickle) {
    try {
      read(pickle);
    } catch (EngramException e) {
      assertThat(e.getMessage()).startsWith("weights.pth").endsWith(".").doesNotContain("\n");
    }
  }

  private static Pickled read(byte[] pickle) {
    return PickleReader.read(pickle, PLACE);
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(PickleWriter pickle) {
    byte[] bytes = pickle.stop();
    return assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith("weights.pth: ")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }
}
