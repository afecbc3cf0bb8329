package dev.engram.bench;

import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Overlay;
import dev.engram.mask.Palette;
import dev.engram.video.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What happens to a mask on its way to and from the disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MaskBenchmark {
  /** Rows of the frame; it is 16:9. */
  @Param({"480", "2160"})
  public int height;

  @SuppressWarnings("NullAway.Init")
  private Path file;

  @SuppressWarnings("NullAway.Init")
  private Frame frame;

  @SuppressWarnings("NullAway.Init")
  private LabelMap mask;

  /** Makes a frame with three objects. */
  @Setup
  public void make() throws IOException {
    MovingSquares clip = new MovingSquares(height * 16 / 9, height, 3);
    frame = clip.frame(0);
    mask = clip.mask(0);
    file = Files.createTempFile("engram-bench", ".png");
    MaskWriter.write(file, mask, Palette.davis());
  }

  /** Writes a palette PNG. */
  @Benchmark
  public void write() {
    MaskWriter.write(file, mask, Palette.davis());
  }

  /** Reads it. */
  @Benchmark
  public LabelMap read() {
    return new MaskReader().read(file).labels();
  }

  /** Draws it over its frame. */
  @Benchmark
  public byte[] overlay() {
    return new Overlay(Palette.davis()).render(frame.rgb(), mask);
  }

  /** Deletes the file. */
  @TearDown
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
