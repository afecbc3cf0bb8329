package dev.engram.export;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.video.Frame;
import dev.engram.video.FrameAccess;
import dev.engram.video.FrameSource;
import dev.engram.video.PrefetchingSource;
import dev.engram.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the results of one video in one format, a frame at a time, at the video's own size and
 * rate.
 *
 * <p>The target is there when all is done, and nothing is left of an export that fails or is
 * stopped. Runs on the caller's thread; may be run again.
 */
public final class ExportJob {
  private final ExportInput input;
  private final ExportFormat format;
  private final ExportOptions options;

  /** Nothing is read before {@link #run}. */
  public ExportJob(ExportInput input, ExportFormat format, ExportOptions options) {
    this.input = input;
    this.format = format;
    this.options = options;
  }

  /**
   * Writes the export.
   *
   * @param target a folder or a file, as the format has it; missing folders are made
   * @throws EngramException if the target is taken or cannot be written, no frame of the range has
   *     a mask, something cannot be read, or it was asked to stop
   */
  public ExportSummary run(Path target, ExportMonitor monitor) {
    long started = System.nanoTime();
    format.requireName(target);
    FolderTarget.requireFree(target, format.kind(), options.force());
    requireOther(target);
    List<ExportObject> objects = input.chosen(options);
    try (FrameAccess video = FrameAccess.open(input.video())) {
      Run run = new Run(video, target, objects, monitor);
      run.requireMask();
      if (format.kind() == ExportFormat.Kind.FOLDER) {
        try (FolderTarget folder = new FolderTarget(target)) {
          run.write(folder.folder());
          folder.finish();
        }
      } else {
        run.write(target);
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      return new ExportSummary(format, target, run.written, run.withoutMask, objects, seconds);
    }
  }

  /** What is read is not written over, whatever may be forced. */
  private void requireOther(Path target) {
    List<String> read =
        List.of(
            input.video(),
            input.masks().describe(),
            options.layer() == null ? "" : options.layer().toString());
    for (String taken : read) {
      if (!taken.isEmpty() && !taken.contains("://") && isSame(target, Path.of(taken))) {
        throw new EngramException(target + ": is read by this export. Choose another name.");
      }
    }
  }

  private static boolean isSame(Path a, Path b) {
    try {
      return Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
    } catch (IOException e) {
      return false;
    }
  }

  /** One run of the job. */
  private final class Run {
    private final FrameAccess video;
    private final Path target;
    private final List<ExportObject> objects;
    private final ExportMonitor monitor;
    private final long frames;
    private final long last;
    private final Set<Integer> labels;
    private final List<String> names;
    private final List<String> files;
    private final LabelMap nothing;
    private long written;
    private long withoutMask;
    private long done;

    Run(FrameAccess video, Path target, List<ExportObject> objects, ExportMonitor monitor) {
      this.video = video;
      this.target = target;
      this.objects = objects;
      this.monitor = monitor;
      this.frames = video.frameCount() > 0 ? video.frameCount() : video.countFrames();
      if (options.first() >= frames) {
        throw new EngramException(
            String.format(
                Locale.ROOT,
                "--from %d: %s has %d frames, counted from 0. Choose an earlier start.",
                options.first(),
                video.describe(),
                frames));
      }
      this.last = Math.min(options.last(), frames - 1);
      this.names = video.names();
      this.files = video.fileNames();
      this.labels = objects.stream().map(ExportObject::label).collect(Collectors.toSet());
      this.nothing = LabelMap.empty(video.width(), video.height());
    }

    void write(Path place) {
      try (FormatWriter writer = FormatWriters.open(format, plan(place))) {
        if (format.needsPictures()) {
          withPictures(writer);
        } else {
          withoutPictures(writer);
        }
        writer.finish();
      }
    }

    /** Known before the long work. */
    void requireMask() {
      for (long index = options.first(); index <= last; index++) {
        if (input.masks().has(Math.toIntExact(index), Frame.nameOf(names, index))) {
          return;
        }
      }
      throw new EngramException(
          input.masks().describe()
              + ": holds no mask of the frames that are asked for. Segment the video first, or give"
              + " the folder with --masks.");
    }

    private ExportPlan plan(Path place) {
      return new ExportPlan(
          place,
          title(),
          objects,
          options,
          video.width(),
          video.height(),
          VideoWriter.rateOf(video.frameRate()),
          frames,
          options.first(),
          last);
    }

    private String title() {
      String text = video.describe().replace('\\', '/').replaceAll("/+$", "");
      String name = text.substring(text.lastIndexOf('/') + 1);
      int dot = name.lastIndexOf('.');
      return dot > 0 ? name.substring(0, dot) : name;
    }

    private void withoutPictures(FormatWriter writer) {
      for (long index = options.first(); index <= last; index++) {
        put(writer, index, Frame.nameOf(names, index), 0, new byte[0]);
      }
    }

    private void withPictures(FormatWriter writer) {
      try (FrameSource source = new PrefetchingSource(video.forward(options.first()))) {
        long begin = -1;
        for (Frame frame = source.next(); frame != null; frame = source.next()) {
          begin = begin < 0 ? frame.timestampMicros() : begin;
          put(writer, frame.index(), frame.name(), frame.timestampMicros() - begin, frame.rgb());
          if (frame.index() == options.last()) {
            break;
          }
        }
      }
    }

    private void put(FormatWriter writer, long index, String name, long micros, byte[] rgb) {
      if (monitor.stopRequested()) {
        throw new EngramException(
            target + ": stopped at frame " + name + ", as asked. Nothing was written.");
      }
      int frame = Math.toIntExact(index);
      Optional<LabelMap> mask = input.masks().read(frame, name);
      if (mask.isEmpty()) {
        withoutMask++;
      }
      if (mask.isPresent() || format.needsPictures()) {
        ExportFrame one =
            new ExportFrame(
                index,
                name,
                fileOf(frame, name),
                micros,
                rgb,
                mask.map(map -> map.only(labels)).orElse(nothing),
                mask.isPresent(),
                input.masks().probabilities(frame, name).orElse(null));
        written += writer.write(one) ? 1 : 0;
      }
      done++;
      monitor.onFrame(done, Math.max(done, last - options.first() + 1));
    }

    /** A video's frame has no file; those who extract frames like to call them so. */
    private String fileOf(int frame, String name) {
      return files.isEmpty() ? name + ".jpg" : files.get(frame);
    }
  }
}
