package dev.engram.bench;

import dev.engram.memory.MemoryBank;
import dev.engram.memory.MemoryOptions;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A read of the memory at 480p: at the start of a video, and when long-term memory is full. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ReadBenchmark {
  private static final int H = 30;
  private static final int W = 54;
  private static final int KEY = 64;
  private static final int DIRECTIONS = 40;
  private static final double DECAY = 0.85;

  /**
   * Memory frames so far, each time nine of them in working memory; the others have become no,
   * 2,432 and 10,000 elements of long-term memory.
   */
  @Param({"9", "104", "504"})
  public int frames;

  /** Channels of a value. */
  @Param({"128", "512"})
  public int valueChannels;

  @Param({"1", "5"})
  public int objects;

  @Param({"FP32", "BF16"})
  @SuppressWarnings("NullAway.Init")
  public Precision precision;

  private final Random random = new Random(5);
  private final TensorArena arena = new TensorArena();

  @SuppressWarnings("NullAway.Init")
  private MemoryBank bank;

  @SuppressWarnings("NullAway.Init")
  private Tensor key;

  @SuppressWarnings("NullAway.Init")
  private Tensor selection;

  /** Fills the memory. */
  @Setup
  public void fill() {
    bank = new MemoryBank(arena, Device.CPU, MemoryOptions.defaults(), valueChannels, precision);
    List<Integer> ids = IntStream.rangeClosed(1, objects).boxed().toList();
    try (TensorScope scope = TensorScope.open()) {
      float[] directions = directions();
      for (int i = 0; i < frames; i++) {
        bank.add(
            keys(directions),
            map(1, 1, 0.3).square().add(1),
            selections(directions),
            map(objects, valueChannels, 1),
            ids);
      }
      key = arena.adopt(keys(directions));
      selection = arena.adopt(selections(directions));
    }
  }

  /** As keys of real frames they vary in few directions much, and in most hardly: [n, KEY]. */
  private float[] directions() {
    float[] mixture = new float[DIRECTIONS * KEY];
    for (int i = 0; i < mixture.length; i++) {
      mixture[i] = (float) (Math.pow(DECAY, i / KEY) * random.nextGaussian());
    }
    return mixture;
  }

  private Tensor keys(float[] directions) {
    Tensor mixture = Tensors.of(directions, DIRECTIONS, KEY);
    return asMap(pixels(DIRECTIONS).matmul(mixture));
  }

  private Tensor selections(float[] directions) {
    Tensor mixture = Tensors.of(directions, DIRECTIONS, KEY);
    return asMap(pixels(DIRECTIONS).matmul(mixture).add(4).sigmoid());
  }

  private Tensor pixels(int channels) {
    return map(1, channels, 1).reshape(channels, (long) H * W).transpose(0, 1);
  }

  private static Tensor asMap(Tensor pixels) {
    return pixels.transpose(0, 1).reshape(1, KEY, H, W);
  }

  private Tensor map(int n, int channels, double scale) {
    float[] values = new float[n * channels * H * W];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return Tensors.of(values, n, channels, H, W);
  }

  /** The read. */
  @Benchmark
  public long read() {
    try (TensorScope scope = TensorScope.open()) {
      return bank.read(key, selection).elementCount();
    }
  }

  /** Frees the memory. */
  @TearDown
  public void free() {
    arena.close();
  }
}
