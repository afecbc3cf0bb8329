package dev.engram.video;

import java.util.List;

/** Frames of another source given in another way: what holds for the whole video is the same. */
abstract class DelegatingSource implements FrameSource {
  final FrameSource source;

  DelegatingSource(FrameSource source) {
    this.source = source;
  }

  @Override
  public final long frameCount() {
    return source.frameCount();
  }

  @Override
  public final double frameRate() {
    return source.frameRate();
  }

  @Override
  public final int width() {
    return source.width();
  }

  @Override
  public final int height() {
    return source.height();
  }

  @Override
  public final List<String> names() {
    return source.names();
  }

  @Override
  public final String describe() {
    return source.describe();
  }
}
