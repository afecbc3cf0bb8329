package dev.engram.bench;

import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.nn.CheckpointWeights;
import dev.engram.nn.Conv2d;
import dev.engram.tensor.Device;
import dev.engram.tensor.MixedPrecision;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.util.Arrays;

/** What a large convolution reaches on this machine, in GFLOP a second: no network is faster. */
final class Roof {
  private static final int CHANNELS = 256;
  private static final int HEIGHT = 60;
  private static final int WIDTH = 108;
  private static final int TRIES = 25;

  private Roof() {}

  static double of(Precision precision) {
    StateDict weights =
        StateDict.builder()
            .add("c.weight", filled(CHANNELS, CHANNELS, 3, 3))
            .add("c.bias", filled(CHANNELS))
            .build();
    double[] seconds = new double[TRIES];
    try (TensorArena arena = new TensorArena();
        TensorScope scope = TensorScope.open();
        MixedPrecision mode = precision.open(Device.CPU)) {
      Conv2d conv =
          new CheckpointWeights(weights, arena, Device.CPU, precision)
              .conv("c", CHANNELS, CHANNELS, 3);
      Tensor input =
          Tensors.zeros(TensorType.FLOAT32, Device.CPU, 1, CHANNELS, HEIGHT, WIDTH)
              .add(0.5)
              .channelsLast()
              .to(precision.type());
      for (int i = 0; i < TRIES; i++) {
        try (TensorScope inner = TensorScope.open()) {
          long started = System.nanoTime();
          conv.apply(input);
          seconds[i] = (System.nanoTime() - started) / 1e9;
        }
      }
    }
    Arrays.sort(seconds);
    return 2.0 * CHANNELS * CHANNELS * 9 * HEIGHT * WIDTH / seconds[TRIES / 2] / 1e9;
  }

  private static TensorData filled(int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.fill(values, 0.01f);
    return TensorData.ofFloats(values, Arrays.stream(shape).asLongStream().toArray());
  }
}
