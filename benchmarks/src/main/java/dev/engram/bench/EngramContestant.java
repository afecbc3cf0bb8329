package dev.engram.bench;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.VideoSegmenter;
import dev.engram.checkpoint.StateDict;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import java.util.Locale;

/** Engram, from pixels to labels. */
final class EngramContestant implements Contestant {
  private final MovingSquares clip;
  private final Precision precision;
  private final Engram engram;
  private final VideoSegmenter session;

  EngramContestant(StateDict weights, Precision precision, MovingSquares clip) {
    this.clip = clip;
    this.precision = precision;
    engram = Engram.of(weights, Device.CPU, precision);
    session = engram.open(engram.defaultOptions().withSize(SegmenterOptions.OWN_SIZE));
  }

  @Override
  public String name() {
    return "Engram " + precision.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void step(int frame) {
    if (frame == 0) {
      session.step(clip.frame(0), clip.mask(0));
    } else {
      session.step(clip.frame(frame));
    }
  }

  @Override
  public void close() {
    session.close();
    engram.close();
  }
}
