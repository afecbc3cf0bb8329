package dev.engram.studio.project;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.common.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How sure the model was of each frame's mask, kept beside the masks. Lost without harm. May be
 * used by any thread.
 */
public final class Confidences {
  private final Path file;
  private final float[] values;
  private long version;
  private boolean saved = true;

  /**
   * @param file may be missing or damaged
   * @param frames how many the video has
   */
  public Confidences(Path file, int frames) {
    this.file = file;
    values = new float[frames];
    Arrays.fill(values, Float.NaN);
    if (Files.exists(file)) {
      try {
        float[] known = new ObjectMapper().readValue(file.toFile(), float[].class);
        System.arraycopy(known, 0, values, 0, Math.min(known.length, frames));
      } catch (IOException e) {
        // they are a help to the eye, and come again with the next run
        return;
      }
    }
  }

  /** Of a frame, 0 to 1; NaN if unknown. */
  public synchronized float get(int frame) {
    return values[frame];
  }

  /** Of all frames; a copy. */
  public synchronized float[] all() {
    return values.clone();
  }

  /** Grows with every change. */
  public synchronized long version() {
    return version;
  }

  /** Puts that of a frame; NaN for unknown. */
  public synchronized void put(int frame, double value) {
    values[frame] = (float) value;
    version++;
    saved = false;
  }

  /** Writes them if they have changed. */
  public synchronized void save() {
    if (!saved) {
      AtomicFile.write(file, out -> out.write(new ObjectMapper().writeValueAsBytes(values)));
      saved = true;
    }
  }
}
