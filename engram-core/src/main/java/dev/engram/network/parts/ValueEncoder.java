package dev.engram.network.parts;

import dev.engram.network.EncodedFrame.EncodedValue;
import dev.engram.nn.Batches;
import dev.engram.nn.FeatureFusion;
import dev.engram.nn.ResNetTrunk;
import dev.engram.nn.Weights;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a frame and the masks of its objects to their values (XMem section 3.2): each object sees
 * the image, its own mask and the sum of the others' masks.
 */
public final class ValueEncoder {
  private static final int INPUTS = 5;
  private static final int SINGLE_OBJECT_INPUTS = 4;

  private final ResNetTrunk trunk;
  private final FeatureFusion fusion;
  private final @Nullable SensoryUpdate reinforce;

  private ValueEncoder(ResNetTrunk trunk, FeatureFusion fusion, @Nullable SensoryUpdate reinforce) {
    this.trunk = trunk;
    this.fusion = fusion;
    this.reinforce = reinforce;
  }

  /**
   * Reads the encoder.
   *
   * @param f16Channels of the image's features at stride 16
   */
  public static ValueEncoder read(Weights weights, Widths widths, int f16Channels) {
    ResNetTrunk trunk =
        ResNetTrunk.read(
            weights,
            "value_encoder",
            List.of("layer1", "layer2", "layer3"),
            INPUTS,
            SINGLE_OBJECT_INPUTS);
    FeatureFusion fusion =
        FeatureFusion.read(
            weights, "value_encoder.fuser", f16Channels, trunk.channels()[2], widths.value());
    SensoryUpdate reinforce =
        widths.hidden() == 0
            ? null
            : SensoryUpdate.read(
                weights, "value_encoder.hidden_reinforce", widths.value(), widths.hidden());
    return new ValueEncoder(trunk, fusion, reinforce);
  }

  /**
   * @param image [images, 3, H, W]
   * @param f16 the images' features, [images, c, h, w]
   * @param masks [objects, 1, H, W], those of an image following one another
   * @param hidden sensory memory [objects, hidden, h, w], null if there is none
   * @param deepUpdate whether to update it from the values
   * @return in FLOAT32
   */
  public EncodedValue apply(
      Tensor image, Tensor f16, Tensor masks, @Nullable Tensor hidden, boolean deepUpdate) {
    try (TensorScope scope = TensorScope.open()) {
      long objects = masks.size(0);
      long images = image.size(0);
      Tensor together = masks.reshape(images, objects / images, masks.size(2), masks.size(3));
      Tensor others = together.sum(1, true).sub(together).reshape(masks.shape());
      Tensor repeated = Batches.repeated(image, objects);
      Tensor input = Tensors.cat(1, repeated, masks, others).channelsLast();
      Tensor g = trunk.apply(input).f16();
      Tensor value = scope.pass(fusion.apply(fusion.imagePart(f16), g).to(TensorType.FLOAT32));
      if (!deepUpdate || reinforce == null || hidden == null) {
        return new EncodedValue(value, null);
      }
      return new EncodedValue(value, scope.pass(reinforce.apply(value, hidden)));
    }
  }
}
