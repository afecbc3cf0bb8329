package dev.engram.train;

import dev.engram.SegmenterOptions;
import dev.engram.common.EngramException;
import dev.engram.train.data.Augmentation;
import dev.engram.train.data.Clips;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a {@link TrainConfig} and refuses what it does not understand. */
final class TrainConfigReader {
  /** Clips are not padded, and networks work on squares of this many pixels. */
  private static final int STRIDE = 16;

  private static final Augmentation PLAIN = Augmentation.none();

  private static final int CHECKPOINT_SECONDS = 180;

  private TrainConfigReader() {}

  static TrainConfig read(Path file) {
    String text = YamlNode.text(file);
    YamlNode root = YamlNode.parse(file, text);
    int iterations = root.whole("iterations", 1);
    Map<String, Double> factors = new LinkedHashMap<>();
    if (root.has("rate_factors")) {
      YamlNode f = root.node("rate_factors");
      f.keys().forEach(prefix -> factors.put(prefix, f.number(prefix)));
    }
    TrainConfig config =
        new TrainConfig(
            new TrainConfig.Source(TrainingPlan.nameOf(file), text),
            network(file, root.node("network")),
            data(root.node("data")),
            optimiser(root.node("optimiser")),
            factors,
            root.texts("frozen"),
            iterations,
            root.whole("seed", 0),
            root.choice("precision", "fp32", "bf16").equals("bf16"),
            root.whole("accumulate", 1, 1),
            root.whole("references", 1),
            root.part("deep_update", 0),
            root.has("loss") ? lossWeights(root.node("loss")) : TrainConfig.LossWeights.ONE,
            bootstrap(root.node("bootstrap"), iterations),
            root.nodes("phases").stream().map(node -> phase(node, iterations)).toList(),
            root.whole(SegmenterOptions.MEM_EVERY, 1, SegmenterOptions.defaults().memEvery()),
            root.whole("checkpoint_seconds", 0, CHECKPOINT_SECONDS),
            root.has("validation") ? validation(root.node("validation")) : null);
    root.requireAllAsked();
    check(file, config);
    return config;
  }

  private static void check(Path file, TrainConfig config) {
    List<TrainConfig.Phase> phases = config.phases();
    if (phases.isEmpty() || phases.get(phases.size() - 1).until() < 1) {
      throw new EngramException(file + ": phases end too early. Let the last one end at 1.");
    }
    for (TrainConfig.Phase phase : phases) {
      if (phase.batch() % config.accumulate() != 0) {
        throw new EngramException(
            file
                + ": accumulate is "
                + config.accumulate()
                + ", but a phase has a batch of "
                + phase.batch()
                + ". Let it divide every phase's batch.");
      }
      double statics = 1 - phase.mix().videos() - phase.mix().scenes();
      requireFolders(file, "static", statics > 1e-9, config.data().statics().isEmpty());
      requireFolders(file, "video", phase.mix().videos() > 0, config.data().videos().isEmpty());
    }
  }

  private static void requireFolders(Path file, String kind, boolean wanted, boolean none) {
    if (wanted && none) {
      throw new EngramException(
          file
              + ": phases take clips of "
              + kind
              + " data, but data names none. Add a folder to data: "
              + kind
              + ", or change the phases' video and scenes.");
    }
  }

  private static NetworkShape network(Path file, YamlNode n) {
    try {
      return n.has("backbone") ? StmaShape.read(n) : XMemShape.read(n);
    } catch (EngramException e) {
      throw e.at(file + ": network");
    }
  }

  private static TrainConfig.Data data(YamlNode d) {
    return new TrainConfig.Data(
        d.texts("static"),
        d.nodesOrTexts("video", "folder").stream()
            .map(v -> new TrainConfig.Videos(v.text("folder"), v.has("list") ? v.text("list") : ""))
            .toList(),
        d.whole("short_side", 32),
        d.whole("cache_megabytes", 0),
        d.part("pasted_on_static", 0),
        d.part("pasted_on_video", 0),
        d.part("hidden", 0),
        d.has("on_static") ? augmentation(d.node("on_static")) : PLAIN,
        d.has("on_video") ? augmentation(d.node("on_video")) : PLAIN);
  }

  private static Augmentation augmentation(YamlNode a) {
    double[] crop = a.range("crop");
    return new Augmentation(
        crop[0],
        crop[1],
        a.has("drift") ? motion(a.node("drift")) : Augmentation.Motion.NONE,
        a.has("jitter") ? motion(a.node("jitter")) : Augmentation.Motion.NONE,
        a.part("bent", 0),
        a.number("bending", 0),
        a.has("clip_colour") ? colour(a.node("clip_colour")) : Augmentation.Colour.NONE,
        a.has("frame_colour") ? colour(a.node("frame_colour")) : Augmentation.Colour.NONE);
  }

  private static Augmentation.Motion motion(YamlNode m) {
    return new Augmentation.Motion(
        m.number("shift", 0), m.number("zoom", 0), m.number("turn", 0), m.number("shear", 0));
  }

  private static Augmentation.Colour colour(YamlNode c) {
    return new Augmentation.Colour(
        c.part("brightness", 0),
        c.part("contrast", 0),
        c.part("saturation", 0),
        c.part("hue", 0),
        c.part("grey", 0));
  }

  private static TrainConfig.Optimiser optimiser(YamlNode o) {
    return new TrainConfig.Optimiser(
        o.number("rate"),
        o.part("final_factor", 1),
        o.wholes("steps"),
        o.whole("warmup", 0, 0),
        o.number("weight_decay"),
        o.number("clip", Double.POSITIVE_INFINITY),
        o.part("averaging", 0));
  }

  private static TrainConfig.LossWeights lossWeights(YamlNode l) {
    return new TrainConfig.LossWeights(l.number("cross_entropy"), l.number("dice"));
  }

  private static TrainConfig.Bootstrap bootstrap(YamlNode b, int iterations) {
    return new TrainConfig.Bootstrap(
        b.moment("from", iterations),
        b.moment("to", iterations),
        b.part("first_kept", 1),
        b.part("kept"));
  }

  private static TrainConfig.ValidationSet validation(YamlNode v) {
    return new TrainConfig.ValidationSet(
        v.text("videos"),
        v.texts("sequences"),
        v.whole("every", 1),
        v.wholeOrZero("frames", 2),
        v.wholeOrZero("short_side", 32));
  }

  private static TrainConfig.Phase phase(YamlNode p, int iterations) {
    double videos = p.part("video", 0);
    double scenes = p.part("scenes", 0);
    int[] objects = p.wholeOrRange("objects", 1);
    return new TrainConfig.Phase(
        p.moment("until", iterations),
        p.multiple("size", STRIDE, 32),
        p.whole("frames", 2),
        p.whole("batch", 1),
        objects[0],
        objects[1],
        p.whole("max_jump", 1),
        new Clips.Mix(videos, scenes),
        p.part("motion", 1));
  }
}
