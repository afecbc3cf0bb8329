package dev.engram.train;

import dev.engram.checkpoint.StateDict;
import dev.engram.common.EngramException;
import dev.engram.network.SegmentationNetwork;
import dev.engram.network.stma.Stma;
import dev.engram.network.stma.StmaOptions;
import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Depths and widths of an STMA.
 *
 * @param convolutional whether the backbone is a ConvViT; else it is a plain ViT
 * @param channels of the backbone at strides 4, 8 and 16; a plain ViT's skips have the first two
 * @param depths blocks at these strides; a plain ViT's first two are 0
 */
record StmaShape(
    boolean convolutional,
    List<Integer> channels,
    List<Integer> depths,
    StmaOptions options,
    int key,
    int value,
    int fused,
    int up8,
    int up4)
    implements NetworkShape {
  private static final String BACKBONE = Stma.BACKBONE;
  private static final int MLP = 4;
  private static final int KERNEL = 5;

  StmaShape {
    if (channels.size() != 3 || depths.size() != 3) {
      throw new EngramException("channels and depths are of strides 4, 8 and 16. Give three each.");
    }
    for (int s = 0; s < 3; s++) {
      int least = convolutional || s == 2 ? 1 : 0;
      int most = convolutional || s == 2 ? Integer.MAX_VALUE : 0;
      if (channels.get(s) < 1 || depths.get(s) < least || depths.get(s) > most) {
        throw new EngramException(
            "channels are 1 or more, and so are depths; a vit's first two depths are 0. They are "
                + channels
                + " and "
                + depths
                + ".");
      }
    }
    if (channels.get(2) % options.heads() != 0 || channels.get(2) % 4 != 0) {
      throw new EngramException(
          "channels at stride 16 are "
              + channels.get(2)
              + ". Give a multiple of 4 and of the heads ("
              + options.heads()
              + ").");
    }
  }

  static StmaShape read(YamlNode n) {
    return new StmaShape(
        n.choice("backbone", "convvit", "vit").equals("convvit"),
        n.wholes("channels"),
        n.wholes("depths"),
        new StmaOptions(
            n.whole("heads", 1),
            n.whole("spatial_frames", 0, StmaOptions.SPATIAL_FRAMES_USUALLY),
            n.flag("object_features", true),
            n.flag("temporal_memory", true),
            n.flag("joint_attention", false)),
        n.whole("key", 1),
        n.whole("value", 1),
        n.whole("fused", 1),
        n.whole("up8", 1),
        n.whole("up4", 1));
  }

  StmaShape with(StmaOptions other) {
    return new StmaShape(convolutional, channels, depths, other, key, value, fused, up8, up4);
  }

  @Override
  public StateDict initialWeights(RandomGenerator random, @Nullable Path imageNet) {
    WeightInitialiser w = new WeightInitialiser(random, true);
    int width = channels.get(2);
    if (convolutional) {
      convolutionalBackbone(w);
    } else {
      plainBackbone(w);
    }
    w.trunk("value_encoder", 5, "layer1", "resnet18", imageNet);
    w.fusion("value_encoder.fuser", width + 256, value);
    if (options.temporalMemory()) {
      w.keyProjection(key, width);
      w.fusion("decoder.fuser", width + value, fused);
    } else {
      w.conv("mask_embed.proj", width, 1, 16);
      w.residual("decoder.compress", width, fused);
    }
    if (options.objectFeatures()) {
      w.residual("objects.enhancement", value, value);
      w.linear("objects.projection", width, value);
    }
    w.upsamplingBlocks(fused, up8, up4, channels.get(1), channels.get(0));
    return w.build();
  }

  private void convolutionalBackbone(WeightInitialiser w) {
    int[] patches = {4, 2, 2};
    int in = 3;
    for (int s = 0; s < patches.length; s++) {
      String embedding = BACKBONE + "patch_embed" + (s + 1);
      w.conv(embedding + ".proj", channels.get(s), in, patches[s]);
      w.layerNorm(embedding + ".norm", channels.get(s));
      in = channels.get(s);
    }
    w.linear(BACKBONE + "patch_embed4", in, in);
    for (int s = 0; s < 2; s++) {
      for (int i = 0; i < depths.get(s); i++) {
        String block = BACKBONE + "blocks" + (s + 1) + "." + i;
        int c = channels.get(s);
        w.layerNorm(block + ".norm1", c);
        w.conv(block + ".conv1", c, c, 1);
        w.depthwise(block + ".attn", c, KERNEL);
        w.conv(block + ".conv2", c, c, 1);
        w.layerNorm(block + ".norm2", c);
        w.conv(block + ".mlp.fc1", MLP * c, c, 1);
        w.conv(block + ".mlp.fc2", c, MLP * c, 1);
      }
    }
    transformer(w, BACKBONE + "blocks3.");
  }

  private void plainBackbone(WeightInitialiser w) {
    int width = channels.get(2);
    w.conv(BACKBONE + "patch_embed.proj", width, 3, 16);
    transformer(w, BACKBONE + "blocks.");
    w.upsampling("skip8.", width, channels.get(1));
    w.upsampling("skip4.0.", width, width);
    w.layerNorm("skip4.1", width);
    w.upsampling("skip4.3.", width, channels.get(0));
  }

  private void transformer(WeightInitialiser w, String prefix) {
    int c = channels.get(2);
    for (int i = 0; i < depths.get(2); i++) {
      String block = prefix + i;
      w.layerNorm(block + ".norm1", c);
      w.linear(block + ".attn.qkv", 3 * c, c);
      w.linear(block + ".attn.proj", c, c);
      w.layerNorm(block + ".norm2", c);
      w.linear(block + ".mlp.fc1", MLP * c, c);
      w.linear(block + ".mlp.fc2", c, MLP * c);
    }
    w.layerNorm(BACKBONE + "norm", c);
  }

  @Override
  public SegmentationNetwork over(Map<String, Tensor> parameters, Device device) {
    return Stma.over(parameters, options, device);
  }

  @Override
  public Map<String, String> metadata() {
    Map<String, String> all = new LinkedHashMap<>(options.metadata());
    all.put("network", "stma");
    return all;
  }
}
