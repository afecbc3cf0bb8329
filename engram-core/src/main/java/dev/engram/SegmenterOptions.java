package dev.engram;

import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.memory.MemoryOptions;
import dev.engram.network.stma.StmaOptions;
import java.nio.file.Path;

/**
 * How a session runs, by the names and with the defaults of XMem's evaluation.
 *
 * @param size the short side, in pixels, that frames are resized to for the network; {@link
 *     #OWN_SIZE} takes them as they are. Masks always come back at the frames' own size
 * @param maxInternalSize the most that the short side may be inside when {@code size} is {@link
 *     #OWN_SIZE}, so that a 4K video does not exhaust memory; {@link #OWN_SIZE} for no limit
 * @param memEvery r: every so many frames one is memorised
 * @param memOffset frames by which the first of these comes earlier, less than {@code memEvery};
 *     benchmarks of long videos report the mean over several (XMem, section 4.1)
 * @param deepUpdateEvery frames between deep updates of the sensory memory; {@link
 *     #WITH_MEMORY_FRAMES} updates at memory frames
 * @param memory sizes of working and long-term memory
 * @param spatialFrames m: frames of spatial memory that a frame is associated with (STMA, section
 *     3.3); 0 for none. XMem has no such memory
 */
public record SegmenterOptions(
    int size,
    int maxInternalSize,
    int memEvery,
    int memOffset,
    int deepUpdateEvery,
    MemoryOptions memory,
    int spatialFrames) {
  /** The line of a model's metadata that says how often it is best to memorise. */
  public static final String MEM_EVERY = "mem_every";

  /** Frames are not resized. */
  public static final int OWN_SIZE = -1;

  /** Deep updates happen at memory frames. */
  public static final int WITH_MEMORY_FRAMES = -1;

  private static final int SMALLEST = 16;

  /** Checks each value. */
  public SegmenterOptions {
    requireSize("size", size);
    requireSize("max_internal_size", maxInternalSize);
    if (memEvery < 1) {
      throw new EngramException("mem_every is " + memEvery + ". Give 1 or more frames.");
    }
    if (memOffset < 0 || memOffset >= memEvery) {
      throw new EngramException(
          "mem_offset is " + memOffset + ". Give 0 to " + (memEvery - 1) + " frames.");
    }
    if (spatialFrames < 0) {
      throw new EngramException(
          StmaOptions.SPATIAL_FRAMES + " is " + spatialFrames + ". Give 0 or more.");
    }
    if (deepUpdateEvery < 1 && deepUpdateEvery != WITH_MEMORY_FRAMES) {
      throw new EngramException(
          "deep_update_every is "
              + deepUpdateEvery
              + ". Give 1 or more frames, or -1 for every memory frame.");
    }
  }

  private static void requireSize(String name, int pixels) {
    if (pixels != OWN_SIZE && pixels < SMALLEST) {
      throw new EngramException(
          name + " is " + pixels + ". Give " + SMALLEST + " or more pixels, or -1 for no limit.");
    }
  }

  /** 480 pixels, at most 1080 at the frames' own size, memory every 5 frames. */
  public static SegmenterOptions defaults() {
    return new SegmenterOptions(
        480,
        1080,
        5,
        0,
        WITH_MEMORY_FRAMES,
        MemoryOptions.defaults(),
        StmaOptions.SPATIAL_FRAMES_USUALLY);
  }

  /**
   * The defaults, with what a model's metadata says to do otherwise.
   *
   * @throws EngramException if its {@link #MEM_EVERY} or {@link StmaOptions#SPATIAL_FRAMES} is no
   *     number of frames
   */
  static SegmenterOptions of(StateDict model) {
    SegmenterOptions usual = defaults();
    return usual
        .withMemEvery(frames(model, MEM_EVERY, "[1-9][0-9]{0,5}", usual.memEvery()))
        .withSpatialFrames(
            frames(model, StmaOptions.SPATIAL_FRAMES, "[0-9]{1,4}", usual.spatialFrames()));
  }

  private static int frames(StateDict model, String name, String form, int usual) {
    String frames = model.metadata().get(name);
    if (frames == null) {
      return usual;
    }
    if (!frames.matches(form)) {
      throw new EngramException(
          model.source().map(Path::toString).orElse("checkpoint")
              + ": its metadata says "
              + name
              + " = "
              + frames
              + ", which is no number of frames. Get the file anew.");
    }
    return Integer.parseInt(frames);
  }

  /** These options with another short side. */
  public SegmenterOptions withSize(int pixels) {
    return new SegmenterOptions(
        pixels, maxInternalSize, memEvery, memOffset, deepUpdateEvery, memory, spatialFrames);
  }

  /** These options with a memory frame every {@code frames} frames. */
  public SegmenterOptions withMemEvery(int frames) {
    return new SegmenterOptions(
        size, maxInternalSize, frames, memOffset, deepUpdateEvery, memory, spatialFrames);
  }

  /** These options with the first memory frame {@code frames} frames earlier. */
  public SegmenterOptions withMemOffset(int frames) {
    return new SegmenterOptions(
        size, maxInternalSize, memEvery, frames, deepUpdateEvery, memory, spatialFrames);
  }

  /** These options with other sizes of memory. */
  public SegmenterOptions withMemory(MemoryOptions sizes) {
    return new SegmenterOptions(
        size, maxInternalSize, memEvery, memOffset, deepUpdateEvery, sizes, spatialFrames);
  }

  /** These options with so many frames of spatial memory. */
  public SegmenterOptions withSpatialFrames(int frames) {
    return new SegmenterOptions(
        size, maxInternalSize, memEvery, memOffset, deepUpdateEvery, memory, frames);
  }
}
