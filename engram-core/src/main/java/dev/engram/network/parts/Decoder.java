package dev.engram.network.parts;

import dev.engram.network.EncodedFrame.DecodedFrame;
import dev.engram.nn.Batches;
import dev.engram.nn.Conv2d;
import dev.engram.nn.FeatureFusion;
import dev.engram.nn.Pyramid;
import dev.engram.nn.ResidualBlock;
import dev.engram.nn.Weights;
import dev.engram.tensor.Resize;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * From a memory readout to logits (XMem section 3.2 and appendix): fusion at stride 16, then two
 * upsampling blocks that take the image's features at strides 8 and 4.
 */
public final class Decoder {
  private static final String COMPRESSION = "decoder.compress";

  private final @Nullable FeatureFusion fusion;
  private final @Nullable ResidualBlock compression;
  private final Conv2d skip8;
  private final ResidualBlock up8;
  private final Conv2d skip4;
  private final ResidualBlock up4;
  private final Conv2d prediction;
  private final @Nullable HiddenUpdate hiddenUpdate;

  private Decoder(Weights weights, Widths widths, int[] imageChannels) {
    boolean reads = !weights.has(COMPRESSION + ".conv1.weight");
    fusion =
        reads
            ? FeatureFusion.read(
                weights,
                "decoder.fuser",
                imageChannels[2],
                widths.value() + widths.hidden(),
                widths.fused())
            : null;
    compression =
        reads ? null : ResidualBlock.read(weights, COMPRESSION, imageChannels[2], widths.fused());
    skip8 = weights.conv("decoder.up_16_8.skip_conv", widths.fused(), imageChannels[1], 3);
    up8 = ResidualBlock.read(weights, "decoder.up_16_8.out_conv", widths.fused(), widths.up8());
    skip4 = weights.conv("decoder.up_8_4.skip_conv", widths.up8(), imageChannels[0], 3);
    up4 = ResidualBlock.read(weights, "decoder.up_8_4.out_conv", widths.up8(), widths.up4());
    prediction = weights.conv("decoder.pred", 1, widths.up4(), 3);
    hiddenUpdate = widths.hidden() == 0 ? null : HiddenUpdate.read(weights, widths);
  }

  /**
   * Reads the decoder.
   *
   * @param imageChannels of the key encoder's features at strides 4, 8 and 16
   */
  public static Decoder read(Weights weights, Widths widths, int[] imageChannels) {
    return new Decoder(weights, widths, imageChannels);
  }

  /**
   * @param image the frame's own features
   * @param readout [objects, value, h, w]; null if the weights are of a decoder without readouts,
   *     which takes features at stride 16 that are each object's own
   * @param hidden sensory memory [objects, hidden, h, w], null if there is none
   * @param updateSensory whether to make a new one
   * @return logits at the frame's size, in FLOAT32
   */
  public DecodedFrame apply(
      Pyramid image, @Nullable Tensor readout, @Nullable Tensor hidden, boolean updateSensory) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor g16 = atStride16(image.f16(), readout, hidden);
      Tensor g8 = upsample(g16, skip8.apply(image.f8()), up8);
      Tensor g4 = upsample(g8, skip4.apply(image.f4()), up4);
      Tensor logits = prediction.apply(g4.relu()).to(TensorType.FLOAT32);
      Tensor full = scope.pass(Resize.bilinear(logits, 4 * logits.size(2), 4 * logits.size(3)));
      if (!updateSensory || hiddenUpdate == null || hidden == null) {
        return new DecodedFrame(full, null);
      }
      return new DecodedFrame(full, scope.pass(hiddenUpdate.apply(g16, g8, g4, logits, hidden)));
    }
  }

  private Tensor atStride16(Tensor f16, @Nullable Tensor readout, @Nullable Tensor hidden) {
    if (compression != null) {
      return compression.apply(f16);
    }
    if (fusion == null || readout == null) {
      throw new IllegalStateException("there is no readout to decode");
    }
    Tensor g = hidden == null ? readout : Tensors.cat(1, readout, hidden);
    return fusion.apply(fusion.imagePart(f16), g);
  }

  private static Tensor upsample(Tensor g, Tensor skip, ResidualBlock block) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor up = Resize.bilinear(g, skip.size(2), skip.size(3));
      return scope.pass(block.apply(up.addInPlace(Batches.perObject(skip, g.size(0)))));
    }
  }

  /** Updates the sensory memory from the decoder's features at all three strides. */
  private record HiddenUpdate(Conv2d at16, Conv2d at8, Conv2d at4, SensoryUpdate unit) {
    static HiddenUpdate read(Weights weights, Widths widths) {
      String name = "decoder.hidden_update";
      return new HiddenUpdate(
          weights.conv(name + ".g16_conv", widths.update(), widths.fused(), 1),
          weights.conv(name + ".g8_conv", widths.update(), widths.up8(), 1),
          weights.conv(name + ".g4_conv", widths.update(), widths.up4() + 1, 1),
          SensoryUpdate.read(weights, name, widths.update(), widths.hidden()));
    }

    Tensor apply(Tensor g16, Tensor g8, Tensor g4, Tensor logits, Tensor hidden) {
      Tensor sum = at16.apply(g16);
      sum.addInPlace(at8.apply(Resize.shrink(g8, 2)));
      Tensor coarse = Tensors.cat(1, Resize.shrink(g4, 4), Resize.shrink(logits, 4));
      sum.addInPlace(at4.apply(coarse));
      return unit.apply(sum, hidden);
    }
  }
}
