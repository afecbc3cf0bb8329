package dev.engram.train;

import dev.engram.common.EngramException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training run as its configuration file describes it; the files in {@code configurations} say
 * what each key means.
 *
 * @param frozen prefixes of parameters that are not trained
 * @param rateFactors factors of the learning rate by prefix of the parameter
 */
record TrainConfig(
    NetworkShape network,
    Data data,
    Optimiser optimiser,
    Map<String, Double> rateFactors,
    List<String> frozen,
    int iterations,
    long seed,
    boolean mixedPrecision,
    int references,
    double deepUpdate,
    double bootstrapFrom,
    double bootstrapTo,
    double bootstrapKept,
    List<Phase> phases) {

  /** Widths of an XMem with ResNet-18 trunks. */
  record NetworkShape(int key, int value, int hidden, int fused, int up8, int up4, int update) {}

  /**
   * Where clips come from.
   *
   * @param statics folders with {@code images} and {@code masks}
   * @param videos folders with {@code JPEGImages} and {@code Annotations}
   * @param shortSide pixels that pictures are reduced to
   * @param cacheMegabytes memory for decoded pictures
   */
  record Data(
      List<String> statics,
      List<String> videos,
      int shortSide,
      int cacheMegabytes,
      double pastedOnStatic,
      double pastedOnVideo) {}

  /** AdamW's settings; the rate rises over {@code warmup} steps, then falls as a cosine. */
  record Optimiser(
      double rate,
      double finalFactor,
      int warmup,
      double weightDecay,
      double clip,
      double averaging) {}

  /**
   * A stretch of the run.
   *
   * @param until part of all iterations at which it ends, 1 for the last
   * @param statics the part of clips that come from static images
   */
  record Phase(
      double until,
      int size,
      int frames,
      int batch,
      int objects,
      int maxJump,
      double statics,
      double motion) {}

  /**
   * Reads a configuration.
   *
   * @throws EngramException naming the file, the key and what it should be
   */
  static TrainConfig read(Path file) {
    YamlNode root = YamlNode.read(file);
    YamlNode n = root.node("network");
    n.choice("trunk", "resnet18");
    NetworkShape network =
        new NetworkShape(
            n.whole("key", 1),
            n.whole("value", 1),
            n.whole("hidden", 1),
            n.whole("fused", 1),
            n.whole("up8", 1),
            n.whole("up4", 1),
            n.whole("update", 1));
    YamlNode d = root.node("data");
    Data data =
        new Data(
            d.texts("static"),
            d.texts("video"),
            d.whole("short_side", 32),
            d.whole("cache_megabytes", 0),
            d.part("pasted_on_static"),
            d.part("pasted_on_video"));
    YamlNode o = root.node("optimiser");
    Optimiser optimiser =
        new Optimiser(
            o.number("rate"),
            o.part("final_factor"),
            o.whole("warmup", 0),
            o.number("weight_decay"),
            o.number("clip"),
            o.part("averaging"));
    Map<String, Double> factors = new LinkedHashMap<>();
    YamlNode f = root.node("rate_factors");
    f.keys().forEach(prefix -> factors.put(prefix, f.number(prefix)));
    YamlNode b = root.node("bootstrap");
    TrainConfig config =
        new TrainConfig(
            network,
            data,
            optimiser,
            factors,
            root.texts("frozen"),
            root.whole("iterations", 1),
            root.whole("seed", 0),
            root.choice("precision", "fp32", "bf16").equals("bf16"),
            root.whole("references", 1),
            root.part("deep_update"),
            b.part("from"),
            b.part("to"),
            b.part("kept"),
            root.nodes("phases").stream().map(TrainConfig::phase).toList());
    root.requireAllAsked();
    if (config.phases().isEmpty() || config.phases().get(config.phases().size() - 1).until() < 1) {
      throw new EngramException(file + ": phases end too early. Let the last one end at 1.");
    }
    if (data.statics().isEmpty() && data.videos().isEmpty()) {
      throw new EngramException(file + ": data names no folder. Add static or video ones.");
    }
    return config;
  }

  private static Phase phase(YamlNode p) {
    return new Phase(
        p.part("until"),
        p.whole("size", 32),
        p.whole("frames", 2),
        p.whole("batch", 1),
        p.whole("objects", 1),
        p.whole("max_jump", 1),
        p.part("static"),
        p.part("motion"));
  }

  Phase phaseAt(long iteration) {
    double progress = iteration / (double) iterations;
    return phases.stream()
        .filter(phase -> progress < phase.until())
        .findFirst()
        .orElse(phases.get(phases.size() - 1));
  }

  /** Part of the pixels that the cross entropy keeps. */
  double kept(long iteration) {
    double progress = iteration / (double) iterations;
    double done = (progress - bootstrapFrom) / Math.max(1e-9, bootstrapTo - bootstrapFrom);
    return 1 - (1 - bootstrapKept) * Math.max(0, Math.min(1, done));
  }

  /** The learning rate of a parameter. */
  double rate(long iteration, String parameter) {
    double factor =
        rateFactors.entrySet().stream()
            .filter(entry -> parameter.startsWith(entry.getKey()))
            .mapToDouble(Map.Entry::getValue)
            .findFirst()
            .orElse(1);
    double warm = Math.min(1, (iteration + 1) / (double) Math.max(1, optimiser.warmup()));
    double progress = iteration / (double) iterations;
    double cosine = (1 + Math.cos(Math.PI * progress)) / 2;
    double low = optimiser.finalFactor();
    return optimiser.rate() * factor * warm * (low + (1 - low) * cosine);
  }

  boolean isFrozen(String parameter) {
    return frozen.stream().anyMatch(parameter::startsWith);
  }
}
