package dev.engram.bench;

import dev.engram.checkpoint.StateDict;
import dev.engram.memory.MemoryBank;
import dev.engram.memory.MemoryOptions;
import dev.engram.network.EncodedFrame;
import dev.engram.network.FrameEncoder;
import dev.engram.network.ImageFeatures;
import dev.engram.network.ImageNormalisation;
import dev.engram.network.stma.Stma;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import dev.engram.train.UntrainedStma;
import dev.engram.train.UntrainedStma.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Where the time of an STMA goes, and how fast the paper's ablations are beside it (table 1): 480p,
 * every third frame memorised, weights that are not trained. Medians of a frame's parts; those of
 * memory frames count by how often they come.
 */
public final class StmaBench {
  private static final int WIDTH = 864;
  private static final int HEIGHT = 480;
  private static final int MEMORISE_EVERY = 3;
  private static final int WARM_UP = 4;

  private final Stma network;
  private final int objects;
  private final MovingSquares clip;
  private final Map<String, List<Double>> times = new LinkedHashMap<>();
  private boolean counts;

  private StmaBench(Stma network, int objects) {
    this.network = network;
    this.objects = objects;
    clip = new MovingSquares(WIDTH, HEIGHT, objects);
  }

  /**
   * @param arguments a configuration such as {@code configurations/stma-b-s3.yaml}, objects, frames
   *     of each run, and the precision
   */
  public static void main(String[] arguments) {
    Path configuration = Path.of(arguments[0]);
    int objects = Integer.parseInt(arguments[1]);
    int frames = Integer.parseInt(arguments[2]);
    Precision precision = Precision.parse(arguments[3], Device.CPU);
    double full = 0;
    for (Variant variant : Variant.values()) {
      StateDict weights = UntrainedStma.of(configuration, variant);
      try (Stma network = Stma.load(weights, Device.CPU, precision)) {
        StmaBench bench = new StmaBench(network, objects);
        bench.run(frames);
        double seconds = bench.secondsAFrame();
        full = variant == Variant.FULL ? seconds : full;
        System.out.printf(
            Locale.ROOT,
            "%s, %s, %d objects: %.3f s a frame, %.2f times the full network's speed%n",
            variant.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            network.description(),
            objects,
            seconds,
            full / seconds);
        bench.print(seconds);
      }
    }
  }

  private void run(int frames) {
    try (TensorArena arena = new TensorArena();
        FrameEncoder encoder = network.open(network.spatialFrames())) {
      MemoryBank memory =
          new MemoryBank(
              arena,
              Device.CPU,
              MemoryOptions.defaults(),
              network.valueChannels(),
              network.precision());
      List<Integer> labels = IntStream.rangeClosed(1, objects).boxed().toList();
      encoder.setObjects(labels);
      for (int i = 0; i < WARM_UP + frames; i++) {
        counts = i >= WARM_UP;
        try (TensorScope scope = TensorScope.open()) {
          step(i, encoder, memory, labels);
        }
      }
    }
  }

  private void step(int index, FrameEncoder encoder, MemoryBank memory, List<Integer> labels) {
    boolean afterMemory = index % MEMORISE_EVERY == 1;
    Tensor image = image(index);
    ImageFeatures features =
        timed("convolutions before the blocks", () -> network.imageFeatures(image));
    String blocks =
        afterMemory ? "blocks, after a memory frame" : "blocks, with what references answered kept";
    EncodedFrame frame = timed(blocks, () -> encoder.encode(features));
    if (index > 0) {
      Tensor readout =
          network.readsMemory()
              ? timed("key and read", () -> memory.read(frame.key(), frame.selection()))
              : null;
      timed("decoder", () -> frame.decode(readout, null, false));
    }
    if (index % MEMORISE_EVERY == 0) {
      Tensor masks = masks(index);
      Tensor value = timed("value encoder", () -> frame.encodeValue(masks, null, false).value());
      Set<Integer> given = index == 0 ? Set.copyOf(labels) : Set.of();
      EncodedFrame kept = timed("memorising", () -> frame.remember(masks, value, labels, given));
      if (network.readsMemory()) {
        memory.add(kept.key(), kept.shrinkage(), kept.selection(), value, labels);
      }
    }
  }

  private Tensor image(int index) {
    Tensor pixels = Tensors.of(clip.frame(index).rgb(), 1, HEIGHT, WIDTH, 3);
    return ImageNormalisation.apply(pixels.permute(0, 3, 1, 2).to(TensorType.FLOAT32));
  }

  private Tensor masks(int index) {
    int[] labels = clip.mask(index).toArray();
    float[] values = new float[objects * labels.length];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] > 0) {
        values[(labels[i] - 1) * labels.length + i] = 1;
      }
    }
    return Tensors.of(values, objects, 1, HEIGHT, WIDTH);
  }

  private <T> T timed(String part, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    if (counts) {
      times.computeIfAbsent(part, p -> new ArrayList<>()).add((System.nanoTime() - start) / 1e9);
    }
    return result;
  }

  /** How often a part comes, a frame. */
  private static double share(String part) {
    return switch (part) {
      case "value encoder", "memorising", "blocks, after a memory frame" -> 1.0 / MEMORISE_EVERY;
      case "blocks, with what references answered kept" -> 1 - 1.0 / MEMORISE_EVERY;
      default -> 1;
    };
  }

  private static double median(List<Double> all) {
    List<Double> sorted = all.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private double secondsAFrame() {
    return times.entrySet().stream()
        .mapToDouble(e -> share(e.getKey()) * median(e.getValue()))
        .sum();
  }

  private void print(double seconds) {
    times.forEach(
        (part, all) ->
            System.out.printf(
                Locale.ROOT,
                "  %s: %.3f s, %.0f %% of all%n",
                part,
                median(all),
                100 * share(part) * median(all) / seconds));
  }
}
