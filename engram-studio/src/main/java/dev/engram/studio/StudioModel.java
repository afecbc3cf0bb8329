package dev.engram.studio;

import dev.engram.studio.work.ModelLoader;

/** The model of a studio. */
public interface StudioModel extends ModelLoader {
  /** Its name, or the file that it is read from. */
  String name();

  /** Where it runs: {@code cpu} or {@code cuda}. */
  String device();

  /** What it computes in: {@code fp32} or {@code bf16}. */
  String precision();
}
