package dev.engram.cli;

import dev.engram.Engram;
import dev.engram.VideoSegmenter;
import dev.engram.checkpoint.Models;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Overlay;
import dev.engram.mask.Palette;
import dev.engram.mask.RegionSimilarity;
import dev.engram.mask.RgbFile;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.train.data.ProceduralScene;
import dev.engram.video.Frame;
import dev.engram.video.VideoWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code engram demo}: a clip that needs no data, segmented and scored. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Renders a clip, segments it from its first mask, and says how well that went.")
final class DemoCommand implements Callable<Integer> {
  private static final int WIDTH = 854;
  private static final int HEIGHT = 480;
  private static final int OBJECTS = 2;
  private static final int DISTRACTORS = 2;
  private static final double FRAME_RATE = 25;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = {"-o", "--out"},
      defaultValue = "demo",
      paramLabel = "FOLDER",
      description = "For the clip, masks and overlays. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Option(names = "--frames", defaultValue = "60", paramLabel = "N", description = "Length.")
  private int frames;

  @Option(names = "--seed", defaultValue = "4", paramLabel = "N", description = "Which clip.")
  private long seed;

  @Option(names = "--model", paramLabel = "NAME|FILE", description = "As in 'engram segment'.")
  private @Nullable String model;

  @Override
  public Integer call() {
    if (frames < 2) {
      throw new EngramException("--frames " + frames + ": give 2 or more.");
    }
    PrintWriter err = spec.commandLine().getErr();
    ProceduralScene scene = ProceduralScene.of(seed, OBJECTS, DISTRACTORS, WIDTH / (double) HEIGHT);
    List<Drawn> drawn =
        IntStream.range(0, frames).parallel().mapToObj(i -> Drawn.of(scene, i)).toList();
    MaskWriter.write(out.resolve("first-mask.png"), drawn.get(0).truth(), Palette.davis());
    double[] overlap = new double[OBJECTS];
    Device device = Device.parse("auto");
    StateDict weights = Models.read(SegmentCommand.nameOf(model));
    try (Engram engram = Engram.of(weights, device, Precision.usual(device));
        VideoSegmenter session = engram.open(engram.defaultOptions());
        VideoWriter clip = new VideoWriter(out.resolve("clip.mp4"), WIDTH, HEIGHT, FRAME_RATE);
        VideoWriter shown =
            new VideoWriter(out.resolve("overlay.mp4"), WIDTH, HEIGHT, FRAME_RATE)) {
      ProgressDisplay progress =
          new ProgressDisplay(err, ProgressDisplay.onTerminal(), new ProcessMemory());
      Overlay overlay = new Overlay(Palette.davis());
      for (Drawn d : drawn) {
        int i = (int) d.frame().index();
        LabelMap labels = i == 0 ? session.step(d.frame(), d.truth()) : session.step(d.frame());
        byte[] picture = overlay.render(d.frame().rgb(), labels);
        clip.write(d.frame().rgb());
        shown.write(picture);
        MaskWriter.write(
            out.resolve("masks").resolve(d.frame().name() + ".png"), labels, Palette.davis());
        if (i % 20 == 19) {
          RgbFile.write(
              out.resolve("pictures").resolve(d.frame().name() + ".jpg"), picture, WIDTH, HEIGHT);
        }
        for (int label = 1; i > 0 && label <= OBJECTS; label++) {
          overlap[label - 1] += RegionSimilarity.of(labels, d.truth(), label) / (frames - 1);
        }
        progress.show(i + 1, frames);
      }
      progress.finish();
    }
    report(overlap);
    return 0;
  }

  private void report(double[] overlap) {
    PrintWriter print = spec.commandLine().getOut();
    double mean = 0;
    for (int label = 1; label <= OBJECTS; label++) {
      print.printf(Locale.ROOT, "object %d: J %.3f%n", label, overlap[label - 1]);
      mean += overlap[label - 1] / OBJECTS;
    }
    print.printf(Locale.ROOT, "mean J %.3f; see %s%n", mean, out.resolve("overlay.mp4"));
    print.flush();
  }

  /** A frame with its exact mask. */
  private record Drawn(Frame frame, LabelMap truth) {
    static Drawn of(ProceduralScene scene, int index) {
      byte[] rgb = new byte[WIDTH * HEIGHT * 3];
      byte[] labels = new byte[WIDTH * HEIGHT];
      scene.draw(index, WIDTH, HEIGHT, rgb, labels);
      String name = Frame.nameOf(index);
      long micros = Math.round(index * 1e6 / FRAME_RATE);
      return new Drawn(
          new Frame(index, name, "demo (frame " + index + ")", micros, WIDTH, HEIGHT, rgb),
          LabelMap.ofBytes(WIDTH, HEIGHT, labels));
    }
  }
}
