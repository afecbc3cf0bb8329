package dev.engram.eval;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.engram.Engram;
import dev.engram.JobMonitor;
import dev.engram.SegmenterOptions;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Segments all videos of a benchmark, and goes on with the first that is not done when it is run
 * again. Results lie in {@code Annotations/VIDEO}; a video's folder is there only when it is whole.
 */
public final class BenchmarkRun {
  /** Folder of probabilities. */
  static final String SCORES = "Scores";

  private static final String DONE = "done";

  private final Benchmark benchmark;
  private final List<BenchmarkVideo> videos;
  private final Path out;
  private final Forms forms;
  private final BenchmarkLayout layout;

  private BenchmarkRun(
      Benchmark benchmark,
      List<BenchmarkVideo> videos,
      BenchmarkLayout layout,
      Path out,
      Forms forms) {
    this.benchmark = benchmark;
    this.videos = videos;
    this.layout = layout;
    this.out = out;
    this.forms = forms;
  }

  /**
   * How videos are segmented, and what is kept.
   *
   * @param mirrored swaps left and right for the network
   * @param scores also writes probabilities, {@code Scores/VIDEO/FRAME.npz}
   * @param plays how often each video is played, forth and back in turn; 1 for as it is
   */
  public record Forms(boolean mirrored, boolean scores, int plays) {
    /** Checks the number of playings. */
    public Forms {
      if (plays < 1) {
        throw new EngramException("a video cannot be played " + plays + " times. Give 1 or more.");
      }
    }
  }

  /** Watches a run, and the frames of each video. When it asks to stop, finished videos stay. */
  public interface Monitor extends JobMonitor {
    /**
     * A video begins.
     *
     * @param number counted from 1
     */
    void onVideo(String name, int number, int count);
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
   * @param forms must be those of the run that is gone on with
   * @throws EngramException if a folder, list or video is missing
   */
  public static BenchmarkRun open(
      Benchmark benchmark, Path data, String split, List<String> sequences, Path out, Forms forms) {
    BenchmarkLayout layout = new BenchmarkLayout(benchmark, data, split);
    return new BenchmarkRun(benchmark, layout.videos(sequences), layout, out, forms);
  }

  /** The same videos with results in another folder. */
  public BenchmarkRun into(Path folder) {
    return new BenchmarkRun(benchmark, videos, layout, folder, forms);
  }

  /** The split into seen and unseen classes, where the data set tells it. */
  public Optional<ClassSplit> classes() {
    return layout.classes();
  }

  /** Where the masks lie, a folder a video. */
  public Path results() {
    return out.resolve(ResultFolder.RESULTS);
  }

  /**
   * Segments what is not done yet.
   *
   * @param model tells its weights from others, as {@link dev.engram.checkpoint.StateDict#checksum}
   *     does
   * @return all videos, also those done before, in their order
   * @throws EngramException if it was asked to stop, something is amiss with a video, or the folder
   *     holds results of another model or of other settings
   */
  public List<Timing> run(Engram engram, String model, SegmenterOptions options, Monitor monitor) {
    Map<String, String> settings = RunSettings.of("evaluate", benchmark, engram, model, options);
    settings.put("flip", Boolean.toString(forms.mirrored()));
    settings.put("save-scores", Boolean.toString(forms.scores()));
    settings.put("extend", Integer.toString(forms.plays()));
    RunSettings.claim(out, settings, videos, DONE);
    List<Timing> timings = new ArrayList<>();
    for (int i = 0; i < videos.size(); i++) {
      BenchmarkVideo video = videos.get(i);
      Path done = out.resolve(DONE).resolve(video.name() + ".json");
      if (!Files.exists(done) || !Files.isDirectory(results().resolve(video.name()))) {
        monitor.onVideo(video.name(), i + 1, videos.size());
        write(done, segment(video, engram, options, monitor));
      }
      timings.add(read(video.name(), done));
    }
    ResultFolder.delete(out.resolve(ResultFolder.WORK));
    return timings;
  }

  private Timing segment(
      BenchmarkVideo video, Engram engram, SegmenterOptions options, Monitor monitor) {
    Path masks = out.resolve(ResultFolder.WORK).resolve(ResultFolder.RESULTS).resolve(video.name());
    Path scores = out.resolve(ResultFolder.WORK).resolve(SCORES).resolve(video.name());
    ResultFolder.delete(out.resolve(ResultFolder.WORK));
    long started = System.nanoTime();
    long frames =
        new BenchmarkSession(video, forms, masks, Optional.of(scores).filter(p -> forms.scores()))
            .run(engram, options, monitor);
    ResultFolder.move(masks, results().resolve(video.name()));
    if (forms.scores()) {
      ResultFolder.move(scores, out.resolve(SCORES).resolve(video.name()));
    }
    return new Timing(video.name(), frames, (System.nanoTime() - started) / 1e9);
  }

  private static void write(Path file, Timing timing) {
    AtomicFile.write(
        file,
        stream -> {
          try (JsonGenerator json = new JsonFactory().createGenerator(stream, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeNumberField("frames", timing.frames());
            json.writeNumberField("seconds", timing.seconds());
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

  /** The name of the file behind a scored frame's name. */
  public String fileName(String frame) {
    return Playback.original(frame, forms.plays());
  }

  /** How many of the videos have a truth to be scored against. */
  public int withTruth() {
    return (int) videos.stream().filter(video -> video.truth().isPresent()).count();
  }

  /** How many videos there are. */
  public int size() {
    return videos.size();
  }

  /**
   * Writes all results as the file that the benchmark's evaluation server takes.
   *
   * @return where it lies
   * @throws EngramException if it cannot be written
   */
  public Path writeZip() {
    Path file = out.resolve(benchmark.label() + ".zip");
    boolean youtube = benchmark == Benchmark.YOUTUBE2018 || benchmark == Benchmark.YOUTUBE2019;
    ServerZip.write(file, results(), youtube ? ResultFolder.RESULTS + "/" : "");
    return file;
  }

  /** Scores the videos that have a truth. */
  public Scores score() {
    return ResultScorer.score(
        videos.stream()
            .filter(video -> video.truth().isPresent())
            .map(
                video ->
                    new ResultScorer.Pair(
                        video.name(),
                        Playback.masks(
                            new MaskFolder(video.truth().orElseThrow()),
                            video.frames(),
                            forms.plays()),
                        new MaskFolder(results().resolve(video.name()))))
            .toList(),
        benchmark.protocol());
  }
}
