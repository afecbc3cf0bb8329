package dev.engram.train;

import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TorchRuntime;
import dev.engram.train.report.LogEntry;
import dev.engram.train.report.LogEntry.Progress;
import dev.engram.train.report.LogEntry.Scores;
import dev.engram.train.report.LogJson;
import dev.engram.train.report.RunLog;
import dev.engram.train.report.RunPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the account of a run in its folder: the log, validations, the best model, and the page that
 * shows it all. What it writes of a run that was stopped and resumed is what it would have written
 * of an undisturbed one.
 */
final class RunRecorder implements TrainLog, AutoCloseable {
  /** The log's file in the run's folder. */
  static final String LOG = "log.jsonl";

  private static final String PAGE = "index.html";
  private static final String STRIPS = "validation";
  private static final int ITERATIONS_PER_LINE = 10;

  private final TrainConfig config;
  private final Path runFolder;
  private final @Nullable Validation validation;
  private final StripFiles strips;
  private final RunLog log;
  private final TrainLog next;
  private final ProgressMeans means = new ProgressMeans();
  private long done;

  private RunRecorder(
      TrainConfig config,
      Path runFolder,
      @Nullable Validation validation,
      RunLog log,
      TrainLog next) {
    this.config = config;
    this.runFolder = runFolder;
    this.validation = validation;
    this.strips = new StripFiles(runFolder.resolve(STRIPS));
    this.log = log;
    this.next = next;
  }

  /**
   * Opens the account of a run that begins or goes on.
   *
   * @param next is told of everything too
   * @throws EngramException if the folder cannot be written, or the log in it is none
   */
  static RunRecorder open(
      TrainConfig config,
      Path runFolder,
      Device device,
      @Nullable Validation validation,
      TrainState.Position position,
      TrainLog next) {
    RunLog log = RunLog.open(runFolder.resolve(LOG), position.iteration());
    RunRecorder recorder = new RunRecorder(config, runFolder, validation, log, next);
    try {
      recorder.begin(position, device);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
    return recorder;
  }

  private void begin(TrainState.Position position, Device device) {
    done = position.iteration();
    restore(position.unlogged());
    log.append(
        new LogEntry.Start(
            done,
            LogEntry.now(),
            hash(config.source().text()),
            version(),
            TorchRuntime.threads(),
            device.name().toLowerCase(Locale.ROOT)));
  }

  private void restore(String unlogged) {
    try {
      if (!unlogged.isEmpty() && LogJson.read(unlogged) instanceof Progress progress) {
        means.restore(progress);
      }
    } catch (IOException e) {
      throw new EngramException(
          runFolder.resolve(Trainer.STATE) + ": damaged. Begin anew in another folder.", e);
    }
  }

  /** Whether what was trained in a folder last was told so by another configuration. */
  static boolean isOfAnother(TrainConfig config, Path runFolder) {
    Path file = runFolder.resolve(LOG);
    if (!Files.exists(runFolder.resolve(Trainer.STATE)) || !Files.exists(file)) {
      return false;
    }
    String last = "";
    try {
      for (LogEntry entry : RunLog.read(file)) {
        last = entry instanceof LogEntry.Start start ? start.configuration() : last;
      }
    } catch (EngramException e) {
      // whoever goes on with the log says what is wrong with it
      return false;
    }
    return !last.isEmpty() && !last.equals(hash(config.source().text()));
  }

  /** As many digits as tell one configuration from another. */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String version() {
    String version = RunRecorder.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  @Override
  public void iteration(long iteration, long iterations, Step step) {
    next.iteration(iteration, iterations, step);
    means.add(step);
    done = iteration + 1;
    if (done % ITERATIONS_PER_LINE == 0 || done == iterations) {
      log.append(means.take(done, config.rate(iteration), config.phaseNumber(iteration)));
    }
  }

  /**
   * Tries the network if that is due after so many iterations and the log does not tell of it yet.
   * Asked to stop, it leaves that for later.
   *
   * @throws EngramException if a sequence cannot be read, or the folder not be written
   */
  void validateIfDue(long iteration, Map<String, Tensor> weights, BooleanSupplier stop) {
    if (validation == null || !validation.isDue(iteration)) {
      return;
    }
    List<Scores> before = log.validations();
    if (before.stream().anyMatch(scores -> scores.iteration() == iteration)) {
      return;
    }
    long start = System.nanoTime();
    StateDict model = TrainState.model(weights, config.metadata());
    Validation.Result result = validation.run(model, stop);
    if (result == null) {
      return;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Scores scores = new Scores(iteration, LogEntry.now(), seconds, result.scores());
    double best = RunLog.best(before).map(b -> b.mean().both()).orElse(-1.0);
    if (scores.mean().both() > best) {
      TrainState.writeModel(runFolder.resolve(Trainer.BEST), model);
    }
    strips.write(iteration, result.strips());
    log.append(scores);
    strips.prune(log.validations());
    next.validation(scores);
  }

  /** What the log does not tell yet, for the run's state. */
  String unlogged() {
    return means.count() == 0
        ? ""
        : LogJson.write(means.look(done, config.rate(done - 1), config.phaseNumber(done - 1)));
  }

  /**
   * Writes the page anew.
   *
   * @throws EngramException if it cannot be written
   */
  void writePage() {
    RunPage.write(
        runFolder.resolve(PAGE),
        new RunPage.Facts(config.source().name(), config.source().text(), config.iterations()),
        log.entries(),
        strips.shown(log.validations()));
  }

  @Override
  public void close() {
    log.close();
  }
}
