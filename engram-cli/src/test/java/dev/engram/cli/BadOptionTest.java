package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.OneThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that do not exist, are missing, or have values that make no sense. */
@ExtendWith(OneThread.class)
class BadOptionTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--size 3|size is 3",
        "--max-internal-size 3|max_internal_size is 3",
        "--top-k 0|top_k is 0",
        "--max-mid-term-frames 3|max_mid_term_frames is 3",
        "--min-mid-term-frames 0|min_mid_term_frames is 0",
        "--num-prototypes 0|num_prototypes is 0",
        "--max-long-term-elements 3|max_long_term_elements is 3",
        "--mem-every 0|mem_every is 0",
        "--deep-update-every 0|deep_update_every is 0",
        "--start 5 --end 2|end is 2, before start (5)",
        "--start -1|start is -1",
        "--start 99999999999|start is 99999999999",
        "--start 5|ends before frame 5",
        "--spatial-frames -1|spatial_frames is -1. Give 0 or more.",
        "--precision int8|--precision int8: there is no such precision. Choose auto",
        "--device tpu|--device tpu: there is no such device. Choose auto, cpu or cuda.",
        "--threads 0|--threads 0: give 1 or more."
      })
  void aValueThatMakesNoSense(String options, String message) {
    SmallJob job = new SmallJob(folder);

    Cli run = job.segment(job.frames(2), job.mask("first.png"), (Object[]) options.split(" "));

    run.assertRefused(message);
    assertThat(Cli.masksIn(job.out())).isEmpty();
  }

  @Test
  void aValueThatIsNoNumber() {
    SmallJob job = new SmallJob(folder);

    job.segment(job.frames(1), job.mask("0.png"), "--mem-every", "often")
        .assertMisused("--mem-every", "often", "See 'engram segment --help'.");
  }

  @Test
  void whatIsRequiredIsNamed() {
    Cli.run("segment", "clip.mp4", "-o", "out").assertRefused("--masks: missing.");
    Cli.run("segment", "clip.mp4", "-m", "m.png", "--model", "x").assertRefused("--out: missing.");
    Cli.run("models", "info").assertMisused("NAME|FILE");
  }

  @Test
  void memoryIsSavedToAFileOfItsOwn() throws IOException {
    SmallJob job = new SmallJob(folder);
    Path mask = job.mask("0.png");
    byte[] before = Files.readAllBytes(mask);
    Path other = folder.resolve("model.safetensors");
    Files.write(other, new byte[] {1, 2, 3});

    job.segment(job.frames(2), mask, "--save-memory", mask)
        .assertRefused(mask + ": memory is saved to a .safetensors file.");
    job.segment(job.frames(2), mask, "--save-memory", other)
        .assertRefused(other + ": holds something else already.");
    assertThat(mask).hasBinaryContent(before);
    assertThat(other).hasSize(3);
    assertThat(Cli.masksIn(job.out())).isEmpty();
  }

  @Test
  void framesThatDoNotExistAreNamed() {
    SmallJob job = new SmallJob(folder);
    Path frames = job.frames(3);
    Path mask = job.mask("0.png");

    job.segment(frames, mask, "--hold", "4-6")
        .assertRefused("--hold: " + frames + " has no frame 6");
    job.segment(frames, mask, "--hold", "2-1").assertRefused("--hold: 2-1 ends before it starts.");
    job.segment(frames, mask, "--changed", "9")
        .assertRefused("--changed: " + frames + " has no frame 9.");
    assertThat(Cli.masksIn(job.out())).isEmpty();
  }

  @Test
  void optionsThatExcludeOneAnotherAreRefused() {
    SmallJob job = new SmallJob(folder);
    Path frames = job.frames(2);
    Path mask = job.mask("0.png");

    job.segment(frames, mask, "--original-memory", "--first-mask-only")
        .assertRefused("--first-mask");
    job.segment(frames, mask, "--original-memory", "--direction", "backward")
        .assertRefused("--original-memory: goes forward only.");
    job.segment(frames, mask, "--direction", "sideways").assertRefused("--direction: sideways");
    job.segment(frames, mask, "--changed", "0", "--direction", "forward")
        .assertRefused("--changed: needs frames to be reached from the nearest reference.");
  }

  @Test
  void aVideoMayFollowTheMasks() {
    Cli.run("segment", "-o", "out", "--model", "x", "--masks", "m.png", "clip.mp4")
        .assertRefused("m.png: no such file or folder");
  }

  @Test
  void unknownOptionsAndCommandsAreNamed() {
    Cli.run("segment", "clip.mp4", "-m", "m", "-o", "o", "--model", "x", "--bogus")
        .assertMisused("there is no --bogus");
    Cli.run("segmnt")
        .assertMisused("there is no segmnt; did you mean segment", "See 'engram --help'.");
  }
}
