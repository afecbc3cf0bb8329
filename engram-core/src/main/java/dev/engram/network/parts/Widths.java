package dev.engram.network.parts;

import dev.engram.nn.Weights;

/**
 * The widths of a network around its backbone, read from the shapes of its weights.
 *
 * @param key channels of key and selection
 * @param value channels of an object's value
 * @param hidden channels of the sensory memory; 0 if there is none
 * @param fused channels of the decoder at stride 16
 * @param up8 channels of the decoder at stride 8
 * @param up4 channels of the decoder at stride 4
 * @param update channels inside the decoder's sensory update
 */
public record Widths(int key, int value, int hidden, int fused, int up8, int up4, int update) {
  /** An entry of every network that reads a memory. */
  public static final String KEY = "key_proj.key_proj.weight";

  private static final String HIDDEN = "decoder.hidden_update.transform.weight";

  /** Where an entry is missing, the published network's width stands in. */
  public static Widths read(Weights weights) {
    return new Widths(
        weights.extent(KEY, 0, 64),
        weights.extent("value_encoder.fuser.block2.conv2.weight", 0, 512),
        weights.has(HIDDEN) ? weights.extent(HIDDEN, 0, 192) / 3 : 0,
        weights.extent(
            "decoder.fuser.block2.conv2.weight",
            0,
            weights.extent("decoder.compress.conv2.weight", 0, 512)),
        weights.extent("decoder.up_16_8.out_conv.conv2.weight", 0, 256),
        weights.extent("decoder.up_8_4.out_conv.conv2.weight", 0, 256),
        weights.extent("decoder.hidden_update.g16_conv.weight", 0, 256));
  }
}
