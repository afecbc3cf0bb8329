package dev.engram.bench;

import dev.engram.bench.TorchScriptArchive.Weight;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * XMem as TorchScript source, written down as the paper says and without Engram's savings, for a
 * frame of a fixed size. Counts the multiply-accumulates of its convolutions on the way.
 */
final class TorchScriptSource {
  private final StateDict entries;
  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private final StringBuilder body = new StringBuilder();
  private int variables;
  private long multiplications;
  private long height;
  private long width;

  private TorchScriptSource(StateDict entries) {
    this.entries = entries;
  }

  /**
   * A module.
   *
   * @param multiplications of its convolutions for one object and frame
   */
  record Module(String methods, Map<String, Weight> weights, long multiplications) {}

  /**
   * Key encoder, read, decoder and the update of sensory memory: {@code forward(image, hidden,
   * memory key, memory shrinkage, memory values)} gives probabilities, hidden, key, shrinkage and
   * f16. Sizes are multiples of 16.
   */
  static Module plainFrame(StateDict entries, int height, int width) {
    return new TorchScriptSource(entries).plain(height, width);
  }

  /**
   * Value encoder and deep update: {@code forward(image, f16, hidden, masks, others)} gives values
   * and hidden.
   */
  static Module memoryFrame(StateDict entries, int height, int width) {
    return new TorchScriptSource(entries).memory(height, width);
  }

  private String let(String expression) {
    String name = "v" + variables++;
    body.append("    ").append(name).append(" = ").append(expression).append('\n');
    return name;
  }

  private String weight(String entry) {
    String name = "w_" + entry.replace('.', '_');
    weights.computeIfAbsent(
        name,
        n -> {
          TensorData data = entries.find(entry).orElseThrow();
          return new Weight(data.shape(), data.toFloats());
        });
    return "self." + name;
  }

  private long[] shape(String entry) {
    return entries.find(entry).orElseThrow().shape();
  }

  private String conv(String x, String name, int stride) {
    long[] shape = shape(name + ".weight");
    multiplications +=
        shape[0] * shape[1] * shape[2] * shape[3] * (height / stride) * (width / stride);
    String bias = entries.contains(name + ".bias") ? weight(name + ".bias") : "None";
    long half = shape[2] / 2;
    return let(
        String.format(
            "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d])",
            x, weight(name + ".weight"), bias, stride, stride, half, half));
  }

  private String normalised(String x, String name, String norm, int stride) {
    String y = conv(x, name, stride);
    if (entries.contains(name + ".bias")) {
      return y;
    }
    return let(
        String.format(
            "torch.batch_norm(%s, %s, %s, %s, %s, False, 0.1, 1.0e-05, True)",
            y,
            weight(norm + ".weight"),
            weight(norm + ".bias"),
            weight(norm + ".running_mean"),
            weight(norm + ".running_var")));
  }

  private String relu(String x) {
    return let("torch.relu(" + x + ")");
  }

  private String add(String a, String b) {
    return let("torch.add(" + a + ", " + b + ")");
  }

  private String cat(String... parts) {
    return let("torch.cat([" + String.join(", ", parts) + "], 1)");
  }

  /** The features at strides 4, 8 and 16. */
  private String[] trunk(String x, String prefix, String firstStage, int h, int w) {
    height = h;
    width = w;
    String y = relu(normalised(x, prefix + ".conv1", prefix + ".bn1", 2));
    y = let("torch.max_pool2d(" + y + ", [3, 3], [2, 2], [1, 1])");
    height = h / 4;
    width = w / 4;
    String[] features = new String[3];
    String[] stages = {firstStage, "layer2", "layer3"};
    for (int s = 0; s < 3; s++) {
      String stage = prefix + "." + stages[s];
      for (int b = 0; entries.contains(stage + "." + b + ".conv1.weight"); b++) {
        y = block(y, stage + "." + b, s > 0 && b == 0 ? 2 : 1);
      }
      features[s] = y;
    }
    return features;
  }

  private String block(String x, String name, int stride) {
    boolean bottleneck = entries.contains(name + ".conv3.weight");
    int last = bottleneck ? 3 : 2;
    int strided = bottleneck ? 2 : 1;
    long fullHeight = height;
    long fullWidth = width;
    String y = x;
    for (int c = 1; c <= last; c++) {
      y = normalised(y, name + ".conv" + c, name + ".bn" + c, c == strided ? stride : 1);
      if (c == strided) {
        height = fullHeight / stride;
        width = fullWidth / stride;
      }
      if (c < last) {
        y = relu(y);
      }
    }
    String shortcut = x;
    if (entries.contains(name + ".downsample.0.weight")) {
      height = fullHeight;
      width = fullWidth;
      shortcut = normalised(x, name + ".downsample.0", name + ".downsample.1", stride);
      height = fullHeight / stride;
      width = fullWidth / stride;
    }
    return relu(add(y, shortcut));
  }

  private String residual(String x, String name) {
    String y = conv(relu(conv(relu(x), name + ".conv1", 1)), name + ".conv2", 1);
    boolean changes = entries.contains(name + ".downsample.weight");
    return add(y, changes ? conv(x, name + ".downsample", 1) : x);
  }

  private String fuse(String f16, String g, String name) {
    String wide = let(f16 + ".expand([" + g + ".size(0), -1, -1, -1])");
    String x = residual(cat(wide, g), name + ".block1");
    String mlp = name + ".attention.ChannelGate.mlp";
    String mean = excite(let("torch.mean(" + x + ", [2, 3])"), mlp);
    String most = excite(let("torch.amax(" + x + ", [2, 3])"), mlp);
    String gate = let("torch.sigmoid(" + add(mean, most) + ").unsqueeze(2).unsqueeze(3)");
    String gated = let("torch.mul(" + x + ", " + gate + ")");
    String pooled =
        cat(
            let("torch.amax(" + gated + ", [1], True)"),
            let("torch.mean(" + gated + ", [1], True)"));
    String place = conv(pooled, name + ".attention.SpatialGate.spatial.conv", 1);
    String attended = let("torch.mul(" + gated + ", torch.sigmoid(" + place + "))");
    return residual(add(x, attended), name + ".block2");
  }

