package dev.engram.bench;

import dev.engram.checkpoint.StateDict;

/**
 * An XMem as TorchScript, for frames of one size.
 *
 * @param height of the frames, a multiple of 16
 * @param width of the frames, a multiple of 16
 */
record TorchScriptXMem(
    TorchScriptSource.Module plainFrame,
    TorchScriptSource.Module memoryFrame,
    int height,
    int width) {
  static TorchScriptXMem of(StateDict weights, int height, int width) {
    return new TorchScriptXMem(
        TorchScriptSource.plainFrame(weights, height, width),
        TorchScriptSource.memoryFrame(weights, height, width),
        height,
        width);
  }

  /** GFLOP of the convolutions for one object, memory frames spread over the others. */
  double gflop(int memEvery) {
    return 2e-9
        * (plainFrame.multiplications() + memoryFrame.multiplications() / (double) memEvery);
  }
}
