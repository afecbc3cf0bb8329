package dev.engram.bench;

import dev.engram.common.Folders;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import dev.engram.video.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command as a user runs it, from the shell and from file to file, engram-s at 480p.
 *
 * @param toFirstMask seconds from the shell to the first mask on disk
 * @param framesPerSecond of the job, decoding and writing included
 * @param peakMegabytes of the process
 */
record StartUp(String precision, double toFirstMask, double framesPerSecond, double peakMegabytes) {
  private static final int RUNS = 3;
  private static final int FRAMES = 100;

  /** The median of three runs in each precision. */
  static List<StartUp> of(Path launcher, int threads) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("engram-start");
    try {
      MovingSquares clip = new MovingSquares(854, 480, 1);
      Path frames = Files.createDirectory(folder.resolve("frames"));
      for (int i = 0; i < FRAMES; i++) {
        Frame frame = clip.frame(i);
        RgbFile.write(frames.resolve(frame.name() + ".jpg"), frame.rgb(), 854, 480);
      }
      Path mask = folder.resolve("00000.png");
      MaskWriter.write(mask, clip.mask(0), Palette.davis());
      List<List<StartUp>> runs = List.of(new ArrayList<>(), new ArrayList<>());
      for (int i = 0; i < RUNS; i++) {
        runs.get(0).add(run(launcher, folder, frames, mask, threads, "fp32"));
        runs.get(1).add(run(launcher, folder, frames, mask, threads, "bf16"));
      }
      return runs.stream().map(StartUp::median).toList();
    } finally {
      Folders.delete(folder);
    }
  }

  private static StartUp median(List<StartUp> runs) {
    return new StartUp(
        runs.get(0).precision(),
        middle(runs.stream().map(StartUp::toFirstMask)),
        middle(runs.stream().map(StartUp::framesPerSecond)),
        middle(runs.stream().map(StartUp::peakMegabytes)));
  }

  private static double middle(Stream<Double> values) {
    return values.sorted().toList().get(RUNS / 2);
  }

  private static StartUp run(
      Path launcher, Path folder, Path frames, Path mask, int threads, String precision)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path first = out.resolve("00000.png");
    Files.deleteIfExists(first);
    long started = System.nanoTime();
    Process process =
        new ProcessBuilder(
                launcher.toString(),
                "segment",
                frames.toString(),
                "-m",
                mask.toString(),
                "-o",
                out.toString(),
                "--precision",
                precision,
                "--threads",
                String.valueOf(threads),
                "--json",
                "--quiet")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // the launcher's and Java's own start count as well, so it is seen from outside
    while (!Files.exists(first) && process.isAlive()) {
      Thread.sleep(2);
    }
    double toFirst = (System.nanoTime() - started) / 1e9;
    String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(launcher + " failed");
    }
    return new StartUp(
        precision, toFirst, number(json, "framesPerSecond"), number(json, "peakMemoryBytes") / 1e6);
  }

  private static double number(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":([0-9.]+)").matcher(json);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + name + " in " + json);
    }
    return Double.parseDouble(matcher.group(1));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "engram segment, engram-s, 480p, %s: first mask after %.2f s, %.1f frames a second from file"
            + " to file, %.0f MB at most",
        precision,
        toFirstMask,
        framesPerSecond,
        peakMegabytes);
  }
}
