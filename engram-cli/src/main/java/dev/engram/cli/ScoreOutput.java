package dev.engram.cli;

import dev.engram.eval.ScoreFiles;
import dev.engram.eval.Scores;
import dev.engram.eval.report.FramePictures;
import dev.engram.eval.report.ScoreReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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

  /**
   * What a report tells beside the scores.
   *
   * @param model what it is; empty if none ran
   */
  record About(String title, List<ScoreReport.Tile> tiles, String model) {}

  /**
   * Writes the files that are asked for, prints the table and what could not be scored.
   *
   * @return the command's exit code
   */
  int finish(CommandLine command, Scores scores, About about, FramePictures pictures) {
    if (csv != null) {
      ScoreFiles.writeCsv(csv, scores);
    }
    if (report != null) {
      ScoreReport.write(
          report,
          scores,
          new ScoreReport.Facts(
              about.title(), about.tiles(), ReportDetails.of(command, about.model())),
          pictures);
    }
    ScoreTable.print(command.getOut(), scores);
    PrintWriter err = command.getErr();
    scores.problems().forEach(problem -> err.println("engram: " + problem));
    err.flush();
    return scores.problems().isEmpty() ? 0 : Main.USER_ERROR;
  }
}
