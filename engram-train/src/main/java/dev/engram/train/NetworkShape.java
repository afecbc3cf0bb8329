package dev.engram.train;

import dev.engram.checkpoint.StateDict;
import dev.engram.network.SegmentationNetwork;
import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Which network is trained, and how wide it is. */
sealed interface NetworkShape permits XMemShape, StmaShape {
  /**
   * Weights to start from.
   *
   * @param imageNet a folder for {@link ImageNetTrunk}; null starts from random numbers
   */
  StateDict initialWeights(RandomGenerator random, @Nullable Path imageNet);

  /** The network over parameters that are being trained. */
  SegmentationNetwork over(Map<String, Tensor> parameters, Device device);

  /** What a model's file says of the network beside its weights. */
  Map<String, String> metadata();
}
