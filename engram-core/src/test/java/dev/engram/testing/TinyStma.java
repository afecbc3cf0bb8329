package dev.engram.testing;

import dev.engram.checkpoint.SafeTensors;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.network.stma.StmaOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The weights of an STMA that is as small as one can be, random from one seed.
 *
 * @param convolutional whether its backbone is a ConvViT; else a plain ViT
 */
public record TinyStma(boolean convolutional, StmaOptions options) {
  /** Channels of tokens. */
  public static final int TOKEN = 16;

  private static final int HEADS = 2;
  private static final int SKIP = 8;

  /** The paper's. */
  public static TinyStma plain() {
    return new TinyStma(true, StmaOptions.full(HEADS));
  }

  /** {@link #plain} with the paper's other backbone. */
  public static TinyStma ofPlainViT() {
    return new TinyStma(false, StmaOptions.full(HEADS));
  }

  /** Without object features. */
  public static TinyStma withoutObjects() {
    return new TinyStma(true, new StmaOptions(HEADS, 2, false, true, false));
  }

  /** Without spatial memory. */
  public static TinyStma withoutSpatialMemory() {
    return new TinyStma(true, new StmaOptions(HEADS, 0, true, true, false));
  }

  /** Without temporal memory. */
  public static TinyStma withoutTemporalMemory() {
    return new TinyStma(true, new StmaOptions(HEADS, 2, true, false, false));
  }

  /** With joint self-attention. */
  public static TinyStma joint() {
    return new TinyStma(true, new StmaOptions(HEADS, 2, true, true, true));
  }

  /** The full network and each of the paper's ablations. */
  public static List<TinyStma> all() {
    return List.of(
        plain(),
        ofPlainViT(),
        withoutObjects(),
        withoutSpatialMemory(),
        withoutTemporalMemory(),
        joint());
  }

  /** Writes the weights to {@code tiny-stma.safetensors} in a folder. */
  public Path write(Path folder) {
    Path file = folder.resolve("tiny-stma.safetensors");
    SafeTensors.write(file, weights());
    return file;
  }

  /** The weights; the same on every call. */
  public StateDict weights() {
    StateDict.Builder out = StateDict.builder();
    entries().forEach(out::add);
    options.metadata().forEach(out::metadata);
    return out.build();
  }

  /** The weights by name, for a test to change. */
  public Map<String, TensorData> entries() {
    TinyEntries e = new TinyEntries(false);
    if (convolutional) {
      convolutionalBackbone(e);
    } else {
      plainBackbone(e);
    }
    TinyXMem.plain().trunk(e, "value_encoder", List.of("layer1", "layer2", "layer3"), 5);
    e.fusion("value_encoder.fuser", TOKEN + TinyXMem.F16);
    if (options.temporalMemory()) {
      e.conv("key_proj.key_proj", TinyXMem.WIDTH, TOKEN, 3);
      e.conv("key_proj.d_proj", 1, TOKEN, 3);
      e.conv("key_proj.e_proj", TinyXMem.WIDTH, TOKEN, 3);
      e.fusion("decoder.fuser", TOKEN + TinyXMem.WIDTH);
    } else {
      e.conv("mask_embed.proj", TOKEN, 1, 16);
      e.conv("decoder.compress.conv1", TinyXMem.WIDTH, TOKEN, 3);
      e.conv("decoder.compress.conv2", TinyXMem.WIDTH, TinyXMem.WIDTH, 3);
      e.conv("decoder.compress.downsample", TinyXMem.WIDTH, TOKEN, 3);
    }
    if (options.objectFeatures()) {
      e.block("objects.enhancement");
      e.linear("objects.projection", TOKEN, TinyXMem.WIDTH);
    }
    e.conv("decoder.up_16_8.skip_conv", TinyXMem.WIDTH, SKIP, 3);
    e.block("decoder.up_16_8.out_conv");
    e.conv("decoder.up_8_4.skip_conv", TinyXMem.WIDTH, SKIP, 3);
    e.block("decoder.up_8_4.out_conv");
    e.conv("decoder.pred", 1, TinyXMem.WIDTH, 3);
    return e.all();
  }

  private static void convolutionalBackbone(TinyEntries e) {
    int[] channels = {SKIP, SKIP, TOKEN};
    int[] patches = {4, 2, 2};
    int in = 3;
    for (int s = 0; s < 3; s++) {
      String embedding = "backbone.patch_embed" + (s + 1);
      e.conv(embedding + ".proj", channels[s], in, patches[s]);
      e.layerNorm(embedding + ".norm", channels[s]);
      in = channels[s];
    }
    e.linear("backbone.patch_embed4", TOKEN, TOKEN);
    for (int s = 1; s <= 2; s++) {
      String block = "backbone.blocks" + s + ".0";
      e.layerNorm(block + ".norm1", SKIP);
      e.conv(block + ".conv1", SKIP, SKIP, 1);
      e.conv(block + ".attn", SKIP, 1, 5);
      e.conv(block + ".conv2", SKIP, SKIP, 1);
      e.layerNorm(block + ".norm2", SKIP);
      e.conv(block + ".mlp.fc1", 4 * SKIP, SKIP, 1);
      e.conv(block + ".mlp.fc2", SKIP, 4 * SKIP, 1);
    }
    transformer(e, "backbone.blocks3.");
  }

  private static void plainBackbone(TinyEntries e) {
    e.conv("backbone.patch_embed.proj", TOKEN, 3, 16);
    transformer(e, "backbone.blocks.");
    e.random("skip8.weight", TOKEN, TOKEN, SKIP, 2, 2);
    e.random("skip8.bias", 100, SKIP);
    e.random("skip4.0.weight", TOKEN, TOKEN, TOKEN, 2, 2);
    e.random("skip4.0.bias", 100, TOKEN);
    e.layerNorm("skip4.1", TOKEN);
    e.random("skip4.3.weight", TOKEN, TOKEN, SKIP, 2, 2);
    e.random("skip4.3.bias", 100, SKIP);
  }

  private static void transformer(TinyEntries e, String prefix) {
    for (int i = 0; i < 2; i++) {
      String block = prefix + i;
      e.layerNorm(block + ".norm1", TOKEN);
      e.linear(block + ".attn.qkv", 3 * TOKEN, TOKEN);
      e.linear(block + ".attn.proj", TOKEN, TOKEN);
      e.layerNorm(block + ".norm2", TOKEN);
      e.linear(block + ".mlp.fc1", 4 * TOKEN, TOKEN);
      e.linear(block + ".mlp.fc2", TOKEN, 4 * TOKEN);
    }
    e.layerNorm("backbone.norm", TOKEN);
  }
}
