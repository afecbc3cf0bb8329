package dev.engram.eval.references;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.common.EngramException;
import dev.engram.eval.AnnotatedVideo;
import dev.engram.eval.report.ReferenceReport;
import dev.engram.eval.report.ScoreReport;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.suggest.SuggestionOptions;
import dev.engram.tensor.Device;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyXMem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class ReferenceExperimentTest {
  private static final TinyClip CLIP = TinyClip.small();
  private static final int FRAMES = 7;

  @TempDir Path folder;
  private final List<ReferenceResult> told = new ArrayList<>();
  private int stopAfter = Integer.MAX_VALUE;
  private AnnotatedVideo.Place place;

  @BeforeEach
  void aVideoOfTwoObjects() {
    CLIP.writeFolder(folder.resolve("clip"), FRAMES);
    for (int i = 0; i < FRAMES; i++) {
      CLIP.writeMask(mask(i), 1, 2);
    }
    place = AnnotatedVideo.Place.of(folder.resolve("clip").toString(), folder.resolve("masks"));
  }

  private Path mask(int frame) {
    return folder.resolve("masks").resolve(CLIP.frame(frame).name() + ".png");
  }

  private ReferenceMonitor monitor() {
    return new ReferenceMonitor() {
      private long steps;

      @Override
      public void onResult(ReferenceResult result) {
        told.add(result);
      }

      @Override
      public void onFrame(long done, long total) {
        assertThat(done).isBetween(1L, total);
        steps++;
      }

      @Override
      public boolean stopRequested() {
        return steps >= stopAfter;
      }
    };
  }

  private List<ReferenceResult> references(Integer... counts) {
    try (Engram engram = Engram.of(TinyXMem.plain().weights(), Device.CPU)) {
      return ReferenceExperiment.run(List.of(place), List.of(counts), engram, options(), monitor());
    }
  }

  /** The tiny network sees little of the objects, so any frame may be suggested. */
  private List<ReferenceResult> suggestions(int repeats, Integer... counts) {
    return suggested(0, repeats, counts);
  }

  private List<ReferenceResult> suggested(double presence, int repeats, Integer... counts) {
    SuggestionOptions suggestion = SuggestionOptions.defaults().withMinMaskPresence(presence);
    try (Engram engram = Engram.of(TinyXMem.plain().weights(), Device.CPU)) {
      return new SuggestionExperiment(suggestion, Device.CPU, repeats)
          .run(List.of(place), List.of(counts), engram, options(), monitor());
    }
  }

  private static SegmenterOptions options() {
    return SegmenterOptions.defaults().withSize(SegmenterOptions.OWN_SIZE);
  }

  @Test
  void everyMethodScoresEveryFrameAndGivesReferencesBackBitForBit() {
    List<ReferenceResult> results = references(3, 1);
    assertThat(results)
        .extracting(r -> r.method() + " " + r.references())
        .containsExactly(
            "XMem [0]",
            "XMem++ forward [0]",
            "XMem++ outward [0]",
            "XMem [0, 2, 5]",
            "XMem++ forward [0, 2, 5]",
            "XMem++ outward [0, 2, 5]");
    assertThat(told).isEqualTo(results);
    for (ReferenceResult result : results) {
      assertThat(result.exact()).isTrue();
      assertThat(result.objects()).isEqualTo(2);
      assertThat(result.frames()).extracting(FrameQuality::frame).hasSize(FRAMES).isSorted();
      assertThat(result.region()).isLessThan(1);
      for (FrameQuality frame : result.frames()) {
        assertThat(frame.region() == 1).isEqualTo(frame.reference());
      }
    }
    assertThat(results)
        .extracting(ReferenceResult::permanentElements)
        .containsExactly(0L, 12L, 12L, 0L, 36L, 36L);
  }

  @Test
  void oneReferenceAtTheFirstFrameMakesAllMethodsEqual() {
    List<ReferenceResult> results = references(1);
    assertThat(results.get(1).frames()).isEqualTo(results.get(0).frames());
    assertThat(results.get(2).frames()).isEqualTo(results.get(0).frames());
  }

  @Test
  void framesBeforeTheFirstObjectAndWithoutAMaskAreNotScored() throws IOException {
    int[] none = new int[CLIP.width() * CLIP.height()];
    MaskWriter.write(mask(0), LabelMap.of(CLIP.width(), CLIP.height(), none), Palette.davis());
    Files.delete(mask(3));
    for (ReferenceResult result : references(2)) {
      assertThat(result.references()).containsExactly(1L, 5L);
      assertThat(result.frames())
          .extracting(FrameQuality::frame)
          .containsExactly(1L, 2L, 4L, 5L, 6L);
    }
  }

  @Test
  void suggestionsBeginWithTheFirstFrameAndGrow() {
    List<ReferenceResult> results = suggestions(2, 1, 3);
    assertThat(results)
        .extracting(r -> r.method() + " " + r.references().size() + " " + r.repeat())
        .containsExactly(
            "suggested 1 0",
            "suggested 3 0",
            "uniform 1 0",
            "random 1 0",
            "random 1 1",
            "uniform 3 0",
            "random 3 0",
            "random 3 1");
    assertThat(results).allMatch(r -> r.references().get(0) == 0 && r.exact());
    assertThat(told).as("and once more, with two").hasSize(results.size() + 1);
  }

  @Test
  void aPageAndAFileTellAllOfIt() throws IOException {
    List<ReferenceResult> results = references(1, 2);
    Path page = folder.resolve("page.html");
    Path file = folder.resolve("references.json");
    ReferenceReport.write(
        page, results, new ScoreReport.Facts("a < b", List.of(), Map.of("model", "tiny")));
    ReferenceFiles.write(file, results);
    assertThat(Files.readString(page))
        .contains("a &lt; b", "XMem++ outward", "clip, 1 reference<", "clip, 2 references<")
        .contains("dotted: references<", "<td>yes</td>", "tiny");
    assertThat(Files.readString(file))
        .contains("\"summary\"", "\"permanent elements\" : 24", "\"exact\" : true", "\"framesJ\"");
  }

  @Test
  void whatCannotBeRunIsSaidInOneLine() throws IOException {
    assertRefused(() -> references(FRAMES), "clip: has 7 frames with a mask", "--counts 7");
    assertRefused(() -> references(0), "--counts [0]: give numbers");
    assertRefused(() -> suggestions(0, 2), "--repeats 0: give 1 or more");
    assertRefused(() -> suggested(100, 1, 2), "clip: with references [0] no other frame");
    stopAfter = 3;
    assertRefused(() -> references(1), "stopped here, as asked");
    Files.delete(mask(3));
    assertRefused(() -> suggestions(1, 2), "masks: lacks the masks of some frames");
    CLIP.writeMask(folder.resolve("masks/00099.png"), 1);
    assertRefused(() -> references(1), "00099.png");
  }

  private static void assertRefused(Runnable run, String... said) {
    assertThatThrownBy(run::run).isInstanceOf(EngramException.class).hasMessageContainingAll(said);
  }
}
