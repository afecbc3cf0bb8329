package dev.engram.eval.clicks;

import dev.engram.JobMonitor;
import dev.engram.common.EngramException;
import dev.engram.common.NaturalOrder;
import dev.engram.interact.Click;
import dev.engram.interact.PreparedFrame;
import dev.engram.interact.PromptSegmenter;
import dev.engram.interact.Prompts;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.mask.RegionSimilarity;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Clicks on the largest object of each image, until a number of them is spent. */
public final class ClickExperiment {
  private final PromptSegmenter segmenter;
  private final int maxClicks;

  /**
   * @param segmenter to be closed by the caller
   * @param maxClicks on each object, 1 or more
   */
  public ClickExperiment(PromptSegmenter segmenter, int maxClicks) {
    if (maxClicks < 1) {
      throw new EngramException("--max-clicks " + maxClicks + ": give 1 or more.");
    }
    this.segmenter = segmenter;
    this.maxClicks = maxClicks;
  }

  /** Which images of a folder are taken; for tuning on some and reporting on others. */
  public enum Part {
    /** All. */
    ALL,
    /** The first, third and so on, by name. */
    EVEN,
    /** The second, fourth and so on. */
    ODD
  }

  /**
   * The images of a folder.
   *
   * @param count at most so many, evenly spaced; 0 for all
   * @throws EngramException if it cannot be read or has no images
   */
  public static List<Path> images(Path folder, Part part, int count) {
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all =
          files
              .filter(FrameSources::isImage)
              .sorted(Comparator.comparing(Path::toString, NaturalOrder.COMPARATOR))
              .toList();
    } catch (IOException e) {
      throw new EngramException(folder + ": cannot be read. Give a folder of images.", e);
    }
    List<Path> own =
        IntStream.range(0, all.size())
            .filter(i -> part == Part.ALL || (i % 2 == 0) == (part == Part.EVEN))
            .mapToObj(all::get)
            .toList();
    if (own.isEmpty()) {
      throw new EngramException(folder + ": no images. Give a folder of images.");
    }
    if (count < 1 || count >= own.size()) {
      return own;
    }
    return IntStream.range(0, count)
        .mapToObj(i -> own.get((int) ((long) i * own.size() / count)))
        .toList();
  }

  /**
   * Clicks through all images whose mask shows an object; those whose mask is of another size are
   * left out, as published sets have some.
   *
   * @param masks a folder with a PNG of the same name for each
   * @throws EngramException if a mask is missing or cannot be read
   */
  public List<ClickResult> run(List<Path> images, Path masks, JobMonitor monitor) {
    List<ClickResult> results = new ArrayList<>();
    long done = 0;
    for (Path image : images) {
      String file = image.getFileName().toString();
      String stem = file.substring(0, file.lastIndexOf('.'));
      LabelMap truth = new MaskReader().read(masks.resolve(stem + ".png")).labels();
      Frame frame = read(image, stem);
      boolean fits = truth.width() == frame.width() && truth.height() == frame.height();
      if (fits && truth.labels().length > 0) {
        results.add(click(file, frame, truth));
      }
      done++;
      monitor.onFrame(done, images.size());
      if (monitor.stopRequested()) {
        throw new EngramException(image + ": stopped here, as asked.");
      }
    }
    return results;
  }

  private static Frame read(Path image, String stem) {
    try (FrameSource source = FrameSources.ofImages(List.of(image), List.of(stem))) {
      Frame frame = source.next();
      if (frame == null) {
        throw new EngramException(image + ": no picture in it. Remove it.");
      }
      return frame;
    }
  }

  private ClickResult click(String file, Frame frame, LabelMap truth) {
    int label =
        Arrays.stream(truth.labels())
            .boxed()
            .max(Comparator.comparingInt(truth::area))
            .orElseThrow();
    List<Double> region = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    long begin = System.nanoTime();
    try (PreparedFrame prepared = segmenter.prepare(frame)) {
      final double prepareMillis = millisSince(begin);
      LabelMap mask = LabelMap.empty(frame.width(), frame.height());
      List<Click> clicks = new ArrayList<>();
      Optional<Click> next = ClickRobot.next(truth, label, mask);
      while (region.size() < maxClicks) {
        if (next.isPresent()) {
          clicks.add(next.get());
          begin = System.nanoTime();
          mask = prepared.segment(Prompts.of(clicks.toArray(Click[]::new)), null);
          millis.add(millisSince(begin));
          next = ClickRobot.next(truth, label, mask);
        }
        region.add(RegionSimilarity.of(truth, label, mask, PreparedFrame.OBJECT));
      }
      return new ClickResult(file, label, region, prepareMillis, millis);
    }
  }

  private static double millisSince(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }
}
