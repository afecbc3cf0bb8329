package dev.engram.train;

import dev.engram.checkpoint.StateDict;
import dev.engram.network.SegmentationNetwork;
import dev.engram.network.xmem.XMem;
import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Widths of an XMem.
 *
 * @param trunk {@code resnet18}, whose normalisation is folded into its convolutions, or {@code
 *     resnet50}, whose normalisation has trained scales and shifts and fixed statistics
 */
record XMemShape(
    String trunk, int key, int value, int hidden, int fused, int up8, int up4, int update)
    implements NetworkShape {
  /** The network of XMem's authors. */
  static final XMemShape PUBLISHED = new XMemShape("resnet50", 64, 512, 64, 512, 256, 256, 256);

  static XMemShape read(YamlNode n) {
    return new XMemShape(
        n.choice("trunk", "resnet18", "resnet50"),
        n.whole("key", 1),
        n.whole("value", 1),
        n.whole("hidden", 1),
        n.whole("fused", 1),
        n.whole("up8", 1),
        n.whole("up4", 1),
        n.whole("update", 1));
  }

  @Override
  public StateDict initialWeights(RandomGenerator random, @Nullable Path imageNet) {
    boolean large = trunk.equals("resnet50");
    int expansion = large ? 4 : 1;
    WeightInitialiser w = new WeightInitialiser(random, !large);
    w.trunk("key_encoder", 3, "res2", trunk, imageNet);
    w.trunk("value_encoder", 5, "layer1", "resnet18", imageNet);
    w.keyProjection(key, 256 * expansion);
    w.fusion("value_encoder.fuser", 256 * expansion + 256, value);
    w.conv("value_encoder.hidden_reinforce.transform", 3 * hidden, value + hidden, 3);
    w.fusion("decoder.fuser", 256 * expansion + value + hidden, fused);
    w.upsamplingBlocks(fused, up8, up4, 128 * expansion, 64 * expansion);
    w.conv("decoder.hidden_update.g16_conv", update, fused, 1);
    w.conv("decoder.hidden_update.g8_conv", update, up8, 1);
    w.conv("decoder.hidden_update.g4_conv", update, up4 + 1, 1);
    w.conv("decoder.hidden_update.transform", 3 * hidden, update + hidden, 3);
    return w.build();
  }

  @Override
  public SegmentationNetwork over(Map<String, Tensor> parameters, Device device) {
    return XMem.over(parameters, device);
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of("network", "xmem");
  }
}
