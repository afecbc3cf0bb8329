package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.mask.MaskSet;
import dev.engram.suggest.FrameKeys;
import dev.engram.suggest.FrameSuggester;
import dev.engram.suggest.Suggestion;
import dev.engram.suggest.SuggestionOptions;
import dev.engram.tensor.Device;
import dev.engram.tensor.TensorType;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyEngram;
import dev.engram.testing.TinyStma;
import dev.engram.video.FrameAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class SuggestionJobTest {
  @RegisterExtension private static final TinyEngram ENGRAM = new TinyEngram();
  private static final TinyClip CLIP = TinyClip.small();
  private static final int FRAMES = 8;

  @TempDir private Path folder;
  private Path video;
  private Path predictions;

  @BeforeEach
  void writeResults() {
    video = CLIP.writeVideo(folder.resolve("clip.mp4"), FRAMES);
    predictions = folder.resolve("masks");
    for (int i = 0; i < FRAMES; i++) {
      CLIP.writeMask(predictions.resolve(String.format("%05d.png", i)), i % 3 == 0 ? 1 : 2);
    }
  }

  private MaskSet references(int... frames) {
    TreeMap<Integer, Path> files = new TreeMap<>();
    for (int frame : frames) {
      files.put(frame, predictions.resolve(String.format("%05d.png", frame)));
    }
    return MaskSet.at(files);
  }

  private static SuggestionJob job(Set<Integer> labels) {
    return new SuggestionJob(
        ENGRAM.model(),
        TinyEngram.fewFrames(true),
        SuggestionOptions.defaults().withMinMaskPresence(0),
        labels);
  }

  @Test
  void framesThatWereSeenAreNotLookedAtAgainAndTheSuggestionsAreTheSame() {
    AtomicLong looks = new AtomicLong();
    JobMonitor monitor = (done, total) -> looks.incrementAndGet();
    try (FrameAccess access = FrameAccess.open(video.toString());
        FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT16)) {
      List<SuggestionJob.Named> fresh =
          job(Set.of()).run(access, references(0, 5), predictions, 3, monitor);
      assertThat(looks).hasValue(FRAMES);

      job(Set.of()).run(access, references(0, 1), predictions, 3, keys, monitor);
      assertThat(looks).hasValue(2 * FRAMES);
      assertThat(job(Set.of()).run(access, references(0, 5), predictions, 3, keys, monitor))
          .isEqualTo(fresh);
      assertThat(looks).hasValue(2 * FRAMES);
    }
  }

  @Test
  void onlyWhatASessionHasNotSeenIsLookedAt() {
    AtomicLong looks = new AtomicLong();
    try (FrameAccess access = FrameAccess.open(video.toString());
        FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT16);
        VideoSegmenter session = ENGRAM.open(TinyEngram.fewFrames(true))) {
      session.keepKeys(keys);
      session.putReference(new Reference(CLIP.frame(0), CLIP.mask(1), true));
      CLIP.steps(session, 0, 5);

      List<SuggestionJob.Named> found =
          job(Set.of())
              .run(
                  access,
                  references(0),
                  predictions,
                  2,
                  keys,
                  (done, total) -> looks.incrementAndGet());
      assertThat(looks).hasValue(FRAMES - 5);
      assertThat(found).isNotEmpty().allMatch(each -> each.suggestion().frame() > 0);
      assertThat(keys.frames()).hasSize(FRAMES);
    }
  }

  @Test
  void knownMasksCannotBeAskedForSomeObjectsOnly() {
    try (FrameAccess access = FrameAccess.open(video.toString());
        FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT16)) {
      job(Set.of()).run(access, references(0), predictions, 1, keys, (done, total) -> {});
      assertThatThrownBy(
              () ->
                  job(Set.of(1))
                      .run(access, references(0), predictions, 1, keys, (done, total) -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whereFramesAreAssociatedTheirKeysAreThoseInTheLightOfTheReferences() {
    try (Engram associating = Engram.of(TinyStma.plain().weights(), Device.CPU)) {
      assertThat(compared(associating, 0)).isNotEqualTo(compared(associating, 3));
      assertThat(compared(associating, 0)).isEqualTo(compared(associating, 0));
    }
    assertThat(compared(ENGRAM.model(), 0)).isEqualTo(compared(ENGRAM.model(), 3));
  }

  /** How unlike frame 1 the others are, by keys that were made with this reference. */
  private List<Suggestion> compared(Engram engram, int reference) {
    SuggestionOptions options = SuggestionOptions.defaults().withMinMaskPresence(0);
    SuggestionJob job = new SuggestionJob(engram, TinyEngram.fewFrames(true), options, Set.of());
    try (FrameAccess access = FrameAccess.open(video.toString());
        FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT16)) {
      job.run(access, references(reference), predictions, 1, keys, (done, total) -> {});
      FrameSuggester suggester = new FrameSuggester(keys, options, Device.CPU);
      suggester.annotate(1);
      return suggester.suggest(3);
    }
  }
}
