package dev.engram.train;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.checkpoint.StateDict;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.eval.ResolutionFolder;
import dev.engram.tensor.Device;
import dev.engram.tensor.GradientMode;
import dev.engram.train.TrainConfig.ValidationSet;
import dev.engram.train.data.VideoFolders;
import dev.engram.train.report.LogEntry.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries a network in training on annotated videos that it is not trained on, as a user would run
 * it. Draws no random number, so that a run is the same with it and without.
 */
final class Validation {
  private static final int MOST_STRIPS = 8;

  private final ValidationSet set;
  private final long iterations;
  private final Device device;
  private final List<ValidationSequence> sequences;

  private Validation(
      ValidationSet set, long iterations, Device device, List<ValidationSequence> sequences) {
    this.set = set;
    this.iterations = iterations;
    this.device = device;
    this.sequences = sequences;
  }

  /**
   * What a validation found.
   *
   * @param scores by sequence
   * @param strips JPEGs of the first sequences
   */
  record Result(Map<String, Score> scores, Map<String, byte[]> strips) {}

  /**
   * Looks for the sequences of a configuration.
   *
   * @return null if it asks for no validation
   * @throws EngramException if one is missing, cannot be scored, or is trained on
   */
  static @Nullable Validation open(TrainConfig config, Path dataFolder, Device device) {
    ValidationSet set = config.validation();
    if (set == null) {
      return null;
    }
    Path folder = dataFolder.resolve(set.videos());
    Path masks = ResolutionFolder.in(folder.resolve("Annotations"));
    Set<Path> trained = trained(config, dataFolder);
    List<ValidationSequence> sequences = new ArrayList<>();
    for (Path frames : chosen(folder, set.sequences())) {
      if (trained.contains(real(frames))) {
        throw new EngramException(
            frames
                + ": is trained on as well, so that it tells nothing as a validation. Name other"
                + " sequences, or keep it out of data: video by a list.");
      }
      Path own = masks.resolve(frames.getFileName().toString());
      sequences.add(ValidationSequence.open(frames, own, set.frames()));
    }
    return new Validation(set, config.iterations(), device, sequences);
  }

  private static List<Path> chosen(Path folder, List<String> names) {
    List<Path> all = VideoFolders.frameFolders(new VideoFolders.Source(folder, null));
    if (names.isEmpty()) {
      return all;
    }
    List<Path> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          all.stream()
              .filter(frames -> frames.endsWith(name))
              .findFirst()
              .orElseThrow(() -> missing(folder, name, all)));
    }
    return chosen;
  }

  private static EngramException missing(Path folder, String name, List<Path> all) {
    List<String> names = all.stream().map(path -> path.getFileName().toString()).toList();
    return new EngramException(
        folder
            + ": has no sequence "
            + name
            + ", which the validation asks for. There are "
            + String.join(", ", names.subList(0, Math.min(10, names.size())))
            + (names.size() > 10 ? " and " + (names.size() - 10) + " more." : "."));
  }

  private static Set<Path> trained(TrainConfig config, Path dataFolder) {
    Set<Path> trained = new HashSet<>();
    for (VideoFolders.Source source : Trainer.videos(config, dataFolder)) {
      VideoFolders.frameFolders(source).forEach(frames -> trained.add(real(frames)));
    }
    return trained;
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new EngramException(
          folder + ": cannot be opened (" + AtomicFile.reason(e) + "). Check the data's path.", e);
    }
  }

  /** Whether there is a validation after so many iterations: every so often, and after the last. */
  boolean isDue(long done) {
    return done > 0 && (done % set.every() == 0 || done == iterations);
  }

  /**
   * Segments all sequences.
   *
   * @param stop asked before each frame
   * @return null if it was asked to stop
   * @throws EngramException if a sequence cannot be read
   */
  @Nullable Result run(StateDict weights, BooleanSupplier stop) {
    int size = set.shortSide() == 0 ? SegmenterOptions.OWN_SIZE : set.shortSide();
    Map<String, Score> scores = new LinkedHashMap<>();
    Map<String, byte[]> strips = new LinkedHashMap<>();
    try (GradientMode mode = GradientMode.off();
        Engram engram = Engram.of(weights, device)) {
      SegmenterOptions options = engram.defaultOptions().withSize(size);
      for (ValidationSequence sequence : sequences) {
        ValidationSequence.Outcome outcome = sequence.run(engram, options, stop);
        if (outcome == null) {
          return null;
        }
        scores.put(sequence.name(), outcome.score());
        if (strips.size() < MOST_STRIPS) {
          strips.put(sequence.name(), outcome.strip().jpeg());
        }
      }
    }
    return new Result(scores, strips);
  }
}
