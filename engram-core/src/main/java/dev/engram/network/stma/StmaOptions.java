package dev.engram.network.stma;

import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the weights of an STMA do not tell; its file's metadata do. All but the first two are the
 * paper's ablations (section 4.2), for which a network is trained anew.
 *
 * @param heads of all attention
 * @param spatialFrames m, the reference frames that a frame is associated with; 0 for no spatial
 *     memory: the test frame then attends to itself and the objects
 * @param objectFeatures whether there are object tokens
 * @param temporalMemory whether objects are told apart by reading a memory of their values; if not,
 *     their masks are added to the reference frames, and each object takes a pass of its own
 * @param jointAttention whether all tokens attend to all, instead of the three streams
 */
public record StmaOptions(
    int heads,
    int spatialFrames,
    boolean objectFeatures,
    boolean temporalMemory,
    boolean jointAttention) {
  private static final String HEADS = "heads";

  /** The line of the metadata that says how many frames spatial memory has. */
  public static final String SPATIAL_FRAMES = "spatial_frames";

  private static final String OBJECT_FEATURES = "object_features";
  private static final String TEMPORAL_MEMORY = "temporal_memory";
  private static final String JOINT_ATTENTION = "joint_attention";

  /**
   * The frames of spatial memory that a model is trained with, and has unless it says otherwise.
   */
  public static final int SPATIAL_FRAMES_USUALLY = 2;

  /** Checks the numbers, and that some part tells objects apart. */
  public StmaOptions {
    if (heads < 1) {
      throw new EngramException(HEADS + " is " + heads + ". Give 1 or more.");
    }
    if (spatialFrames < 0) {
      throw new EngramException(SPATIAL_FRAMES + " is " + spatialFrames + ". Give 0 or more.");
    }
    if (!temporalMemory && jointAttention) {
      throw new EngramException(
          TEMPORAL_MEMORY
              + " is off and "
              + JOINT_ATTENTION
              + " on: nothing is left to tell objects"
              + " apart. Have one of them otherwise.");
    }
    if (!temporalMemory && spatialFrames == 0) {
      throw new EngramException(
          TEMPORAL_MEMORY
              + " is off and "
              + SPATIAL_FRAMES
              + " is 0: nothing is left to tell what"
              + " an object looks like. Have one of them.");
    }
  }

  /** The full network. */
  public static StmaOptions full(int heads) {
    return new StmaOptions(heads, SPATIAL_FRAMES_USUALLY, true, true, false);
  }

  /** What is not as in the full network, for its description; empty if nothing is. */
  String ablations() {
    return (objectFeatures ? "" : ", without object features")
        + (spatialFrames > 0 ? "" : ", without spatial memory")
        + (temporalMemory ? "" : ", without temporal memory")
        + (jointAttention ? ", joint attention" : "");
  }

  /** As lines of a model's metadata. */
  public Map<String, String> metadata() {
    return Map.of(
        HEADS, Integer.toString(heads),
        SPATIAL_FRAMES, Integer.toString(spatialFrames),
        OBJECT_FEATURES, Boolean.toString(objectFeatures),
        TEMPORAL_MEMORY, Boolean.toString(temporalMemory),
        JOINT_ATTENTION, Boolean.toString(jointAttention));
  }

  /**
   * Reads what a model's metadata say.
   *
   * @throws EngramException if they lack the number of heads, or say what cannot be
   */
  static StmaOptions of(StateDict model) {
    return new StmaOptions(
        number(model, HEADS, null),
        number(model, SPATIAL_FRAMES, Integer.toString(SPATIAL_FRAMES_USUALLY)),
        flag(model, OBJECT_FEATURES, true),
        flag(model, TEMPORAL_MEMORY, true),
        flag(model, JOINT_ATTENTION, false));
  }

  private static int number(StateDict model, String name, @Nullable String usual) {
    String text = model.metadata().getOrDefault(name, usual);
    if (text == null || !text.matches("[0-9]{1,4}")) {
      throw wrong(model, name, text, "a number");
    }
    return Integer.parseInt(text);
  }

  private static boolean flag(StateDict model, String name, boolean usual) {
    String text = model.metadata().getOrDefault(name, Boolean.toString(usual));
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(model, name, text, "true or false");
    }
    return Boolean.parseBoolean(text);
  }

  private static EngramException wrong(
      StateDict model, String name, @Nullable String text, String due) {
    return new EngramException(
        model.source().map(Path::toString).orElse("checkpoint")
            + ": its metadata say "
            + (text == null ? "no " + name : name + " = " + text)
            + ", which should be "
            + due
            + ". Get the file anew.");
  }
}
