package dev.engram.bench;

/** One of those that segment the same clip in turn. */
interface Contestant extends AutoCloseable {
  String name();

  /** Works on a frame of the clip; they come in order, and the first comes with its mask. */
  void step(int frame);

  @Override
  void close();
}