  private String excite(String x, String mlp) {
    return linear(relu(linear(x, mlp + ".1")), mlp + ".3");
  }

  private String linear(String x, String name) {
    return let(
        String.format(
            "torch.linear(%s, %s, %s)", x, weight(name + ".weight"), weight(name + ".bias")));
  }

  private String recur(String g, String hidden, String name) {
    String all = conv(cat(g, hidden), name + ".transform", 1);
    long channels = shape(name + ".transform.weight")[0] / 3;
    String[] parts = new String[3];
    for (int i = 0; i < 3; i++) {
      parts[i] = let(String.format("torch.narrow(%s, 1, %d, %d)", all, i * channels, channels));
    }
    return let(
        String.format(
            "torch.sigmoid(%s) * %s * (1.0 - torch.sigmoid(%s)) + torch.sigmoid(%s) * torch.tanh(%s)",
            parts[0], hidden, parts[1], parts[1], parts[2]));
  }

  private Module plain(int h, int w) {
    String[] f = trunk("image", "key_encoder", "res2", h, w);
    String key = conv(f[2], "key_proj.key_proj", 1);
    String shrinkage = let("torch.pow(" + conv(f[2], "key_proj.d_proj", 1) + ", 2) + 1.0");
    String selection = let("torch.sigmoid(" + conv(f[2], "key_proj.e_proj", 1) + ")");
    String readout = read(key, selection, h / 16, w / 16);
    String g16 = fuse(f[2], cat(readout, "hidden"), "decoder.fuser");
    String g8 = upsample(g16, f[1], "decoder.up_16_8", h / 8, w / 8);
    String g4 = upsample(g8, f[0], "decoder.up_8_4", h / 4, w / 4);
    String logits = conv(relu(g4), "decoder.pred", 1);
    String full = let(bilinear(logits, h, w));
    String sum = conv(pooled(g16, h, w), "decoder.hidden_update.g16_conv", 1);
    sum = add(sum, conv(pooled(g8, h, w), "decoder.hidden_update.g8_conv", 1));
    sum = add(sum, conv(pooled(cat(g4, logits), h, w), "decoder.hidden_update.g4_conv", 1));
    String hidden = recur(sum, "hidden", "decoder.hidden_update");
    return module(
        "image: Tensor, hidden: Tensor, mk: Tensor, ms: Tensor, mv: Tensor",
        "torch.sigmoid(" + full + ")",
        hidden,
        key,
        shrinkage,
        f[2]);
  }

  private String pooled(String x, int h, int w) {
    height = h / 16;
    width = w / 16;
    return let(String.format("torch.adaptive_avg_pool2d(%s, [%d, %d])", x, height, width));
  }

  private static String bilinear(String x, int h, int w) {
    return String.format("torch.upsample_bilinear2d(%s, [%d, %d], False)", x, h, w);
  }

  private String upsample(String g, String f, String name, int h, int w) {
    height = h;
    width = w;
    String skip = conv(f, name + ".skip_conv", 1);
    return residual(add(let(bilinear(g, h, w)), skip), name + ".out_conv");
  }

  /** Similarity, top 30, softmax, and the product with a matrix that has the others at zero. */
  private String read(String key, String selection, int h, int w) {
    String q = let(key + ".flatten(2)");
    String e = let(selection + ".flatten(2)");
    String k = let("mk.transpose(1, 2)");
    String a = let("torch.matmul(torch.pow(" + k + ", 2), " + e + ")");
    String b = let("torch.matmul(" + k + ", " + q + " * " + e + ") * 2.0");
    String c = let("torch.sum(" + e + " * torch.pow(" + q + ", 2), [1], True)");
    double scale = Math.sqrt((double) shape("key_proj.key_proj.weight")[0]);
    String s = let("(" + b + " - " + a + " - " + c + ") * ms.transpose(1, 2) / " + scale);
    String values = "v" + variables++;
    String indices = "v" + variables++;
    body.append(String.format("    %s, %s = torch.topk(%s, 30, 1)%n", values, indices, s));
    String weights = let("torch.softmax(" + values + ", 1)");
    String affinity =
        let("torch.scatter(torch.zeros_like(" + s + "), 1, " + indices + ", " + weights + ")");
    return let(String.format("torch.matmul(mv, %s).unflatten(2, [%d, %d])", affinity, h, w));
  }

  private Module memory(int h, int w) {
    String wide = let("image.expand([masks.size(0), -1, -1, -1])");
    String input = cat(wide, "masks", "others");
    String g = trunk(input, "value_encoder", "layer1", h, w)[2];
    String value = fuse("f16", g, "value_encoder.fuser");
    String hidden = recur(value, "hidden", "value_encoder.hidden_reinforce");
    return module(
        "image: Tensor, f16: Tensor, hidden: Tensor, masks: Tensor, others: Tensor", value, hidden);
  }

  private Module module(String parameters, String... results) {
    String methods =
        String.format(
            "  def forward(self: __torch__.M, %s) -> Tuple[%s]:%n%s    return (%s)%n",
            parameters,
            "Tensor, ".repeat(results.length).replaceAll(", $", ""),
            body,
            String.join(", ", results));
    return new Module(methods, weights, multiplications);
  }
}
