package dev.engram.train.data;

import java.nio.file.Path;

/** A small data set on disk. */
public final class TestData {
  private TestData() {}

  /** Writes {@code static} and {@code video} below a folder. */
  public static void write(Path folder, int frames) {
    ClipsTest.writeData(folder, frames);
  }
}
