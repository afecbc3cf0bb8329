package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskSet;
import dev.engram.tensor.Device;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyXMem;
import dev.engram.video.Frame;
import dev.engram.video.FrameAccess;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReferenceJobTest extends JobScene {
  private JobSummary run(Path input, JobOptions job, FrameRange range, Outputs outputs) {
    return run(input, masks(), job, range, outputs);
  }

  private JobSummary run(Path input, JobOptions job) {
    return run(input, job, FrameRange.all(), Outputs.masks(out));
  }

  private LabelMap written(int frame) {
    return written(CLIP.frame(frame).name() + ".png");
  }

  @Test
  void framesBeforeAndAfterAMiddleReferenceAreSegmentedInEveryDirection() throws IOException {
    mask("3.png", 1, 2);
    for (Propagation propagation : Propagation.values()) {
      out = folder.resolve(propagation.name());
      JobSummary summary = run(frames(7), JobOptions.builder().propagation(propagation).build());

      assertThat(summary.frames()).isEqualTo(7);
      assertThat(names(out)).hasSize(7);
      assertThat(written(3)).isEqualTo(CLIP.mask(1, 2));
    }
  }

  @Test
  void whatIsRecomputedInARangeIsWhatTheWholeGave() throws IOException {
    Path video = CLIP.writeVideo(folder.resolve("clip.mp4"), 12);
    mask("2.png", 1);
    mask("9.png", 1, 2);
    run(video, PLAIN);
    Path whole = out;
    out = folder.resolve("part");
    run(video, PLAIN, new FrameRange(2, 9), Outputs.masks(out));

    assertThat(names(out)).hasSize(8);
    for (String name : names(out)) {
      assertThat(out.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
    }
  }

  @Test
  void afterAChangeOnlyTheFramesUpToItsNeighboursAreSegmentedAnew() throws IOException {
    mask("1.png", 1);
    mask("5.png", 1);
    mask("9.png", 1);
    JobOptions changed = JobOptions.builder().changed(Set.of(9L)).build();
    JobSummary summary = run(frames(12), changed);

    assertThat(summary.frames()).isEqualTo(7);
    assertThat(names(out)).hasSize(7).startsWith("00005.png").endsWith("00011.png");
  }

  @Test
  void heldFramesKeepTheirMasks() throws IOException {
    mask("0.png", 1);
    run(frames(6), PLAIN);
    CLIP.writeMask(out.resolve("00003.png"), 1, 5);
    byte[] before = Files.readAllBytes(out.resolve("00003.png"));
    JobSummary summary =
        run(frames(6), JobOptions.builder().held(List.of(new FrameRange(3, 3))).build());

    assertThat(out.resolve("00003.png")).hasBinaryContent(before);
    assertThat(summary.objects()).containsExactly(1, 5);
    assertThat(summary.frames()).isEqualTo(6);
  }

  @Test
  void aHeldFrameWithoutAMaskIsNamed() {
    mask("0.png", 1);
    JobOptions held = JobOptions.builder().held(List.of(new FrameRange(1, 1))).build();
    assertThatThrownBy(() -> run(frames(2), held))
        .isInstanceOf(EngramException.class)
        .hasMessage(
            out.resolve("00001.png")
                + ": is to be held, but is not there. Segment the frame first, or do not hold it.");
  }

  @Test
  void aMaskWithoutAnObjectIsNamed() {
    mask("0.png", 1);
    Path empty = mask("2.png");
    assertThatThrownBy(() -> run(frames(3), PLAIN))
        .isInstanceOf(EngramException.class)
        .hasMessage(
            empty
                + ": the mask has no object. Mark at least one, or leave it out (or say with"
                + " --empty-masks that none is in the frame).");
  }

  @Test
  void aMaskWithoutObjectsOfWhichItIsKnownThatTheyAreNotThereIsTaken() throws IOException {
    mask("0.png", 1, 2);
    mask("3.png");
    JobOptions job =
        JobOptions.builder().partial(Set.of(0L, 3L)).absent(Map.of(3L, Set.of(1, 2))).build();

    run(frames(6), job);

    assertThat(written(3)).isEqualTo(CLIP.mask());
    assertThat(written(0)).isEqualTo(CLIP.mask(1, 2));
  }

  @Test
  void aMaskForAFrameThatDoesNotExistIsNamedBeforeAnythingIsSegmented() {
    Path video = CLIP.writeVideo(folder.resolve("clip.mkv"), 3);
    mask("0.png", 1);
    Path late = mask("9.png", 2);
    assertThatThrownBy(() -> run(video, PLAIN))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining(late + ": belongs to no frame (frames are 0 to 2)");
    assertThat(out).doesNotExist();
  }

  @Test
  void savedReferencesServeAnotherVideoOfAnotherSize() throws IOException {
    Path memory = folder.resolve("memory.safetensors");
    mask("0.png", 1, 4);
    run(frames(4), JobOptions.builder().savedMemory(memory).build());
    TinyClip wide = new TinyClip(96, 64);
    try (FrameAccess video =
            FrameAccess.open(wide.writeFolder(folder.resolve("wide"), 3).toString());
        VideoSegmenter session = ENGRAM.open(OPTIONS)) {
      session.loadMemory(memory);
      try (FrameSource source = video.forward(0)) {
        for (Frame frame = source.next(); frame != null; frame = source.next()) {
          assertThat(session.step(frame).width()).isEqualTo(96);
        }
      }
      assertThat(session.objects()).containsExactly(1, 4);
      assertThat(session.permanentElements()).isEqualTo(12);
    }
  }

  @Test
  void savedReferencesAreEnough() {
    Path memory = folder.resolve("memory.safetensors");
    mask("0.png", 3);
    run(frames(2), JobOptions.builder().savedMemory(memory).build());
    out = folder.resolve("second");
    try (FrameAccess video = FrameAccess.open(frames(5).toString())) {
      JobSummary summary =
          job(JobOptions.builder().memory(memory).build(), FrameRange.all(), Outputs.masks(out))
              .run(video, MaskSet.open(List.of()), (done, total) -> {});
      assertThat(summary.frames()).isEqualTo(5);
      assertThat(summary.objects()).containsExactly(3);
    }
  }

  @Test
  void memoryOfAnotherModelIsRefused() throws IOException {
    Path memory = folder.resolve("memory.safetensors");
    mask("0.png", 1);
    run(frames(2), JobOptions.builder().savedMemory(memory).build());
    try (Engram other = Engram.of(TinyXMem.normalised().weights(), Device.CPU);
        VideoSegmenter session = other.open(OPTIONS)) {
      assertThatThrownBy(() -> session.loadMemory(memory))
          .isInstanceOf(EngramException.class)
          .hasMessage(
              memory
                  + ": was saved with another model, which sees frames otherwise. Use that model.");
    }
  }

  @Test
  void aStreamTakesEachReferenceWhenItsFrameComes() throws IOException {
    mask("0.png", 1);
    mask("3.png", 1, 2);
    try (FrameAccess source = stream(5)) {
      JobSummary summary = run(source, masks(), PLAIN, FrameRange.all(), Outputs.masks(out));
      assertThat(summary.objects()).containsExactly(1, 2);
    }
    assertThat(written(3)).isEqualTo(CLIP.mask(1, 2));
  }

  @Test
  void aStreamThatIsLeftEarlyMayHaveLaterReferences() throws IOException {
    mask("0.png", 1);
    mask("4.png", 1, 2);
    try (FrameAccess source = stream(5)) {
      JobSummary summary = run(source, masks(), PLAIN, new FrameRange(0, 2), Outputs.masks(out));
      assertThat(summary.frames()).isEqualTo(3);
    }
  }

  @Test
  void aStreamCannotBeGoneThroughBackward() throws IOException {
    mask("0.png", 1);
    JobOptions backward = JobOptions.builder().propagation(Propagation.BACKWARD).build();
    try (FrameAccess source = stream(3)) {
      SegmentationJob job = job(backward, FrameRange.all(), Outputs.masks(out));
      MaskSet masks = MaskSet.open(masks());
      assertThatThrownBy(() -> job.run(source, masks, (done, total) -> {}))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("stream: can be read once, forward.");
    }
  }

  @Test
  void anOverlayVideoIsInTheOrderOfTimeWhateverThatOfSegmentation() {
    mask("4.png", 1);
    Path overlay = folder.resolve("overlay.mp4");
    run(frames(9), PLAIN, new FrameRange(1, 7), new Outputs(out, false, false, overlay));
    try (FrameSource source = FrameSources.open(overlay.toString())) {
      int count = 0;
      for (Frame frame = source.next(); frame != null; frame = source.next()) {
        count++;
      }
      assertThat(count).isEqualTo(7);
    }
  }
}
