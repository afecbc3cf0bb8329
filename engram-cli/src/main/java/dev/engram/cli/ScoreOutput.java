package dev.engram.cli;

import dev.engram.common.EngramException;
import dev.engram.eval.ClassScores;
import dev.engram.eval.ClassSplit;
import dev.engram.eval.ScoreFiles;
import dev.engram.eval.Scores;
import dev.engram.eval.page.Numbers;
import dev.engram.eval.report.FramePictures;
import dev.engram.eval.report.ScoreReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where scores go, for all commands that have some. */
final class ScoreOutput {
  @Option(names = "--csv", paramLabel = "FILE", description = "A line for each object.")
  private @Nullable Path csv;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "A page with tables, curves over time and the worst frames.")
  private @Nullable Path report;

  @Option(
      names = "--unseen",
      paramLabel = "FILE",
      description =
          "Also score seen and unseen classes apart: a text file with an unseen video or category a"
              + " line. For YouTube-VOS, the categories that train/meta.json lacks are found.")
  private @Nullable Path unseen;

  @Option(
      names = "--meta",
      paramLabel = "FILE",
      description = "meta.json with the objects' categories, where --unseen names categories.")
  private @Nullable Path meta;

  /**
   * What a report tells beside the scores.
   *
   * @param model what it is; empty if none ran
   */
  record About(String title, List<ScoreReport.Tile> tiles, String model) {}

  /**
   * The split into seen and unseen classes.
   *
   * @param found what the data set itself tells
   */
  Optional<ClassSplit> classes(Optional<ClassSplit> found) {
    if (unseen != null) {
      return Optional.of(ClassSplit.of(unseen, Optional.ofNullable(meta)));
    }
    if (meta != null) {
      throw new EngramException("--meta: tells nothing without --unseen. Give both.");
    }
    return found;
  }

  /**
   * Writes the files that are asked for, prints the table and what could not be scored.
   *
   * @param json for every score of every frame; null for none
   * @return the command's exit code
   */
  int finish(
      CommandLine command,
      Scores scores,
      Optional<ClassSplit> split,
      @Nullable Path json,
      About about,
      FramePictures pictures) {
    Optional<ClassScores> classes = split.map(s -> ClassScores.of(scores, s));
    if (json != null) {
      ScoreFiles.writeJson(json, scores, classes);
    }
    if (csv != null) {
      ScoreFiles.writeCsv(csv, scores);
    }
    if (report != null) {
      List<ScoreReport.Tile> tiles = new ArrayList<>(about.tiles());
      classes.ifPresent(c -> tiles.addAll(0, tiles(c)));
      ScoreReport.write(
          report,
          scores,
          new ScoreReport.Facts(about.title(), tiles, ReportDetails.of(command, about.model())),
          pictures);
    }
    ScoreTable.print(command.getOut(), scores);
    classes.ifPresent(c -> ScoreTable.print(command.getOut(), c));
    PrintWriter err = command.getErr();
    scores.problems().forEach(problem -> err.println("engram: " + problem));
    err.flush();
    return scores.problems().isEmpty() ? 0 : Main.USER_ERROR;
  }

  private static List<ScoreReport.Tile> tiles(ClassScores classes) {
    List<ScoreReport.Tile> tiles = new ArrayList<>();
    if (!Double.isNaN(classes.overall())) {
      tiles.add(
          new ScoreReport.Tile("G", Numbers.percent(classes.overall()), "seen and unseen classes"));
    }
    tiles.addAll(tiles("seen", classes.seen()));
    tiles.addAll(tiles("unseen", classes.unseen()));
    return tiles;
  }

  private static List<ScoreReport.Tile> tiles(String name, ClassScores.Group group) {
    if (group.objects() == 0) {
      return List.of();
    }
    String note = group.objects() + " objects";
    return List.of(
        new ScoreReport.Tile("J " + name, Numbers.percent(group.region()), note),
        new ScoreReport.Tile("F " + name, Numbers.percent(group.contour()), note));
  }
}
