package dev.engram;

import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.mask.MaskSet;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyEngram;
import dev.engram.video.FrameAccess;
import dev.engram.video.FrameSources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A tiny model, and a folder with frames, masks and results, for tests of whole jobs. */
@ExtendWith(OneThread.class)
abstract class JobScene {
  static final TinyClip CLIP = TinyClip.small();
  static final SegmenterOptions OPTIONS =
      SegmenterOptions.defaults().withSize(SegmenterOptions.OWN_SIZE);
  static final JobOptions PLAIN = JobOptions.defaults();

  @RegisterExtension static final TinyEngram ENGRAM = new TinyEngram();

  @TempDir Path folder;
  Path out;

  @BeforeEach
  void chooseOutput() {
    out = folder.resolve("out");
  }

  Path frames(int count) {
    return CLIP.writeFolder(folder.resolve("frames"), count);
  }

  Path mask(String name, int... labels) {
    return CLIP.writeMask(masks().resolve(name), labels);
  }

  /** Where {@link #mask} puts them. */
  Path masks() {
    return folder.resolve("masks");
  }

  /** A video that can be read only once. */
  FrameAccess stream(int count) throws IOException {
    byte[] video = Files.readAllBytes(CLIP.writeVideo(folder.resolve("clip.mkv"), count));
    return FrameAccess.once(FrameSources.open(new ByteArrayInputStream(video), "stream"));
  }

  SegmentationJob job(JobOptions job, FrameRange range, Outputs outputs) {
    return new SegmentationJob(ENGRAM.model(), OPTIONS, job, range, outputs);
  }

  JobSummary run(FrameAccess video, Path masks, JobOptions job, FrameRange range, Outputs outputs) {
    return job(job, range, outputs).run(video, MaskSet.open(masks), (done, total) -> {});
  }

  JobSummary run(Path input, Path masks, JobOptions job, FrameRange range, Outputs outputs) {
    try (FrameAccess video = FrameAccess.open(input.toString())) {
      return run(video, masks, job, range, outputs);
    }
  }

  LabelMap written(String name) {
    return new MaskReader().read(out.resolve(name)).labels();
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
