package dev.engram.studio.work;

import dev.engram.SegmenterOptions;
import dev.engram.common.EngramException;
import dev.engram.memory.MemoryOptions;
import java.util.Map;

/**
 * What a project says of how it is segmented, in its settings.
 *
 * @param size short side inside the network, -1 for the frames' own
 * @param memEvery frames between memory frames
 * @param longTerm whether there is a long-term memory
 */
public record Settings(int size, int memEvery, boolean longTerm) {
  /** The names in a project's settings. */
  public static final String SIZE = "size";

  /** As {@link #SIZE}. */
  public static final String MEM_EVERY = "mem_every";

  /** As {@link #SIZE}. */
  public static final String LONG_TERM = "long_term";

  /** Those of a project; the usual ones where it says nothing. */
  public static Settings of(Map<String, String> project, SegmenterOptions usual) {
    return new Settings(
        number(project, SIZE, usual.size()),
        number(project, MEM_EVERY, usual.memEvery()),
        Boolean.parseBoolean(
            project.getOrDefault(LONG_TERM, Boolean.toString(usual.memory().longTerm()))));
  }

  private static int number(Map<String, String> project, String name, int usual) {
    String given = project.get(name);
    if (given == null) {
      return usual;
    }
    try {
      return Integer.parseInt(given);
    } catch (NumberFormatException e) {
      throw new EngramException("setting " + name + ": " + given + " is no whole number.", e);
    }
  }

  /** The options with these in their place. */
  public SegmenterOptions in(SegmenterOptions usual) {
    MemoryOptions memory = usual.memory();
    return usual
        .withSize(size)
        .withMemEvery(memEvery)
        .withMemory(
            new MemoryOptions(
                memory.maxMidTermFrames(),
                memory.minMidTermFrames(),
                memory.numPrototypes(),
                memory.maxLongTermElements(),
                memory.topK(),
                longTerm,
                memory.referencePairing(),
                memory.maxBytes()));
  }
}
