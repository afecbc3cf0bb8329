package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  @TempDir Path folder;
  private SmallJob job;
  private Path frames;
  private Path masks;
  private Path project;

  @BeforeEach
  void prepare() {
    job = new SmallJob(folder);
    frames = job.frames(4);
    masks = job.mask("clip_0002_mask.png").getParent();
    project = folder.resolve("chair.engram");
  }

  @Test
  void aDryRunShowsWhatIsUnderstoodAndWritesNothing() {
    Cli run = Cli.run("import", frames, "--masks", masks, "--dry-run");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .contains(
            frames + ": 4 frames of 64x48",
            "00002  <- " + masks.resolve("clip_0002_mask.png") + ": 1 (288), 2 (288)",
            "1       object 1              #800000           288      1",
            "2       object 2              #008000           288      1");
    assertThat(run.out()).doesNotContain("SOFT EDGES");
    assertThat(project).doesNotExist();
  }

  @Test
  void withYesTheProjectIsWrittenWithoutAQuestion() {
    Cli run = Cli.run("import", frames, "--masks", masks, "-o", project, "--yes");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err().strip()).isEqualTo("1 references are in " + project);
    assertThat(Cli.masksIn(project.resolve("references"))).containsExactly("00002.png");
  }

  @Test
  void framesAreNoMasks() {
    Cli.run("import", frames, "--masks", frames, "--dry-run")
        .assertRefused(frames + ": is given as frames and as masks.");
  }

  @Test
  void withoutATerminalYesIsAskedFor() {
    Cli.run("import", frames, "--masks", masks, "-o", project)
        .assertRefused("--yes: there is no terminal to ask on.");
    assertThat(project).doesNotExist();
  }

  private Cli answering(String answer) {
    InputStream before = System.in;
    System.setProperty("engram.terminal", "true");
    System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    try {
      return Cli.run("import", frames, "--masks", masks, "-o", project);
    } finally {
      System.setIn(before);
      System.clearProperty("engram.terminal");
    }
  }

  @Test
  void onATerminalOnlyAYesWrites() {
    for (String answer : new String[] {"\n", "no\n", ""}) {
      Cli run = answering(answer);
      assertThat(run.err())
          .contains("Write this to " + project + "? [y/N] ", "Nothing was written.");
      assertThat(run.exitCode()).isZero();
      assertThat(project).doesNotExist();
    }
    assertThat(answering("y\n").exitCode()).isZero();
    assertThat(project.resolve("project.json")).exists();
  }

  @Test
  void whatLiesThereIsNotWrittenOver() throws IOException {
    Files.createDirectories(project);
    Files.writeString(project.resolve("notes.txt"), "mine");
    Cli.run("import", frames, "-m", masks, "-o", project, "-y")
        .assertRefused(project + ": is there and not an empty folder.", "--force");
    assertThat(Cli.run("import", frames, "-m", masks, "-o", project, "-y", "--force").exitCode())
        .isZero();
    Cli.run("import", frames, "-m", masks, "-o", project, "-y")
        .assertRefused(project + ": is a project already.");
  }

  @Test
  void mistakesAreOneLineEach() {
    Cli.run("import", frames, "-m", masks).assertRefused("--out: give the project's folder");
    Cli.run("import", folder.resolve("no.mp4"), "-m", masks, "-o", project, "-y")
        .assertRefused("no.mp4: no such file or folder.");
    Cli.run("import", job.video(3), "-m", masks, "-o", project, "-y", "--copy-frames")
        .assertRefused("--copy-frames: ", "is no folder of images");
    assertThat(project).doesNotExist();
  }
}
