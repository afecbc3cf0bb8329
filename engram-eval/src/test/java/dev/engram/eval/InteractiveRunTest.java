package dev.engram.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.tensor.Device;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyXMem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class InteractiveRunTest {
  private static final TinyClip CLIP = TinyClip.small();
  private static final int FRAMES = 5;

  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();
  private int slowFrom = Integer.MAX_VALUE;

  @BeforeEach
  void aVideoWhoseObjectsComeLate() {
    CLIP.writeFolder(folder.resolve("data/JPEGImages/clip"), FRAMES);
    LabelMap none = LabelMap.empty(CLIP.width(), CLIP.height());
    for (int i = 0; i < FRAMES; i++) {
      MaskWriter.write(truth(i), i == 0 ? none : CLIP.mask(1, 2), Palette.davis());
    }
  }

  private Path truth(int frame) {
    return folder.resolve("data/Annotations/clip/" + CLIP.frame(frame).name() + ".png");
  }

  /** Stops after so many frames. */
  private InteractiveRun.Monitor monitor(int frames) {
    return new InteractiveRun.Monitor() {
      private int left = frames;

      @Override
      public void onRound(String video, int number, InteractiveVideo.Round round) {
        told.add(video + " " + number + " " + round.frame());
      }

      @Override
      public void onFrame(long done, long total) {
        left--;
        if (frames - left >= slowFrom) {
          LockSupport.parkNanos(300_000_000);
        }
      }

      @Override
      public boolean stopRequested() {
        return left <= 0;
      }
    };
  }

  private static String mask(int frame) {
    return "/Annotations/clip/" + CLIP.frame(frame).name() + ".png";
  }

  private LabelMap result(int frame) {
    return new MaskReader().read(folder.resolve("out" + mask(frame))).labels();
  }

  private InteractiveScores run(int rounds, double seconds, int frames) {
    return run("out", rounds, seconds, frames);
  }

  private InteractiveScores run(String out, int rounds, double seconds, int frames) {
    InteractiveRun run =
        InteractiveRun.open(
            Benchmark.GENERIC,
            folder.resolve("data"),
            "val",
            List.of(),
            folder.resolve(out),
            new InteractiveRun.Robot(FrameChoice.WORST, rounds, seconds, 0));
    try (Engram engram = Engram.of(TinyXMem.plain().weights(), Device.CPU)) {
      SegmenterOptions options = SegmenterOptions.defaults().withSize(-1);
      return run.run(engram, "w", options, monitor(frames));
    }
  }

  @Test
  void withEveryMaskGivenEverythingIsRight() {
    InteractiveScores scores = run(FRAMES, 1e6, 1000);
    List<InteractiveVideo.Round> rounds = scores.videos().get(0).rounds();
    assertThat(rounds).hasSize(FRAMES - 1);
    assertThat(rounds.get(0).frame()).isEqualTo(CLIP.frame(1).name());
    assertThat(rounds.get(0).mean()).isLessThan(1);
    assertThat(rounds.get(FRAMES - 2).mean()).isEqualTo(1);
    assertThat(rounds).extracting(InteractiveVideo.Round::frame).doesNotHaveDuplicates();
    assertThat(rounds).extracting(InteractiveVideo.Round::seconds).isSorted();
    for (int i = 1; i < FRAMES; i++) {
      assertThat(result(i)).isEqualTo(CLIP.mask(1, 2));
    }
  }

  @Test
  void aRoundThatEndsTooLateDoesNotCount() {
    run(1, 1e6, 1000);
    LabelMap first = result(2);
    slowFrom = FRAMES + 1;
    InteractiveScores scores = run("late", 2, 0.3, 1000);
    assertThat(scores.videos().get(0).rounds()).hasSize(1);
    assertThat(new MaskReader().read(folder.resolve("late" + mask(2))).labels()).isEqualTo(first);
    assertThat(folder.resolve("late/.unfinished")).doesNotExist();
  }

  @Test
  void aFinishedVideoIsNotRunAgain() {
    assertThatThrownBy(() -> run(2, 1e6, FRAMES + 2))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("stopped here, as asked");
    assertThat(folder.resolve("out/Annotations/clip")).doesNotExist();
    InteractiveScores scores = run(2, 1e6, 1000);
    told.clear();
    assertThat(run(2, 1e6, 1000)).isEqualTo(scores);
    assertThat(told).isEmpty();
  }

  @Test
  void aTruthOfAnotherSizeIsNamed() {
    MaskWriter.write(truth(3), LabelMap.of(2, 1, new int[] {1, 2}), Palette.davis());
    assertThatThrownBy(() -> run(2, 30, 1000))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(truth(3) + ": 2x1, but its frame is ")
        .hasMessageEndingWith("Give frames and masks of one resolution.");
  }

  @Test
  void theRobotNeedsTheTruth() throws IOException {
    for (int i = 1; i < FRAMES; i++) {
      Files.delete(truth(i));
    }
    assertThatThrownBy(() -> run(2, 30, 1000))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("clip: holds no truth, which the robot needs");
  }
}
