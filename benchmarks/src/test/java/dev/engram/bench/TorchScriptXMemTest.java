package dev.engram.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.checkpoint.StateDict;
import dev.engram.memory.MemoryBank;
import dev.engram.memory.MemoryOptions;
import dev.engram.network.EncodedFrame;
import dev.engram.network.EncodedFrame.DecodedFrame;
import dev.engram.network.EncodedFrame.EncodedValue;
import dev.engram.network.xmem.XMem;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import dev.engram.testing.TinyXMem;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Engram is timed beside does the same: frame and memory frame against Engram's own. */
class TorchScriptXMemTest {
  private static final int SIDE = 96;
  private static final int CELLS = SIDE / 16;
  private static final int WIDTH = TinyXMem.WIDTH;

  private final Random random = new Random(3);

  private float[] random(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static org.bytedeco.pytorch.Tensor raw(float[] values, long... shape) {
    org.bytedeco.pytorch.Tensor tensor = torch.zeros(shape);
    tensor.data_ptr_float().put(values);
    return tensor;
  }

  /** A map [n, c, h, w] as TorchScript keeps it, [n, c, h * w]. */
  private static org.bytedeco.pytorch.Tensor flat(Tensor map) {
    long cells = (long) CELLS * CELLS;
    return raw(map.toFloats(), map.size(0), map.size(1), cells);
  }

  private static void assertSame(org.bytedeco.pytorch.Tensor actual, Tensor expected) {
    float[] own = new float[(int) actual.numel()];
    actual.contiguous().data_ptr_float().get(own);
    float[] other = expected.toFloats();
    assertThat(own).hasSameSizeAs(other);
    for (int i = 0; i < own.length; i++) {
      assertThat(own[i]).as("element %d", i).isCloseTo(other[i], within(1e-4f));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itsFramesAreEngramsFrames(boolean batchNorm) {
    StateDict weights = (batchNorm ? TinyXMem.normalised() : TinyXMem.plain()).weights();
    float[] image = random(3 * SIDE * SIDE);
    float[] mask = random(SIDE * SIDE);
    float[] hidden = random(WIDTH * CELLS * CELLS);
    try (TensorArena arena = new TensorArena();
        XMem network = XMem.load(weights, Device.CPU, Precision.FP32);
        TensorScope scope = TensorScope.open();
        PointerScope pointers = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      EncodedFrame frame = network.encodeKey(Tensors.of(image, 1, 3, SIDE, SIDE));
      Tensor state = Tensors.of(hidden, 1, WIDTH, CELLS, CELLS);
      EncodedValue value = frame.encodeValue(Tensors.of(mask, 1, 1, SIDE, SIDE), state, true);
      MemoryBank bank =
          new MemoryBank(arena, Device.CPU, MemoryOptions.defaults(), WIDTH, Precision.FP32);
      bank.add(frame.key(), frame.shrinkage(), frame.selection(), value.value(), List.of(1));
      Tensor readout = bank.read(frame.key(), frame.selection());
      DecodedFrame decoded = frame.decode(readout, state, true);

      JitModule plain =
          TorchScriptContestant.load(TorchScriptSource.plainFrame(weights, SIDE, SIDE));
      TensorVector seen =
          TorchScriptContestant.run(
              plain,
              raw(image, 1, 3, SIDE, SIDE),
              raw(hidden, 1, WIDTH, CELLS, CELLS),
              flat(frame.key()),
              flat(frame.shrinkage()),
              flat(value.value()));
      assertSame(seen.get(0), decoded.logits().sigmoid());
      assertSame(seen.get(1), decoded.hidden());
      assertSame(seen.get(2), frame.key());
      assertSame(seen.get(3), frame.shrinkage());

      JitModule memory =
          TorchScriptContestant.load(TorchScriptSource.memoryFrame(weights, SIDE, SIDE));
      TensorVector made =
          TorchScriptContestant.run(
              memory,
              raw(image, 1, 3, SIDE, SIDE),
              seen.get(4),
              raw(hidden, 1, WIDTH, CELLS, CELLS),
              raw(mask, 1, 1, SIDE, SIDE),
              torch.zeros(1, 1, SIDE, SIDE));
      assertSame(made.get(0), value.value());
      assertSame(made.get(1), value.hidden());
      plain.releaseReference();
      memory.releaseReference();
    }
  }
}
