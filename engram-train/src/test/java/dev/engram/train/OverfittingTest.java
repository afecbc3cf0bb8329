package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.VideoSegmenter;
import dev.engram.checkpoint.StateDict;
import dev.engram.mask.LabelMap;
import dev.engram.mask.RegionSimilarity;
import dev.engram.network.SegmentationNetwork;
import dev.engram.tensor.Device;
import dev.engram.tensor.MixedPrecision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorArena;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import dev.engram.train.TrainConfig.LossWeights;
import dev.engram.train.data.Clip;
import dev.engram.train.data.TestClips;
import dev.engram.video.Frame;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** XMem of the published size and stma-t, trained from nothing on one clip. */
@Tag("slow")
class OverfittingTest {
  private static final int SIZE = 96;

  @Test
  void thePublishedXMemOverfitsOneClipToMoreThanNinetyFivePerCent() {
    assertOverfits(XMemShape.PUBLISHED, 160, 2e-4);
  }

  @Test
  void stmaTOverfitsOneClipToMoreThanNinetyFivePerCent() {
    Path configuration = Path.of("..", "configurations", "stma-t.yaml");
    assertOverfits(TrainConfig.read(configuration).network(), 250, 8e-4);
  }

  private static void assertOverfits(NetworkShape shape, int steps, double rate) {
    List<Clip> clips = TestClips.squares(1, 4, SIZE, 2);
    StateDict trained = train(shape, clips, steps, rate);
    try (Engram engram = Engram.of(trained, Device.CPU);
        VideoSegmenter session = engram.open(SegmenterOptions.defaults().withSize(SIZE))) {
      session.step(frame(clips.get(0), 0), labels(clips.get(0), 0));
      for (int i = 1; i < clips.get(0).frames(); i++) {
        LabelMap found = session.step(frame(clips.get(0), i));
        for (int label = 1; label <= 2; label++) {
          assertThat(RegionSimilarity.of(found, labels(clips.get(0), i), label))
              .as("frame %d, object %d", i, label)
              .isGreaterThan(0.95);
        }
      }
    }
  }

  private static StateDict train(NetworkShape shape, List<Clip> clips, int steps, double highest) {
    StateDict initial = shape.initialWeights(new SplittableRandom(1), null);
    try (TensorArena arena = new TensorArena()) {
      Map<String, Tensor> parameters = new LinkedHashMap<>();
      try (TensorScope scope = TensorScope.open()) {
        for (String name : initial.names()) {
          initial
              .find(name)
              .ifPresent(
                  data -> {
                    Tensor tensor = arena.adopt(Tensors.of(data.toFloats(), data.shape()));
                    parameters.put(
                        name, name.contains("running") ? tensor : tensor.requireGradient());
                  });
        }
      }
      AdamW optimiser = new AdamW(parameters, 0.05, 5, 0, arena);
      for (int step = 1; step <= steps; step++) {
        double rate = step < steps / 2 ? highest : highest / 4;
        try (TensorScope scope = TensorScope.open()) {
          Batch batch = Batch.of(clips, Device.CPU);
          try (MixedPrecision precision = MixedPrecision.on(Device.CPU);
              SegmentationNetwork network = shape.over(parameters, Device.CPU)) {
            Tensor loss =
                new ClipLoss(3, 0.2, LossWeights.ONE)
                    .of(network, batch, new SplittableRandom(step), 1);
            loss.backward();
          }
          optimiser.step(step, name -> rate);
        }
      }
      return TrainState.model(optimiser.average(), shape.metadata());
    }
  }

  private static Frame frame(Clip clip, int index) {
    int bytes = 3 * SIZE * SIZE;
    byte[] rgb = Arrays.copyOfRange(clip.rgb(), index * bytes, (index + 1) * bytes);
    return new Frame(index, "frame " + index, "frame " + index, 0, SIZE, SIZE, rgb);
  }

  private static LabelMap labels(Clip clip, int index) {
    int pixels = SIZE * SIZE;
    return LabelMap.ofBytes(
        SIZE, SIZE, Arrays.copyOfRange(clip.labels(), index * pixels, (index + 1) * pixels));
  }
}
