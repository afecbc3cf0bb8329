package dev.engram.cli;

import dev.engram.common.EngramException;
import dev.engram.project.MaskImport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code engram import}: a project of a video and masks that exist already. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Makes a project of a video and masks from elsewhere (Photoshop, CVAT, other tools), and"
            + " shows what it understood of them before it writes.",
    footer = {
      "",
      "Examples:",
      "  engram import clip.mp4 --masks painted/ --dry-run",
      "  engram import frames/ --masks cvat-export/ -o chair.engram --yes"
    })
final class ImportCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(paramLabel = "INPUT", description = "A video file or a folder of images.")
  @SuppressWarnings("NullAway.Init")
  private Path input;

  @Option(
      names = {"-m", "--masks"},
      required = true,
      paramLabel = "FOLDER|FILE",
      description =
          "Masks, matched to frames by name or number: files, a numbered folder an object, or a"
              + " CVAT export with its labelmap.txt; or a .json of COCO or YouTube-VIS, or an .xml"
              + " of \"CVAT for video 1.1\".")
  @SuppressWarnings("NullAway.Init")
  private Path masks;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "PROJECT",
      defaultValue = "",
      description = "The project's folder, new or empty. Not needed with --dry-run.")
  @SuppressWarnings("NullAway.Init")
  private Path project;

  @Option(names = "--copy-frames", description = "Copy the images of INPUT into the project.")
  private boolean copyFrames;

  @Option(
      names = {"-y", "--yes"},
      description = "Write without asking.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Show what is understood and stop.")
  private boolean dryRun;

  @Option(
      names = "--force",
      description = "Write into a folder that is not empty, over files of the same names.")
  private boolean force;

  @Override
  public Integer call() {
    if (masks.toAbsolutePath().normalize().equals(input.toAbsolutePath().normalize())) {
      throw new EngramException(
          input + ": is given as frames and as masks. Give the folder of masks with --masks.");
    }
    if (!dryRun) {
      requireTarget();
    }
    MaskImport found = MaskImport.of(input, masks);
    PrintWriter out = spec.commandLine().getOut();
    ImportTable.print(out, input, found);
    if (dryRun) {
      return 0;
    }
    PrintWriter err = spec.commandLine().getErr();
    if (!yes && !Confirmation.ask(err, "Write this to " + project + "?")) {
      err.println("Nothing was written.");
      err.flush();
      return 0;
    }
    int references = found.write(project, copyFrames, force).references().size();
    err.printf("%d references are in %s%n", references, project);
    err.flush();
    return 0;
  }

  private void requireTarget() {
    if (project.toString().isEmpty()) {
      throw new EngramException("--out: give the project's folder, or --dry-run to look only.");
    }
    MaskImport.requireFree(project, masks, force);
    if (copyFrames) {
      MaskImport.requireImages(input);
    }
    if (!yes && !Confirmation.canAsk()) {
      throw new EngramException(
          "--yes: there is no terminal to ask on. Look with --dry-run, then give --yes to write.");
    }
  }
}
