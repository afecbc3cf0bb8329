package dev.engram.eval;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Masks of several runs together, such as of several sizes and mirrored (XMem, appendix H): the
 * probabilities of all runs that have a frame are averaged, and the likeliest label is taken.
 */
public final class ScoreMerger {
  private final List<Path> runs;

  /**
   * @param runs folders with {@code Scores/VIDEO/FRAME.npz}
   */
  public ScoreMerger(List<Path> runs) {
    this.runs = runs.stream().map(run -> run.resolve(BenchmarkRun.SCORES)).toList();
  }

  /**
   * Writes {@code VIDEO/FRAME.png} for every frame that any run has.
   *
   * @return how many
   * @throws EngramException if a run has no scores, or runs differ in a frame's size
   */
  public long merge(Path out) {
    TreeSet<String> videos = new TreeSet<>();
    runs.forEach(run -> videos.addAll(MaskFolder.list(run, Files::isDirectory)));
    long written = 0;
    for (String video : videos) {
      TreeSet<String> frames = new TreeSet<>();
      for (Path run : runs) {
        if (Files.isDirectory(run.resolve(video))) {
          List<String> own = MaskFolder.list(run.resolve(video), Files::isRegularFile);
          if (!frames.isEmpty() && own.stream().noneMatch(frames::contains)) {
            throw new EngramException(
                run.resolve(video)
                    + ": has no frame of the runs before. Merge runs of the same frames.");
          }
          frames.addAll(own);
        }
      }
      for (String frame : frames) {
        String name = frame.replaceAll("\\.npz$", ".png");
        MaskWriter.write(out.resolve(video).resolve(name), merge(video, frame), Palette.davis());
        written++;
      }
    }
    return written;
  }

  private LabelMap merge(String video, String frame) {
    List<SoftScores> all = new ArrayList<>();
    for (Path run : runs) {
      Path file = run.resolve(video).resolve(frame);
      if (Files.exists(file)) {
        SoftScores scores = SoftScores.read(file);
        if (!all.isEmpty()
            && (scores.width() != all.get(0).width() || scores.height() != all.get(0).height())) {
          throw new EngramException(
              file + ": of another size than in the run before. Merge runs of the same frames.");
        }
        all.add(scores);
      }
    }
    return likeliest(all);
  }

  /** An object that a run does not have has no probability there. */
  static LabelMap likeliest(List<SoftScores> all) {
    TreeSet<Integer> objects = new TreeSet<>();
    all.forEach(scores -> objects.addAll(scores.objects()));
    int width = all.get(0).width();
    int height = all.get(0).height();
    int[] best = new int[width * height];
    int[] labels = new int[width * height];
    add(all, 0, best);
    int[] sum = new int[width * height];
    for (int object : objects) {
      Arrays.fill(sum, 0);
      add(all, object, sum);
      for (int i = 0; i < sum.length; i++) {
        if (sum[i] > best[i]) {
          best[i] = sum[i];
          labels[i] = object;
        }
      }
    }
    return LabelMap.of(width, height, labels);
  }

  private static void add(List<SoftScores> all, int object, int[] sum) {
    for (SoftScores scores : all) {
      int plane = object == 0 ? 0 : 1 + scores.objects().indexOf(object);
      if (object == 0 || plane > 0) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += scores.at(plane, i);
        }
      }
    }
  }
}
