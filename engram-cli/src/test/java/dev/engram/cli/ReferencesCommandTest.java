package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.mask.RgbFile;
import dev.engram.project.Project;
import dev.engram.project.ProjectReference;
import dev.engram.testing.TinyClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesCommandTest {
  @TempDir Path folder;
  private SmallJob job;
  private Path frames;
  private Path project;

  @BeforeEach
  void prepare() {
    job = new SmallJob(folder);
    frames = job.frames(6);
    project = folder.resolve("chair.engram");
    Project.create(project, frames);
  }

  private static void assertDone(Cli run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void masksAreAddedToTheFramesThatTheyAreNamedAfter() {
    Path first = job.mask("shot_3_mask.png");
    Path second = job.mask("any.png");

    assertDone(Cli.run("references", "add", project, first));
    Cli run = Cli.run("references", "add", project, second, "--frame", "00001", "--partial");

    assertDone(run);
    assertThat(run.err().strip()).isEqualTo("1 added; " + project + " has 2 references");
    assertThat(Project.open(project).references())
        .containsExactly(
            new ProjectReference(1, "references/00001.png", false),
            new ProjectReference(3, "references/00003.png", true));
    Cli list = Cli.run("references", "list", project);
    assertThat(list.out().lines())
        .containsExactly(
            "FRAME  MASK                  OBJECTS (PIXELS)",
            "00001  references/00001.png  1 object 1 (288), 2 object 2 (288); partial",
            "00003  references/00003.png  1 object 1 (288), 2 object 2 (288)");
    assertThat(Cli.run("references", "list", project, "--json").out())
        .contains(
            "{\"frame\":3,\"name\":\"00003\",\"mask\":\"references/00003.png\",\"whole\":true,"
                + "\"objects\":[{\"label\":1,\"name\":\"object 1\",\"pixels\":288}")
        .hasLineCount(1);
  }

  @Test
  void aReferenceIsReplacedOnlyByForce() {
    Path mask = job.mask("00003.png");
    assertDone(Cli.run("references", "add", project, mask));
    Path other = SmallJob.CLIP.writeMask(folder.resolve("other/3.png"), 5);

    Cli.run("references", "add", project, other)
        .assertRefused(
            other + ": frame 00003 has a reference already, or a file lies in its place.");
    assertDone(Cli.run("references", "add", project, other, "--force"));
    assertThat(Project.open(project).readReference(3).labels().labels()).containsExactly(5);
  }

  @Test
  void aColourOfTheReferencesIsTheSameObjectInLaterMasks() {
    Path palette = SmallJob.CLIP.writeMask(folder.resolve("a/0.png"), 7);
    assertDone(Cli.run("references", "add", project, palette));
    byte[] rgb = new byte[3 * 64 * 48];
    for (int i = 0; i < 300; i++) {
      rgb[3 * i] = (byte) 128;
      rgb[3 * i + 1] = (byte) 128;
      rgb[3 * i + 2] = (byte) (i < 150 ? 128 : 3);
    }
    Path painted = folder.resolve("b/1.png");
    RgbFile.write(painted, rgb, 64, 48);

    assertDone(Cli.run("references", "add", project, painted));

    assertThat(Project.open(project).readReference(1).labels().labels()).containsExactly(1, 7);
  }

  @Test
  void whatCannotBeAReferenceIsRefusedAndNothingIsAdded() {
    job.mask("00001.png");
    Path masks = job.mask("00002.png").getParent();
    Path empty = SmallJob.CLIP.writeMask(masks.resolve("00004.png"));

    Cli.run("references", "add", project, masks).assertRefused(empty + ": shows no object.");
    Cli.run("references", "add", project, masks, "--frame", "1")
        .assertRefused("--frame 1: goes with one mask, not 3.");
    Cli.run("references", "add", project, job.mask("00009.png"))
        .assertRefused("00009.png: belongs to no frame");
    Path large = new TinyClip(80, 48).writeMask(folder.resolve("large/1.png"), 1);
    Cli.run("references", "add", project, large)
        .assertRefused(large + ": 80x48, but the frames are 64x48.");
    assertThat(Project.open(project).references()).isEmpty();
    assertThat(project.resolve("references")).doesNotExist();
  }

  @Test
  void frameNumbersBeyondAVideosEndAreRefused() {
    Path ofVideo = folder.resolve("video.engram");
    Project.create(ofVideo, job.video(4));
    Path mask = job.mask("any.png");

    Cli.run("references", "add", ofVideo, mask, "--frame", "4")
        .assertRefused("frame 4: there is none", "are 0 to 3");
    Cli.run("references", "add", ofVideo, job.mask("00017.png"))
        .assertRefused("00017.png: belongs to no frame (frames are 0 to 3");
  }

  @Test
  void referencesAreRemovedByNameOrNumber() {
    job.mask("00001.png");
    assertDone(Cli.run("references", "add", project, job.mask("00002.png").getParent()));

    Cli.run("references", "remove", project, "1", "5")
        .assertRefused(project + ": frame 00005 has no reference.");
    Cli.run("references", "remove", project, "77")
        .assertRefused("77: belongs to no frame", "Give a frame's name or number.");
    assertThat(Project.open(project).references()).hasSize(2);
    assertDone(Cli.run("references", "remove", project, "1", "00002", "1"));
    assertThat(Project.open(project).references()).isEmpty();
  }

  @Test
  void aMovedInputIsRelocated() throws IOException {
    Path moved = Files.move(frames, folder.resolve("moved"));

    Cli.run("references", "list", project)
        .assertRefused("project.json: its input ", "engram references relocate " + project);
    assertDone(Cli.run("references", "relocate", project, moved));
    assertThat(Project.open(project).input()).isEqualTo(moved.toRealPath());
  }

  @Test
  void whatIsNoProjectIsRefused() {
    Cli.run("references", "list", frames).assertRefused(frames + ": not a project");
    assertThat(Cli.run("references").out()).contains("list", "add", "remove", "relocate");
  }
}
