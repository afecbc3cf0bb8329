package dev.engram.studio;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.checkpoint.Models;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;

/**
 * The embedded model on the processor.
 *
 * @param size short side inside the network: small where a test needs masks but no quality
 */
record EmbeddedModel(int size) implements StudioModel {
  @Override
  public Engram load() {
    return Engram.of(Models.read(name()), Device.CPU, Precision.parse("auto", Device.CPU));
  }

  @Override
  public SegmenterOptions options(SegmenterOptions usual) {
    return usual.withSize(size);
  }

  @Override
  public String name() {
    return Models.embedded().get(0);
  }

  @Override
  public String device() {
    return "cpu";
  }

  @Override
  public String precision() {
    return "auto";
  }
}
