package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.project.Project;
import dev.engram.testing.OneThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Commands that take a project folder where they take a video. */
@ExtendWith(OneThread.class)
class ProjectInputTest {
  @TempDir Path folder;
  private SmallJob job;
  private Path project;

  @BeforeEach
  void prepare() {
    job = new SmallJob(folder);
    project = folder.resolve("clip.engram");
    Project.create(project, job.frames(6));
  }

  private Cli segment(Object... more) {
    Object[] words = {"segment", project, "--model", job.model(), "--size", "-1"};
    Object[] all = new Object[words.length + more.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Cli.run(all);
  }

  private LabelMap written(int frame) {
    return new MaskReader().read(project.resolve("masks/0000" + frame + ".png")).labels();
  }

  @Test
  void itsReferencesAreSegmentedIntoItsMasksFolder() {
    Cli.run("references", "add", project, job.mask("2.png"));

    Cli run = segment();

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Cli.masksIn(project.resolve("masks"))).hasSize(6);
    assertThat(written(2)).isEqualTo(SmallJob.CLIP.mask(1, 2));
  }

  @Test
  void aPartialReferenceSaysNothingOfTheOtherObjects() {
    Cli.run("references", "add", project, job.mask("2.png"));
    Path other = SmallJob.CLIP.writeMask(folder.resolve("other/4.png"), 7);
    Cli.run("references", "add", project, other, "--partial");

    assertThat(segment("--changed", "4").exitCode()).isZero();

    LabelMap result = written(4);
    assertThat(result.mask(7)).isEqualTo(SmallJob.CLIP.mask(7).mask(7));
    assertThat(Cli.masksIn(project.resolve("masks"))).hasSize(4).startsWith("00002.png");
  }

  @Test
  void withoutAReferenceItSaysHowToAddOne() {
    segment()
        .assertRefused(
            project + ": the project has no reference yet.", "engram references add " + project);
  }

  @Test
  void itsReferencesAreNotWrittenOver() throws IOException {
    Cli.run("references", "add", project, job.mask("2.png"));
    Path reference = project.resolve("references/00002.png");
    byte[] before = Files.readAllBytes(reference);

    segment("-m", job.mask("2.png"), "-o", project.resolve("references"))
        .assertRefused(project.resolve("references") + ": holds the project's references.");
    Path link = Files.createSymbolicLink(folder.resolve("link"), project.resolve("references"));
    segment("-m", job.mask("2.png"), "-o", link).assertRefused(link + ": holds the project's");
    segment("-m", job.mask("2.png"), "-o", link.resolve("new"))
        .assertRefused("holds the project's");
    assertThat(reference).hasBinaryContent(before);
  }

  @Test
  void aReferenceBelongsToTheFrameThatTheProjectSays() throws IOException {
    Cli.run("references", "add", project, job.mask("2.png"));
    Path file = project.resolve(Project.FILE);
    Files.writeString(file, Files.readString(file).replace("\"frame\" : 2", "\"frame\" : 4"));

    assertThat(segment().exitCode()).isZero();
    assertThat(written(4)).isEqualTo(SmallJob.CLIP.mask(1, 2));
  }

  @Test
  void aMissingReferenceIsNamedWithTheWayOut() throws IOException {
    Cli.run("references", "add", project, job.mask("2.png"));
    Path reference = project.resolve("references/00002.png");
    Files.delete(reference);

    segment()
        .assertRefused(reference + ": is missing.", "engram references remove " + project + " 2.");
  }

  @Test
  void framesOfAnotherSizeThanTheProjectSaysAreRefused() throws IOException {
    Cli.run("references", "add", project, job.mask("2.png"));
    Path file = project.resolve(Project.FILE);
    Files.writeString(file, Files.readString(file).replace("\"width\" : 64", "\"width\" : 65"));

    segment().assertRefused(file + ": says frames of 65x48, but ", " has 64x48.");
  }

  @Test
  void suggestionsComeFromItsReferencesAndMasks() {
    Cli.run("references", "add", project, job.mask("0.png"));
    assertThat(segment().exitCode()).isZero();

    Cli run =
        Cli.run(
            "suggest",
            project,
            "--model",
            job.model(),
            "--size",
            "-1",
            "--min-mask",
            "0",
            "-k",
            "2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(2);
  }
}
