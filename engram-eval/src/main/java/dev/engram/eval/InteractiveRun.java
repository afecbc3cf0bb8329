package dev.engram.eval;

import dev.engram.Engram;
import dev.engram.JobMonitor;
import dev.engram.SegmenterOptions;
import dev.engram.VideoSegmenter;
import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import dev.engram.video.PrefetchingSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The interactive protocol of DAVIS with masks in place of scribbles: a robot that knows the truth
 * gives the mask of a frame, the video is segmented with all masks given so far, and so on, round
 * after round. The last round's masks lie in {@code Annotations/VIDEO}.
 */
public final class InteractiveRun {
  private static final String ROUNDS = "rounds";

  private final Benchmark benchmark;
  private final List<BenchmarkVideo> videos;
  private final Path out;
  private final Robot robot;

  private InteractiveRun(Benchmark benchmark, List<BenchmarkVideo> videos, Path out, Robot robot) {
    this.benchmark = benchmark;
    this.videos = videos;
    this.out = out;
    this.robot = robot;
  }

  /**
   * How masks are given.
   *
   * @param rounds the most masks of a video
   * @param secondsPerRound that a round may take for each object; a round that ends after all
   *     rounds' time does not count, but for the first
   * @param seed of {@link FrameChoice#RANDOM}
   */
  public record Robot(FrameChoice choice, int rounds, double secondsPerRound, long seed) {
    /** Checks the numbers. */
    public Robot {
      if (rounds < 1 || !(secondsPerRound > 0)) {
        throw new EngramException(
            String.format(
                "%d rounds of %s seconds: there is nothing to run. Give at least 1 round, and more"
                    + " than 0 seconds.",
                rounds, secondsPerRound));
      }
    }
  }

  /** Watches a run, and the frames of each round. When it asks to stop, finished videos stay. */
  public interface Monitor extends JobMonitor {
    /**
     * A round is done.
     *
     * @param number counted from 1
     */
    void onRound(String video, int number, InteractiveVideo.Round round);
  }

  /**
   * Looks for the benchmark's videos.
   *
   * @throws EngramException as {@link BenchmarkRun#open}, and if a video's truth is not there
   */
  public static InteractiveRun open(
      Benchmark benchmark, Path data, String split, List<String> sequences, Path out, Robot robot) {
    List<BenchmarkVideo> videos = new BenchmarkLayout(benchmark, data, split).videos(sequences);
    for (BenchmarkVideo video : videos) {
      if (video.truth().isEmpty()) {
        throw new EngramException(
            video.masks().get(0).getParent()
                + ": holds no truth, which the robot needs. Take a split with all masks, or others"
                + " by --sequences.");
      }
    }
    return new InteractiveRun(benchmark, videos, out, robot);
  }

  /** Where the last round's masks lie. */
  private Path results() {
    return out.resolve(ResultFolder.RESULTS);
  }

  /**
   * Runs what is not done yet.
   *
   * @param model tells its weights from others
   * @throws EngramException as {@link BenchmarkRun#run}
   */
  public InteractiveScores run(
      Engram engram, String model, SegmenterOptions options, Monitor monitor) {
    Map<String, String> settings = RunSettings.of("interactive", benchmark, engram, model, options);
    settings.put("robot", robot.toString());
    RunSettings.claim(out, settings, videos, ROUNDS);
    List<InteractiveVideo> done = new ArrayList<>();
    for (BenchmarkVideo video : videos) {
      Path file = out.resolve(ROUNDS).resolve(video.name() + ".json");
      if (!Files.exists(file)) {
        ResultFolder.delete(out.resolve(ResultFolder.WORK));
        InteractiveVideo rounds = new Rounds(video, engram, options, monitor).run();
        Path last = folder(rounds.rounds().size());
        ResultFolder.move(last, results().resolve(video.name()));
        ResultFolder.delete(out.resolve(ResultFolder.WORK));
        InteractiveFiles.write(file, rounds);
      }
      done.add(InteractiveFiles.read(video.name(), file));
    }
    return new InteractiveScores(done, robot.rounds(), robot.secondsPerRound());
  }

  /** Where the masks of a round lie until its video is done; rounds count from 1. */
  private Path folder(int round) {
    return out.resolve(ResultFolder.WORK).resolve("round-" + round);
  }

