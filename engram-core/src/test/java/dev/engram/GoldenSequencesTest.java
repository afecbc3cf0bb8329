package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.checkpoint.NpyFile;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.memory.MemoryOptions;
import dev.engram.tensor.Device;
import dev.engram.testing.Closeness;
import dev.engram.testing.Shared;
import dev.engram.video.Frame;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole sequences against the reference's masks and probabilities. */
class GoldenSequencesTest {
  @TempDir static Path folder;

  private static final MemoryOptions SMALL = new MemoryOptions(4, 2, 32, 100, 30, true, false);

  @Test
  void oneObjectWithConsolidationAndEviction() throws IOException {
    compareRandom("sequence-one-object", SMALL, 1);
  }

  @Test
  void twoObjectsWithConsolidationAndEviction() throws IOException {
    compareRandom("sequence-two-objects", SMALL, 0.995);
  }

  @Test
  void objectsThatAppearLaterPairedAsInTheReference() throws IOException {
    MemoryOptions memory = new MemoryOptions(4, 2, 32, 10_000, 30, true, true);
    compareRandom("sequence-late-objects", memory, 0.995);
  }

  @Test
  void withoutLongTermMemory() throws IOException {
    compareRandom("sequence-no-long-term", new MemoryOptions(4, 2, 32, 100, 30, false, false), 1);
  }

  @Test
  void realFramesWithTrainedWeights() throws IOException {
    Path weights = Shared.file("weights/prototype-s.safetensors");
    SegmenterOptions options =
        SegmenterOptions.defaults()
            .withSize(SegmenterOptions.OWN_SIZE)
            .withMemEvery(3)
            .withMemory(new MemoryOptions(5, 3, 64, 200, 30, true, false));
    compare(weights, "sequence-trained", options, 1e-3, 1, false);
  }

  /** XMem++ with one reference at the first frame is XMem. */
  @Test
  void withTheFirstMaskAsAReference() throws IOException {
    compareRandom("sequence-one-object", SMALL, 1, true);
    compareRandom("sequence-two-objects", SMALL, 0.995, true);
  }

  private static void compareRandom(String sequence, MemoryOptions memory, double sameMasks)
      throws IOException {
    compareRandom(sequence, memory, sameMasks, false);
  }

  private static void compareRandom(
      String sequence, MemoryOptions memory, double sameMasks, boolean references)
      throws IOException {
    SegmenterOptions options =
        SegmenterOptions.defaults()
            .withSize(SegmenterOptions.OWN_SIZE)
            .withMemEvery(2)
            .withMemory(memory);
    compare(Shared.randomXMem(folder), sequence, options, 1e-4, sameMasks, references);
  }

  private static void compare(
      Path weights,
      String sequence,
      SegmenterOptions options,
      double tolerance,
      double sameMasks,
      boolean references)
      throws IOException {
    Path golden = Shared.file("golden/" + sequence);
    MaskReader masks = new MaskReader();
    try (Engram engram = Engram.load(weights, Device.CPU);
        VideoSegmenter session = engram.open(options)) {
      int frames = golden.resolve("JPEGImages").toFile().list().length;

      for (int i = 0; i < frames; i++) {
        String name = String.format("%05d", i);
        Frame frame = frame(golden.resolve("JPEGImages/" + name + ".png"), i);
        Path mask = golden.resolve("Annotations/" + name + ".png");
        if (references && Files.exists(mask)) {
          session.putReference(new Reference(frame, masks.read(mask).labels(), true));
        }
        LabelMap labels =
            Files.exists(mask) && !references
                ? session.step(frame, masks.read(mask).labels())
                : session.step(frame);
        LabelMap expected = masks.read(golden.resolve("expected/" + name + ".png")).labels();
        assertThat(agreement(labels, expected)).as(name).isGreaterThanOrEqualTo(sameMasks);
        Path probabilities = golden.resolve("expected/" + name + ".prob.npy");
        if (Files.exists(probabilities)) {
          assertThat(
                  Closeness.absolute(
                      session.probabilities().values(), NpyFile.read(probabilities).toFloats()))
              .as("probabilities of frame " + name)
              .isLessThan(tolerance);
        }
      }
    }
  }

  private static double agreement(LabelMap a, LabelMap b) {
    int[] left = a.toArray();
    int[] right = b.toArray();
    int same = 0;
    for (int i = 0; i < left.length; i++) {
      same += left[i] == right[i] ? 1 : 0;
    }
    return same / (double) left.length;
  }

  private static Frame frame(Path file, int index) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    byte[] rgb = new byte[image.getWidth() * image.getHeight() * 3];
    for (int y = 0, i = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = image.getRGB(x, y);
        rgb[i++] = (byte) (pixel >> 16);
        rgb[i++] = (byte) (pixel >> 8);
        rgb[i++] = (byte) pixel;
      }
    }
    return new Frame(
        index, "" + index, file.toString(), index, image.getWidth(), image.getHeight(), rgb);
  }
}
