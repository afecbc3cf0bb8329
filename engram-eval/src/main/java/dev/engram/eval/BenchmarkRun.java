package dev.engram.eval;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.engram.Engram;
import dev.engram.FrameRange;
import dev.engram.JobMonitor;
import dev.engram.JobSummary;
import dev.engram.Outputs;
import dev.engram.SegmentationJob;
import dev.engram.SegmenterOptions;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.mask.MaskSet;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import dev.engram.video.PrefetchingSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Segments all videos of a benchmark, and goes on with the first that is not done when it is run
 * again. Results lie in {@code Annotations/VIDEO}; a video's folder is there only when it is whole.
 */
public final class BenchmarkRun {
  private static final String RESULTS = "Annotations";
  private static final String WORK = ".unfinished";
  private static final String DONE = "done";

  private final Benchmark benchmark;
  private final List<BenchmarkVideo> videos;
  private final Path out;

  private BenchmarkRun(Benchmark benchmark, List<BenchmarkVideo> videos, Path out) {
    this.benchmark = benchmark;
    this.videos = videos;
    this.out = out;
  }

  /** Watches a run. Called by the thread that runs it. */
  public interface Monitor {
    /**
     * A video begins.
     *
     * @param number counted from 1
     */
    void onVideo(String name, int number, int count);

    /** As {@link JobMonitor#onFrame}, within the video. */
    void onFrame(long done, long total);

    /** Whether to stop before the next frame; finished videos stay. */
    boolean stopRequested();
  }

  /**
   * How long a video took.
   *
   * @param seconds with decoding and writing
   */
  public record Timing(String video, long frames, double seconds) {}

  /**
   * Looks for the benchmark's videos.
   *
   * @param data the data set's folder, as it is published
   * @param split such as {@code val}
   * @param sequences videos to take; empty for all of the split
   * @param out for the results
   * @throws EngramException if a folder, list or video is missing
   */
  public static BenchmarkRun open(
      Benchmark benchmark, Path data, String split, List<String> sequences, Path out) {
    List<BenchmarkVideo> videos = new BenchmarkLayout(benchmark, data, split).videos(sequences);
    return new BenchmarkRun(benchmark, videos, out);
  }

  /** Where the masks lie, a folder a video. */
  public Path results() {
    return out.resolve(RESULTS);
  }

  /**
   * Segments what is not done yet.
   *
   * @return all videos, also those done before, in their order
   * @throws EngramException if it was asked to stop, or something is amiss with a video
   */
  public List<Timing> run(Engram engram, SegmenterOptions options, Monitor monitor) {
    List<Timing> timings = new ArrayList<>();
    for (int i = 0; i < videos.size(); i++) {
      BenchmarkVideo video = videos.get(i);
      Path done = out.resolve(DONE).resolve(video.name() + ".json");
      if (!Files.exists(done) || !Files.isDirectory(results().resolve(video.name()))) {
        monitor.onVideo(video.name(), i + 1, videos.size());
        JobSummary summary = segment(video, engram, options, monitor);
        write(done, summary);
      }
      timings.add(read(video.name(), done));
    }
    delete(out.resolve(WORK));
    return timings;
  }

  private JobSummary segment(
      BenchmarkVideo video, Engram engram, SegmenterOptions options, Monitor monitor) {
    Path work = out.resolve(WORK).resolve(video.name());
    delete(work);
    JobSummary summary;
    try (FrameSource source = new PrefetchingSource(FrameSources.open(video.frames().toString()))) {
      summary =
          new SegmentationJob(engram, options, FrameRange.all(), Outputs.masks(work))
              .run(source, MaskSet.open(video.given()), new Frames(monitor));
    }
    try {
      keepWanted(video, work);
      Files.createDirectories(results());
      delete(results().resolve(video.name()));
      Files.move(work, results().resolve(video.name()));
      return summary;
    } catch (IOException e) {
      throw new EngramException(
          results() + ": cannot be written (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
  }

  private record Frames(Monitor monitor) implements JobMonitor {
    @Override
    public void onFrame(long done, long total) {
      monitor.onFrame(done, total);
    }

    @Override
    public boolean stopRequested() {
      return monitor.stopRequested();
    }
  }

  private static void keepWanted(BenchmarkVideo video, Path folder) throws IOException {
    if (video.wanted().isEmpty()) {
      return;
    }
    for (String frame : new MaskFolder(folder).frames()) {
      if (!video.wanted().contains(frame)) {
        Files.delete(new MaskFolder(folder).file(frame));
      }
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new EngramException(
          folder + ": cannot be removed (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
  }

  private static void write(Path file, JobSummary summary) {
    AtomicFile.write(
        file,
        stream -> {
          try (JsonGenerator json = new JsonFactory().createGenerator(stream, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeNumberField("frames", summary.frames());
            json.writeNumberField("seconds", summary.seconds());
            json.writeEndObject();
          }
        });
  }

  private static Timing read(String video, Path file) {
    long frames = 0;
    double seconds = 0;
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      while (json.nextToken() != null) {
        if (json.currentToken().isNumeric() && "frames".equals(json.currentName())) {
          frames = json.getLongValue();
        } else if (json.currentToken().isNumeric()) {
          seconds = json.getDoubleValue();
        }
      }
      return new Timing(video, frames, seconds);
    } catch (IOException e) {
      throw new EngramException(file + ": damaged. Remove it to segment the video anew.", e);
    }
  }

  /** The folder of a video's pictures. */
  public Optional<Path> frames(String video) {
    return videos.stream()
        .filter(v -> v.name().equals(video))
        .map(BenchmarkVideo::frames)
        .findFirst();
  }

  /** The folder of a video's true masks, if they are public. */
  public Optional<Path> truth(String video) {
    return videos.stream()
        .filter(v -> v.name().equals(video))
        .flatMap(v -> v.truth().stream())
        .findFirst();
  }

  /** Whether any of the videos has a truth to be scored against. */
  public boolean hasTruth() {
    return videos.stream().anyMatch(video -> video.truth().isPresent());
  }

  /** Scores the videos that have a truth. */
  public Scores score() {
    return ResultScorer.score(
        videos.stream()
            .filter(video -> video.truth().isPresent())
            .map(
                video ->
                    new ResultScorer.Pair(
                        video.name(), video.truth().orElseThrow(), results().resolve(video.name())))
            .toList(),
        benchmark.protocol());
  }
}