  /** The rounds of one video. */
  private final class Rounds {
    private final BenchmarkVideo video;
    private final Engram engram;
    private final SegmenterOptions options;
    private final Monitor monitor;
    private final MaskFolder masks;
    private final MaskPairs truth;
    private final List<String> annotated;
    private final Map<Integer, LabelMap> given = new TreeMap<>();

    Rounds(BenchmarkVideo video, Engram engram, SegmenterOptions options, Monitor monitor) {
      this.video = video;
      this.engram = engram;
      this.options = options;
      this.monitor = monitor;
      masks = new MaskFolder(video.truth().orElseThrow());
      try (FrameSource source = FrameSources.open(video.frames().toString())) {
        // in the order of time, so that colours get their labels in it whatever the robot asks for
        for (String frame : masks.frames()) {
          LabelMap map = masks.read(frame).orElseThrow();
          BenchmarkSession.requireSize(masks.file(frame), map, source.width(), source.height());
        }
      }
      truth = new MaskPairs(benchmark.protocol(), masks, masks);
      annotated = fromFirstObject(masks.frames());
    }

    private List<String> fromFirstObject(List<String> frames) {
      for (int i = 0; i < frames.size(); i++) {
        if (truth.withoutVoid(frames.get(i)).labels().length > 0) {
          return frames.subList(i, frames.size());
        }
      }
      throw new EngramException(
          video.truth().orElseThrow() + ": no mask has an object. Leave the video out.");
    }

    InteractiveVideo run() {
      Random random = new Random(robot.seed() ^ video.name().hashCode());
      List<InteractiveVideo.Round> rounds = new ArrayList<>();
      double seconds = 0;
      int next = 0;
      while (next >= 0 && rounds.size() < robot.rounds()) {
        given.put(next, truth.withoutVoid(annotated.get(next)));
        Path folder = folder(rounds.size() + 1);
        seconds += segment(folder);
        List<ObjectScore> scores = score(folder);
        InteractiveVideo.Round round =
            new InteractiveVideo.Round(
                annotated.get(next),
                seconds,
                scores.stream().map(s -> s.regionStatistics().mean()).toList(),
                scores.stream().map(s -> s.contourStatistics().mean()).toList());
        boolean inTime = seconds <= robot.rounds() * robot.secondsPerRound() * scores.size();
        if (inTime || rounds.isEmpty()) {
          rounds.add(round);
          monitor.onRound(video.name(), rounds.size(), round);
        }
        next = inTime ? robot.choice().next(byFrame(scores), given.keySet(), random) : -1;
      }
      return new InteractiveVideo(video.name(), rounds);
    }

    /** Segments all frames with the masks that are given; returns the seconds that this took. */
    private double segment(Path folder) {
      long writing = 0;
      long started = System.nanoTime();
      long done = 0;
      try (FrameSource source =
              new PrefetchingSource(FrameSources.open(video.frames().toString()));
          VideoSegmenter session = engram.open(options)) {
        for (Frame frame = source.next(); frame != null; frame = source.next()) {
          if (monitor.stopRequested()) {
            throw new EngramException(
                frame.place() + ": stopped here, as asked. Run again to go on with this video.");
          }
          int place = annotated.indexOf(frame.name());
          LabelMap mask = given.get(place);
          LabelMap labels = mask == null ? session.step(frame) : session.correct(frame, mask);
          long before = System.nanoTime();
          MaskWriter.write(folder.resolve(frame.name() + ".png"), labels, Palette.davis());
          writing += System.nanoTime() - before;
          done++;
          monitor.onFrame(done, source.frameCount());
        }
      }
      return (System.nanoTime() - started - writing) / 1e9;
    }

    private List<ObjectScore> score(Path folder) {
      Protocol usual = benchmark.protocol();
      Protocol all = new Protocol(Protocol.Frames.ALL, usual.merged(), false, usual.voidLabel());
      return VideoScorer.score(all, masks, new MaskFolder(folder));
    }

    /** Mean J over the objects that each frame is scored for; 1 where there is none. */
    private List<Double> byFrame(List<ObjectScore> scores) {
      List<Double> quality = new ArrayList<>();
      for (String frame : annotated) {
        quality.add(
            scores.stream()
                .filter(score -> score.frames().contains(frame))
                .mapToDouble(score -> score.region().get(score.frames().indexOf(frame)))
                .average()
                .orElse(1));
      }
      return quality;
    }
  }
}
