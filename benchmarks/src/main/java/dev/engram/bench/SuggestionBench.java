package dev.engram.bench;

import dev.engram.suggest.FrameKeys;
import dev.engram.suggest.FrameSuggester;
import dev.engram.suggest.Suggestion;
import dev.engram.suggest.SuggestionOptions;
import dev.engram.suggest.Uncertainty;
import dev.engram.tensor.Device;
import dev.engram.tensor.Resize;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import dev.engram.tensor.TorchRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Which frames to annotate in a long video of 480p: how long the first suggestions take, and those
 * after one more annotation. Its keys drift from scene to scene, and scenes come back.
 */
public final class SuggestionBench {
  private static final int FRAMES = 10_000;
  private static final int H = 30;
  private static final int W = 54;
  private static final int KEY = 64;
  private static final int SCENES = 25;
  private static final int FRAMES_A_SCENE = 150;
  private static final double NOISE = 0.1;

  private final Random random = new Random(5);
  private final TensorArena arena = new TensorArena();
  private final List<Tensor> scenes = new ArrayList<>();
  private final List<Tensor> noise = new ArrayList<>();
  private final List<Tensor> masks = new ArrayList<>();

  private SuggestionBench() {}

  /**
   * @param arguments the number of frames, 10,000 if it is left out
   */
  public static void main(String[] arguments) {
    int frames = arguments.length == 0 ? FRAMES : Integer.parseInt(arguments[0]);
    SuggestionBench bench = new SuggestionBench();
    try (FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT16)) {
      bench.fill(keys, frames);
      bench.measure(keys, frames);
    } finally {
      bench.arena.close();
    }
  }

  private void fill(FrameKeys keys, int frames) {
    try (TensorScope scope = TensorScope.open()) {
      for (int i = 0; i < SCENES; i++) {
        // a coarse map made large is smooth, as a network's keys are
        scenes.add(arena.adopt(Resize.bilinear(gaussian(2 * KEY + 1, 8, 14), H, W)));
        noise.add(arena.adopt(gaussian(2 * KEY + 1, H, W).mul(NOISE)));
        Tensor blob = Resize.bilinear(gaussian(1, 4, 6).mul(8).add(-6), 16 * H, 16 * W);
        masks.add(arena.adopt(blob.sigmoid()));
      }
    }
    report("empty");
    long started = System.nanoTime();
    Tensor from = any(scenes);
    Tensor to = any(scenes);
    for (int frame = 0; frame < frames; frame++) {
      if (frame % FRAMES_A_SCENE == 0) {
        from = to;
        to = any(scenes);
      }
      try (TensorScope scope = TensorScope.open()) {
        double part = frame % FRAMES_A_SCENE / (double) FRAMES_A_SCENE;
        Tensor map = from.copy().lerpInPlace(to, part).addInPlace(any(noise));
        Tensor mask = masks.get(frame / FRAMES_A_SCENE % SCENES);
        keys.append(
            frame,
            map.narrow(1, 0, KEY),
            map.narrow(1, 2 * KEY, 1).square().add(1),
            map.narrow(1, KEY, KEY).sigmoid(),
            mask,
            Uncertainty.of(mask));
      }
    }
    report(String.format(Locale.ROOT, "%d frames appended in %.1f s", frames, since(started)));
  }

  private void measure(FrameKeys keys, int frames) {
    FrameSuggester suggester = new FrameSuggester(keys, SuggestionOptions.defaults(), Device.CPU);
    suggester.annotate(0);
    List<Suggestion> first = suggest("first 5 suggestions", suggester);
    annotate(keys, suggester, first.get(0).frame());
    suggest("after the first of them is annotated", suggester);
    annotate(keys, suggester, frames / 2);
    suggest("after a frame of the user's own choice is annotated", suggester);
  }

  private void annotate(FrameKeys keys, FrameSuggester suggester, int frame) {
    try (TensorScope scope = TensorScope.open()) {
      keys.replaceMasks(frame, any(masks).greater(0.5).to(TensorType.FLOAT32), 0);
    }
    suggester.maskChanged(frame);
    suggester.annotate(frame);
  }

  private static List<Suggestion> suggest(String what, FrameSuggester suggester) {
    long[] compared = {0};
    long started = System.nanoTime();
    List<Suggestion> suggestions = suggester.suggest(5, count -> compared[0] = count);
    double seconds = since(started);
    report(
        String.format(
            Locale.ROOT,
            "%s: %.2f s, %d comparisons, rough or full, of %.2f ms",
            what,
            seconds,
            compared[0],
            1e3 * seconds / compared[0]));
    for (Suggestion s : suggestions) {
      System.out.printf(Locale.ROOT, "  frame %d, %.4f, %s%n", s.frame(), s.score(), s.reason());
    }
    return suggestions;
  }

  private static void report(String what) {
    System.out.printf(
        Locale.ROOT, "%s; %.0f MB resident%n", what, TorchRuntime.residentBytes() / 1e6);
  }

  private static double since(long started) {
    return (System.nanoTime() - started) / 1e9;
  }

  private Tensor any(List<Tensor> tensors) {
    return tensors.get(random.nextInt(tensors.size()));
  }

  private Tensor gaussian(int channels, int height, int width) {
    float[] values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensors.of(values, 1, channels, height, width);
  }
}
