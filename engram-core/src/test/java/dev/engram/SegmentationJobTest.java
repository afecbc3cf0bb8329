package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.checkpoint.NpyFile;
import dev.engram.common.EngramException;
import dev.engram.mask.MaskSet;
import dev.engram.video.Frame;
import dev.engram.video.FrameAccess;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentationJobTest extends JobScene {
  private JobSummary run(Path input, Path masks, FrameRange range, Outputs outputs) {
    return run(input, masks, PLAIN, range, outputs);
  }

  private JobSummary run(Path input, Path masks) {
    return run(input, masks, FrameRange.all(), Outputs.masks(out));
  }

  @Test
  void masksAreWrittenUnderTheFramesNames() throws IOException {
    Path frames = folder.resolve("frames");
    for (String name : List.of("shot 2.png", "shot 10.jpg", "shot 1.PNG")) {
      CLIP.writePicture(frames.resolve(name), name.length());
    }
    Path mask = mask("shot 2.png", 4);

    JobSummary summary = run(frames, mask);

    assertThat(names(out)).containsExactly("shot 1.png", "shot 10.png", "shot 2.png");
    assertThat(written("shot 2.png")).isEqualTo(CLIP.mask(4));
    assertThat(summary.frames()).isEqualTo(3);
    assertThat(summary.objects()).containsExactly(4);
    assertThat(summary.width()).isEqualTo(64);
    assertThat(summary.height()).isEqualTo(48);
  }

  @Test
  void aVideosMasksAreNumberedFromZero() throws IOException {
    Path video = CLIP.writeVideo(folder.resolve("clip.mp4"), 4);

    run(video, mask("first.png", 1));

    assertThat(names(out)).containsExactly("00000.png", "00001.png", "00002.png", "00003.png");
    assertThat(written("00000.png")).isEqualTo(CLIP.mask(1));
  }

  @Test
  void severalMasksFindTheirFramesByNumber() {
    Path frames = frames(6);
    mask("mask_1.png", 1);
    mask("mask_4.png", 1, 2);

    run(frames, masks());

    assertThat(written("00001.png")).isEqualTo(CLIP.mask(1));
    assertThat(written("00004.png")).isEqualTo(CLIP.mask(1, 2));
  }

  @Test
  void aMaskNamedAsAFrameWithoutNumberBelongsToIt() throws IOException {
    Path frames = folder.resolve("frames");
    CLIP.writePicture(frames.resolve("ant.png"), 0);
    CLIP.writePicture(frames.resolve("bee.png"), 1);

    run(frames, mask("bee.png", 3));

    assertThat(written("bee.png")).isEqualTo(CLIP.mask(3));
  }

  @Test
  void aRangeIsAllThatIsReadAndWritten() throws IOException {
    Path frames = frames(6);
    Files.writeString(frames.resolve("00005.png"), "damaged, but nobody asked for it");
    Files.writeString(frames.resolve("00001.png"), "damaged, but nobody asked for it");
    List<Long> totals = new ArrayList<>();

    try (FrameAccess video = FrameAccess.open(frames.toString())) {
      job(PLAIN, new FrameRange(2, 4), Outputs.masks(out))
          .run(
              video,
              MaskSet.open(mask("start.png", 1)),
              (done, total) -> totals.add(10 * done + total));
    }

    assertThat(names(out)).containsExactly("00002.png", "00003.png", "00004.png");
    assertThat(written("00002.png")).isEqualTo(CLIP.mask(1));
    assertThat(totals).isSorted().doesNotHaveDuplicates().startsWith(13L).endsWith(33L);
  }

  @Test
  void aReferenceOutsideOfTheRangeIsReadToo() throws IOException {
    run(frames(6), mask("00000.png", 1), new FrameRange(2, 4), Outputs.masks(out));

    assertThat(names(out)).containsExactly("00002.png", "00003.png", "00004.png");
  }

  @Test
  void withOriginalMemoryARangeWithoutAMaskIsRefused() {
    Path frames = frames(6);
    Path mask = mask("00000.png", 1);
    JobOptions xmem = JobOptions.originalMemory();

    assertThatThrownBy(() -> run(frames, mask, xmem, new FrameRange(2, 4), Outputs.masks(out)))
        .isInstanceOf(EngramException.class)
        .hasMessage(
            mask
                + ": belongs to frame 0, but only frames 2 to 4 are asked for. Give a mask of one"
                + " of these.");
  }

  @Test
  void withOriginalMemoryFramesBeforeTheFirstMaskAreBackgroundAndLaterMasksAdd() {
    mask("mask_1.png", 1);
    mask("mask_4.png", 1, 2);
    JobOptions xmem = JobOptions.originalMemory();

    run(frames(6), masks(), xmem, FrameRange.all(), Outputs.masks(out));

    assertThat(written("00000.png").labels()).isEmpty();
    assertThat(written("00001.png")).isEqualTo(CLIP.mask(1));
    assertThat(written("00004.png").mask(2)).isEqualTo(CLIP.mask(1, 2).mask(2));
  }

  @Test
  void aRangeBehindTheEndIsRefused() {
    Path frames = frames(2);
    Path mask = mask("first.png", 1);

    assertThatThrownBy(() -> run(frames, mask, new FrameRange(7, 9), Outputs.masks(out)))
        .isInstanceOf(EngramException.class)
        .hasMessage(frames + ": ends before frame 7. Choose an earlier start.");
  }

  @Test
  void aMaskForAFrameThatNeverComesIsToldAtTheEndOfAStream() throws IOException {
    mask("0.png", 1);
    Path late = mask("9.png", 2);

    try (FrameAccess source = stream(3)) {
      SegmentationJob job = job(PLAIN, FrameRange.all(), Outputs.masks(out));
      MaskSet masks = MaskSet.open(masks());
      assertThatThrownBy(() -> job.run(source, masks, (done, total) -> {}))
          .isInstanceOf(EngramException.class)
          .hasMessage(
              late
                  + ": belongs to no frame (frames are 0 to 2). Name the mask after its frame,"
                  + " counted from 0.");
    }
    assertThat(names(out)).hasSize(3);
  }

  @Test
  void probabilitiesCanBeReadByNumPy() {
    Outputs outputs = new Outputs(out, false, true, null);

    JobOptions xmem = JobOptions.originalMemory();

    run(frames(3), mask("1.png", 1, 2), xmem, FrameRange.all(), outputs);

    Path numbers = out.resolve("probabilities");
    assertThat(numbers.resolve("00000.npy")).doesNotExist();
    var read = NpyFile.read(numbers.resolve("00002.npy"));
    assertThat(read.shape()).containsExactly(3, 48, 64);
    float[] values = read.toFloats();
    for (int p = 0; p < 48 * 64; p++) {
      float sum = values[p] + values[48 * 64 + p] + values[2 * 48 * 64 + p];
      assertThat(sum).isBetween(0.9999f, 1.0001f);
    }
  }

  @Test
  void binaryMasksShowAllObjectsTogether() {
    Outputs outputs = new Outputs(out, true, false, null);

    run(frames(1), mask("0.png", 1, 2), FrameRange.all(), outputs);

    assertThat(written("00000.png").labels()).containsExactly(255);
    assertThat(written("00000.png").area(0)).isEqualTo(CLIP.mask(1, 2).area(0));
  }

  @Test
  void overlaysGoToAFolder() throws IOException {
    Path overlay = folder.resolve("over/lay");

    run(frames(2), mask("0.png", 1), FrameRange.all(), new Outputs(out, false, false, overlay));

    assertThat(names(overlay)).containsExactly("00000.jpg", "00001.jpg");
    try (FrameSource source = FrameSources.open(overlay.toString())) {
      assertThat(source.width()).isEqualTo(64);
    }
  }

  @Test
  void overlaysGoToAVideo() {
    Path overlay = folder.resolve("overlay.mp4");

    run(frames(5), mask("0.png", 1), FrameRange.all(), new Outputs(out, false, false, overlay));

    try (FrameSource source = FrameSources.open(overlay.toString())) {
      int count = 0;
      for (Frame frame = source.next(); frame != null; frame = source.next()) {
        assertThat(frame.height()).isEqualTo(48);
        count++;
      }
      assertThat(count).isEqualTo(5);
    }
  }

  @Test
  void whoeverWatchesMayStopItAndTheMasksSoFarStay() throws IOException {
    try (FrameAccess source = FrameAccess.open(frames(5).toString())) {
      JobMonitor impatient =
          new JobMonitor() {
            private int asked;

            @Override
            public void onFrame(long done, long total) {}

            @Override
            public boolean stopRequested() {
              asked++;
              return asked == 2;
            }
          };
      SegmentationJob job = job(PLAIN, FrameRange.all(), Outputs.masks(out));
      MaskSet masks = MaskSet.open(mask("0.png", 1));

      assertThatThrownBy(() -> job.run(source, masks, impatient))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("00001.png: stopped here, as asked.");
    }
    assertThat(names(out)).containsExactly("00000.png", "00001.png");
  }
}
