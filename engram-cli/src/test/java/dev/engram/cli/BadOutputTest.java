package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Places where masks cannot go, or must not. */
@ExtendWith(OneThread.class)
class BadOutputTest {
  @TempDir Path folder;

  private Cli segment(Path input, Path mask, Object... more) {
    SmallJob job = new SmallJob(folder);
    List<Object> words =
        new ArrayList<>(List.of("segment", input, "-m", mask, "--model", job.model()));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  private Path frames() {
    return new SmallJob(folder).frames(3);
  }

  private Path mask() {
    return new SmallJob(folder).mask("0.png");
  }

  @Test
  void aFolderBelowAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "kept");

    segment(frames(), mask(), "-o", file.resolve("out"))
        .assertRefused(file.resolve("out") + ": cannot be written", "Choose another output folder");
    segment(frames(), mask(), "-o", file).assertRefused(file + ": cannot be written");
    assertThat(file).hasContent("kept");
  }

  @Test
  void aFolderThatNothingCameInto() throws IOException {
    Path frames = frames();
    Path made = folder.resolve("made");
    Path there = Files.createDirectory(folder.resolve("there"));

    segment(frames, mask(), "--memory-budget", "1K", "-o", made)
        .assertRefused(frames.resolve("00000.png") + ": memory_budget is 0.0 MB", "Give more");
    segment(frames, mask(), "--memory-budget", "1K", "-o", there).assertRefused("memory_budget");

    assertThat(made).doesNotExist();
    assertThat(there).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderOfTheKernels() {
    segment(frames(), mask(), "-o", "/proc/engram")
        .assertRefused("/proc/engram: cannot be written");
  }

  @Test
  void theFoldersOfFramesAndMasksThemselves() throws IOException {
    Path frames = frames();
    Path mask = mask();
    byte[] frame = Files.readAllBytes(frames.resolve("00001.png"));
    byte[] given = Files.readAllBytes(mask);

    String said = " that were given. Choose another output folder.";
    segment(frames, mask, "-o", frames).assertRefused(frames + ": holds the frames" + said);
    segment(frames, mask, "-o", mask.getParent()).assertRefused("holds the masks" + said);
    segment(frames, mask.getParent(), "-o", mask.getParent()).assertRefused("holds the masks");
    segment(frames.resolve("00001.png"), mask, "-o", frames).assertRefused("holds the frames");
    assertThat(frames.resolve("00001.png")).hasBinaryContent(frame);
    assertThat(mask).hasBinaryContent(given);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void theFramesFolderByAnotherName() throws IOException {
    Path frames = frames();
    Path link = Files.createSymbolicLink(folder.resolve("link"), frames);

    segment(frames, mask(), "-o", link).assertRefused(link + ": holds the frames");
  }

  @Test
  void anOverlayOverWhatWasGiven() {
    Path video = new SmallJob(folder).video(3);
    Path out = folder.resolve("out");

    segment(video, mask(), "-o", out, "--overlay", video)
        .assertRefused(video + ": was given, and would be written over.");
    segment(frames(), mask(), "-o", out, "--overlay", frames())
        .assertRefused(frames() + ": was given, and would be written over.");
    assertThat(out).doesNotExist();
  }

  @Test
  void anOverlayThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    Path out = folder.resolve("out");

    segment(frames(), mask(), "-o", out, "--overlay", file.resolve("o.mp4"))
        .assertRefused(file.resolve("o.mp4") + ": cannot be written");
    Cli.masksIn(out);
  }

  @Test
  void aFullDisk() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), "64k")) {
      Path frames = new TinyClip(320, 240).writeFolder(folder.resolve("large"), 4);
      Path mask = new TinyClip(320, 240).writeMask(folder.resolve("m/0.png"), 1);
      Files.write(disk.path().resolve("ballast"), new byte[61_000]);
      Path out = disk.path().resolve("out");

      Cli run = segment(frames, mask, "-o", out, "--save-probabilities", "--size", "16");

      run.assertRefused(out.toString(), "cannot be written (", "space");
      assertThat(Cli.masksIn(out)).contains("00000.png");
      assertThat(out.resolve("probabilities")).isEmptyDirectory();
    }
  }
}
