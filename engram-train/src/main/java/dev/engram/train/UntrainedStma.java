package dev.engram.train;

import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.network.stma.StmaOptions;
import java.nio.file.Path;
import java.util.Random;

/** The STMA of a configuration as it is before training, to try what does not need its masks. */
public final class UntrainedStma {
  private UntrainedStma() {}

  /** One of the paper's networks (table 1). */
  public enum Variant {
    /** The paper's method. */
    FULL,
    /** Reference frames attend to themselves alone. */
    WITHOUT_OBJECTS,
    /** The test frame attends to itself and the objects. */
    WITHOUT_SPATIAL_MEMORY,
    /** Each object takes a pass of its own, with its masks on the reference frames. */
    WITHOUT_TEMPORAL_MEMORY,
    /** All tokens attend to all. */
    JOINT_ATTENTION;

    private StmaOptions of(StmaOptions full) {
      return new StmaOptions(
          full.heads(),
          this == WITHOUT_SPATIAL_MEMORY ? 0 : full.spatialFrames(),
          this != WITHOUT_OBJECTS,
          this != WITHOUT_TEMPORAL_MEMORY,
          this == JOINT_ATTENTION);
    }
  }

  /**
   * Random weights.
   *
   * @param configuration of one run of an STMA
   * @throws EngramException if it is of another network
   */
  public static StateDict of(Path configuration, Variant variant) {
    if (!(TrainConfig.read(configuration).network() instanceof StmaShape shape)) {
      throw new EngramException(configuration + ": no STMA. Give the configuration of one.");
    }
    StmaShape changed = shape.with(variant.of(shape.options()));
    return TrainState.model(changed.initialWeights(new Random(1), null), changed.metadata());
  }
}
