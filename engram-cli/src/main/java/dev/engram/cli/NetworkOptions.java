package dev.engram.cli;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.memory.MemoryOptions;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.TorchRuntime;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the network and its memory run, by XMem's own names. */
final class NetworkOptions {
  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description =
          "Short side inside the network; -1 for the frames' own. Masks always have the frames'"
              + " size. Default: 480.")
  private @Nullable Integer size;

  @Option(
      names = "--max-internal-size",
      defaultValue = "1080",
      paramLabel = "PIXELS",
      description =
          "The most that --size -1 may come to, so that 4K fits in memory; -1 for no limit."
              + " Default: ${DEFAULT-VALUE}.")
  private int maxInternalSize;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--device",
      defaultValue = "auto",
      paramLabel = "DEVICE",
      description = "auto, cpu or cuda. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private String deviceName;

  @Option(names = "--threads", paramLabel = "N", description = "Threads; default: all cores.")
  private @Nullable Integer threads;

  @Option(
      names = "--precision",
      defaultValue = "auto",
      paramLabel = "PRECISION",
      description =
          "What convolutions compute in: fp32, bf16, or auto, which is bf16 where the processor or"
              + " card multiplies it. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private String precisionName;

  @Option(
      names = "--mem-every",
      paramLabel = "N",
      description = "Memorise every N-th frame. Default: the model's own; 5 for XMem.")
  private @Nullable Integer memEvery;

  @Option(
      names = "--deep-update-every",
      defaultValue = "-1",
      paramLabel = "N",
      description =
          "Frames between deep updates of sensory memory; -1: with memory frames."
              + " Default: ${DEFAULT-VALUE}.")
  private int deepUpdateEvery;

  @Option(
      names = "--max-mid-term-frames",
      defaultValue = "10",
      paramLabel = "N",
      description = "T_max, the frames at which working memory is full. Default: ${DEFAULT-VALUE}.")
  private int maxMidTermFrames;

  @Option(
      names = "--min-mid-term-frames",
      defaultValue = "5",
      paramLabel = "N",
      description = "T_min, the frames that stay in it. Default: ${DEFAULT-VALUE}.")
  private int minMidTermFrames;

  @Option(
      names = "--num-prototypes",
      defaultValue = "128",
      paramLabel = "N",
      description = "P, prototypes of each consolidation. Default: ${DEFAULT-VALUE}.")
  private int numPrototypes;

  @Option(
      names = "--max-long-term-elements",
      defaultValue = "10000",
      paramLabel = "N",
      description = "LT_max, elements of long-term memory. Default: ${DEFAULT-VALUE}.")
  private int maxLongTermElements;

  @Option(
      names = "--memory-budget",
      paramLabel = "SIZE",
      converter = ByteCount.class,
      description =
          "The most bytes that memory's elements may take, such as 800M or 6G: long-term memory,"
              + " then working memory, is made smaller to fit. Default: what they need.")
  private @Nullable Long memoryBudget;

  @Option(names = "--disable-long-term", description = "No long-term memory.")
  private boolean disableLongTerm;

  @Option(
      names = "--reference-pairing",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Keep the first frame of objects that appear later as XMem's code does, with the keys of"
              + " the video's first frame. Default: ${DEFAULT-VALUE}.")
  private boolean referencePairing;

  @Option(
      names = "--top-k",
      defaultValue = "30",
      paramLabel = "N",
      description = "Memory elements that a pixel reads. Default: ${DEFAULT-VALUE}.")
  private int topK;

  @Option(
      names = "--spatial-frames",
      paramLabel = "M",
      description =
          "Frames of STMA's spatial memory that a frame is associated with; XMem has none."
              + " Default: the model's own; 2 for STMA.")
  private @Nullable Integer spatialFrames;

  // each takes half a gigabyte and more
  private static final int MOST_JOBS = 4;

  private @Nullable Device device;

  /**
   * Checks what can be checked before a model is there.
   *
   * @throws EngramException if a value is out of its range
   */
  void check() {
    segmenterOptions(SegmenterOptions.defaults());
  }

  /**
   * @param usual where the user asks for nothing else
   */
  SegmenterOptions segmenterOptions(SegmenterOptions usual) {
    Precision.parse(precisionName, Device.CPU);
    if (threads != null && threads < 1) {
      throw new EngramException("--threads " + threads + ": give 1 or more.");
    }
    MemoryOptions memory =
        new MemoryOptions(
            maxMidTermFrames,
            minMidTermFrames,
            numPrototypes,
            maxLongTermElements,
            topK,
            !disableLongTerm,
            referencePairing,
            memoryBudget == null ? MemoryOptions.UNLIMITED : memoryBudget);
    return new SegmenterOptions(
        size == null ? usual.size() : size,
        maxInternalSize,
        memEvery == null ? usual.memEvery() : memEvery,
        usual.memOffset(),
        deepUpdateEvery,
        memory,
        spatialFrames == null ? usual.spatialFrames() : spatialFrames);
  }

  /**
   * Chooses the device and sets the threads; loads the natives. Where they are those for CUDA cards
   * but none can be used, a line says that it is the CPU.
   */
  Device prepareDevice() {
    Device chosen = Device.parse(deviceName);
    if (chosen == Device.CPU && deviceName.equalsIgnoreCase("auto") && Device.cudaWasMeant()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("engram: on the CPU, as no CUDA card can be used: " + Device.cudaProblem() + ".");
      err.flush();
    }
    device = chosen;
    if (threads != null) {
      TorchRuntime.setThreads(threads);
    }
    return chosen;
  }

  /**
   * Shares the threads out among videos that are segmented at once.
   *
   * @param jobs how many at once; null for as many as there are threads, up to {@value #MOST_JOBS}
   * @return how many at once
   * @throws EngramException if {@code jobs} is below 1
   */
  int shareThreads(int videos, @Nullable Integer jobs) {
    if (jobs != null && jobs < 1) {
      throw new EngramException("--jobs " + jobs + ": give 1 or more.");
    }
    int all = TorchRuntime.threads();
    int usual = device() == Device.CUDA ? 1 : Math.min(all, MOST_JOBS);
    int atOnce = Math.min(videos, jobs == null ? usual : jobs);
    if (atOnce > 1) {
      TorchRuntime.setThreads(Math.max(1, all / atOnce));
    }
    return atOnce;
  }

  /** The precision on the device that {@link #prepareDevice} chose. */
  Precision precision() {
    return Precision.parse(precisionName, device());
  }

  /** The model on the device and in the precision that were asked for. */
  Engram load(StateDict weights) {
    prepareDevice();
    return Engram.of(weights, device(), precision());
  }

  /** The device that {@link #prepareDevice} chose. */
  Device device() {
    if (device == null) {
      throw new IllegalStateException("no device was chosen yet");
    }
    return device;
  }
}
