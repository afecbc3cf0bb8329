package dev.engram.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** The index of a video file, read when it is first asked for. Safe for any number of threads. */
final class LazyFrameIndex {
  private record State(long bytes, FileTime modified) {}

  private final @Nullable VideoInput input;
  private final @Nullable State state;
  private @Nullable FrameIndex index;
  private boolean settled;

  /**
   * @param input as it is now; null, or without a file, for one that has no index
   */
  LazyFrameIndex(@Nullable VideoInput input) {
    this.input = input;
    this.state = stateOf(input);
    this.settled = state == null;
  }

  private static @Nullable State stateOf(@Nullable VideoInput input) {
    Path file = input == null ? null : input.file();
    if (file == null) {
      return null;
    }
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new State(now.size(), now.lastModifiedTime());
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The index, read now if need be.
   *
   * @return null if frames have to be counted by decoding, or the file is no longer as it was
   */
  synchronized @Nullable FrameIndex get() {
    if (!settled && input != null) {
      index = IndexPass.read(input);
      settled = index != null || !Thread.currentThread().isInterrupted();
    }
    return known();
  }

  /** The same if it has been read, else null. */
  synchronized @Nullable FrameIndex known() {
    if (index != null && state != null && !state.equals(stateOf(input))) {
      distrust();
    }
    return index;
  }

  /** The video is not as the index says: from now on there is none. */
  synchronized void distrust() {
    index = null;
    settled = true;
  }
}
