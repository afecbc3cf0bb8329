package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir Path folder;
  private SmallJob job;
  private Path video;
  private Path masks;
  private Path out;

  @BeforeEach
  void prepare() {
    job = new SmallJob(folder);
    video = job.video(4);
    masks = job.mask("00002.png").getParent();
    out = folder.resolve("out");
  }

  @Test
  void aVideoAndItsMasksAreExportedAndWhatWasLeftOutIsSaid() {
    Cli run = Cli.run("export", video, "-m", masks, "-f", "masks", "-o", out, "-q", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Cli.masksIn(out)).containsExactly("00002.png");
    assertThat(run.out())
        .startsWith("{\"input\":\"" + video + "\",\"format\":\"masks\",\"output\":\"" + out + "\"")
        .contains("\"frames\":1,\"framesWithoutMask\":3,")
        .contains("\"objects\":[{\"label\":1,\"name\":\"object 1\"},{\"label\":2,");
    Cli spoken = Cli.run("export", video, "-m", masks, "-f", "overlay", "-o", folder + "/o.mp4");
    assertThat(spoken.err())
        .contains(
            "4 frames in ", "are in " + folder + "/o.mp4; 3 had no mask and are shown as without");
  }

  @Test
  void aProjectExportsToItsOwnFolderUnlessToldOtherwise() {
    Path project = folder.resolve("chair.engram");
    Cli.run("import", video, "--masks", masks, "-o", project, "--yes");

    Cli run = Cli.run("export", project, "-f", "coco");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(project.resolve("exports/coco.json")).exists();
    Cli.run("export", project, "-f", "coco", "-q")
        .assertRefused("coco.json: is there already.", "--force");
    assertThat(Cli.run("export", project, "-f", "coco", "-q", "--force").exitCode()).isZero();
    Cli.run("export", project, "-f", "masks", "-o", project.resolve("references"))
        .assertRefused("holds the project's references.");
    Path own = project.resolve("project.json");
    Cli.run("export", project, "-f", "coco", "-o", own, "--force")
        .assertRefused(own + ": is the project itself. Choose another name.");
  }

  @Test
  void theFormatsAreListed() {
    Cli run = Cli.run("export", "--formats");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(11);
    assertThat(run.out()).contains("rgba          .mov    The objects alone as ProRes 4444");
  }

  @Test
  void mistakesAreOneLineEach() throws IOException {
    Cli.run("export").assertRefused("PROJECT: missing.");
    Cli.run("export", video, "-m", masks).assertRefused("--format: missing.", "--formats");
    Cli.run("export", video, "-m", masks, "-f", "gif", "-o", out)
        .assertRefused("--format gif: there is no such format.", "rgba-png");
    Cli.run("export", video, "-f", "masks", "-o", out).assertRefused("--masks: missing, as ");
    Cli.run("export", video, "-m", masks, "-f", "masks").assertRefused("--out: missing.");
    Cli.run("export", video, "-m", masks, "-f", "layer", "-o", folder + "/l.mp4")
        .assertRefused("--layer: missing.");
    Cli.run("export", video, "-m", masks, "-f", "green", "--colour", "green", "-o", "g.mp4")
        .assertRefused("--colour green: is no colour.");
    Cli.run("export", video, "-m", masks, "-f", "mattes", "--bits", "12", "-o", out)
        .assertRefused("--bits 12: mattes have 8 or 16.");
    Cli.run("export", video, "-m", masks, "-f", "masks", "--from", "3", "-o", out, "-q")
        .assertRefused("holds no mask of the frames that are asked for.");
    Cli.run("export", video, "-m", masks, "-f", "masks", "--objects", "1,7", "-o", out, "-q")
        .assertRefused("--objects 7: there is no such object.");
    assertThat(out).doesNotExist();
    Files.createDirectories(out);
    Files.createFile(out.resolve("mine"));
    Cli.run("export", video, "-m", masks, "-f", "masks", "-o", out, "-q")
        .assertRefused("is not empty.");
  }
}
