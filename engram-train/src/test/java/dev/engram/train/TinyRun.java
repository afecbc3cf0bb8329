package dev.engram.train;

import dev.engram.tensor.Device;
import dev.engram.train.data.TestData;
import dev.engram.train.report.LogEntry;
import dev.engram.train.report.LogJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A run of a few iterations of a tiny network, on made-up data.
 *
 * @param folder that all its files lie in
 */
record TinyRun(Path folder) {
  TinyRun {
    if (!Files.exists(folder.resolve("data"))) {
      TestData.write(folder.resolve("data"), 6);
    }
  }

  static String configuration(int iterations) {
    return TrainerTest.CONFIGURATION.replace("iterations: 4", "iterations: " + iterations);
  }

  void train(String configuration, String run, TrainLog log, BooleanSupplier stop) {
    try {
      Path file = Files.writeString(folder.resolve("run.yaml"), configuration);
      TrainingPlan.read(file, folder.resolve(run))
          .run(folder.resolve("data"), TrainingPlan.Start.NOTHING, Device.CPU, log, stop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Trains to the end. */
  void train(String configuration, String run) {
    train(configuration, run, (iteration, all, step) -> {}, () -> false);
  }

  List<LogEntry> log(String run) {
    List<LogEntry> entries = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(folder.resolve(run).resolve(RunRecorder.LOG))) {
        entries.add(LogJson.read(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /** What the log says whatever the clock and the number of starts. */
  List<String> account(String run) {
    return log(run).stream()
        .filter(entry -> !(entry instanceof LogEntry.Start))
        .map(LogJson::write)
        .map(line -> line.replaceAll("\"time\":\"[^\"]*\"", ""))
        .map(line -> line.replaceAll("\"seconds\":(\\{[^}]*}|[^,]*)", ""))
        .map(line -> line.replaceAll("\"imagesPerSecond\":[^,}]*", ""))
        .toList();
  }
}
