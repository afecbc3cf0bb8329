package dev.engram.video;

/** A video is not as its {@link FrameIndex} says; whoever uses one reads from the start instead. */
final class IndexMismatch extends RuntimeException {
  private static final long serialVersionUID = 1;

  IndexMismatch(String what) {
    super(what, null, false, false);
  }
}
