package dev.engram.network.xmem;

import dev.engram.nn.Weights;

/**
 * The widths of an XMem, read from the shapes of its weights.
 *
 * @param key channels of key and selection
 * @param value channels of an object's value
 * @param hidden channels of the sensory memory; 0 if there is none
 * @param fused channels of the decoder at stride 16
 * @param up8 channels of the decoder at stride 8
 * @param up4 channels of the decoder at stride 4
 * @param update channels inside the decoder's sensory update
 */
record XMemWidths(int key, int value, int hidden, int fused, int up8, int up4, int update) {
  static final String KEY = "key_proj.key_proj.weight";
  private static final String HIDDEN = "decoder.hidden_update.transform.weight";

  /** Where an entry is missing, the published network's width stands in. */
  static XMemWidths read(Weights weights) {
    return new XMemWidths(
        weights.extent(KEY, 0, 64),
        weights.extent("value_encoder.fuser.block2.conv2.weight", 0, 512),
        weights.has(HIDDEN) ? weights.extent(HIDDEN, 0, 192) / 3 : 0,
        weights.extent("decoder.fuser.block2.conv2.weight", 0, 512),
        weights.extent("decoder.up_16_8.out_conv.conv2.weight", 0, 256),
        weights.extent("decoder.up_8_4.out_conv.conv2.weight", 0, 256),
        weights.extent("decoder.hidden_update.g16_conv.weight", 0, 256));
  }
}
