package dev.engram.train;

import dev.engram.SegmenterOptions;
import dev.engram.common.EngramException;
import dev.engram.train.data.Augmentation;
import dev.engram.train.data.Clips;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A training run as its configuration file describes it; the files in {@code configurations} say
 * what each key means.
 *
 * @param frozen prefixes of parameters that are not trained
 * @param rateFactors factors of the learning rate by prefix of the parameter
 * @param accumulate how many pieces a batch is worked on in, one after another
 * @param memEvery frames between memory frames when the finished model segments
 * @param checkpointSeconds after which the state is written
 * @param validation null for none
 */
record TrainConfig(
    Source source,
    NetworkShape network,
    Data data,
    Optimiser optimiser,
    Map<String, Double> rateFactors,
    List<String> frozen,
    int iterations,
    long seed,
    boolean mixedPrecision,
    int accumulate,
    int references,
    double deepUpdate,
    LossWeights lossWeights,
    Bootstrap bootstrap,
    List<Phase> phases,
    int memEvery,
    int checkpointSeconds,
    @Nullable ValidationSet validation) {

  /** The file's name without its ending, and its text. */
  record Source(String name, String text) {}

  /**
   * Where clips come from.
   *
   * @param statics folders of images with masks
   * @param shortSide pixels that pictures are reduced to
   * @param cacheMegabytes memory for decoded pictures
   */
  record Data(
      List<String> statics,
      List<Videos> videos,
      int shortSide,
      int cacheMegabytes,
      double pastedOnStatic,
      double pastedOnVideo,
      double hidden,
      Augmentation onStatic,
      Augmentation onVideo) {}

  /**
   * Annotated videos.
   *
   * @param list a file of names below the folder; empty takes all
   */
  record Videos(String folder, String list) {}

  /**
   * AdamW's settings; the rate rises over {@code warmup} steps.
   *
   * @param finalFactor what a cosine leaves of the rate at the end
   * @param steps iterations at which the rate is divided by ten; where there are any, there is no
   *     cosine
   * @param clip the largest norm of the gradients; infinite for none
   * @param averaging what stays of the moving average of the weights; 0 for none
   */
  record Optimiser(
      double rate,
      double finalFactor,
      List<Integer> steps,
      int warmup,
      double weightDecay,
      double clip,
      double averaging) {}

  /**
   * Annotated videos to try the network on.
   *
   * @param videos a folder with {@code JPEGImages} and {@code Annotations}
   * @param sequences names; none for all
   * @param every iterations between validations
   * @param frames the most of a sequence; 0 for all
   * @param shortSide pixels that frames are reduced to for the network; 0 for their own size
   */
  record ValidationSet(
      String videos, List<String> sequences, int every, int frames, int shortSide) {}

  /** What the parts of the loss are multiplied by before they are added. */
  record LossWeights(double crossEntropy, double dice) {
    static final LossWeights ONE = new LossWeights(1, 1);
  }

  /** The cross entropy keeps all pixels, and from one part of the run to another ever fewer. */
  record Bootstrap(double from, double to, double firstKept, double kept) {}

  /**
   * A stretch of the run.
   *
   * @param until part of all iterations at which it ends, 1 for the last
   * @param leastObjects of a batch; their number is drawn anew for each
   */
  record Phase(
      double until,
      int size,
      int frames,
      int batch,
      int leastObjects,
      int mostObjects,
      int maxJump,
      Clips.Mix mix,
      double motion) {}

  /**
   * Reads a configuration.
   *
   * @throws EngramException naming the file, the key and what it should be
   */
  static TrainConfig read(Path file) {
    return TrainConfigReader.read(file);
  }

  /** What the file of the finished model says beside its weights. */
  Map<String, String> metadata() {
    Map<String, String> all = new TreeMap<>(network.metadata());
    all.put(SegmenterOptions.MEM_EVERY, Integer.toString(memEvery));
    return all;
  }

  Phase phaseAt(long iteration) {
    double progress = iteration / (double) iterations;
    return phases.stream()
        .filter(phase -> progress < phase.until())
        .findFirst()
        .orElse(phases.get(phases.size() - 1));
  }

  /** The number of the phase of an iteration, counted from 1. */
  int phaseNumber(long iteration) {
    return 1 + phases.indexOf(phaseAt(iteration));
  }

  /** Part of the pixels that the cross entropy keeps. */
  double kept(long iteration) {
    double progress = iteration / (double) iterations;
    if (progress < bootstrap.from()) {
      return 1;
    }
    double length = Math.max(1e-9, bootstrap.to() - bootstrap.from());
    double done = Math.min(1, (progress - bootstrap.from()) / length);
    return bootstrap.firstKept() + done * (bootstrap.kept() - bootstrap.firstKept());
  }

  /** The learning rate of a parameter. */
  double rate(long iteration, String parameter) {
    double factor =
        rateFactors.entrySet().stream()
            .filter(entry -> parameter.startsWith(entry.getKey()))
            .mapToDouble(Map.Entry::getValue)
            .findFirst()
            .orElse(1);
    return factor * rate(iteration);
  }

  /** The learning rate of parameters that have no factor. */
  double rate(long iteration) {
    double warm = Math.min(1, (iteration + 1) / (double) Math.max(1, optimiser.warmup()));
    double schedule;
    if (optimiser.steps().isEmpty()) {
      double cosine = (1 + Math.cos(Math.PI * (double) iteration / iterations)) / 2;
      schedule = optimiser.finalFactor() + (1 - optimiser.finalFactor()) * cosine;
    } else {
      int passed = (int) optimiser.steps().stream().filter(step -> iteration >= step).count();
      schedule = Math.pow(0.1, passed);
    }
    return optimiser.rate() * warm * schedule;
  }

  /** Statistics of normalisation are always fixed: XMem trains in evaluation mode. */
  boolean isFrozen(String parameter) {
    return frozen.stream().anyMatch(parameter::startsWith)
        || parameter.endsWith(".running_mean")
        || parameter.endsWith(".running_var");
  }
}
