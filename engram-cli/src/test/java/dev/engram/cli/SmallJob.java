package dev.engram.cli;

import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyXMem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder with a tiny network, and what it takes to run it on a tiny clip. */
record SmallJob(Path folder) {
  static final TinyClip CLIP = TinyClip.small();

  Path model() {
    return TinyXMem.plain().write(folder);
  }

  Path frames(int count) {
    return CLIP.writeFolder(folder.resolve("frames"), count);
  }

  Path video(int count) {
    return CLIP.writeVideo(folder.resolve("clip.mp4"), count);
  }

  /** A mask of two objects in a folder of its own. */
  Path mask(String name) {
    return CLIP.writeMask(folder.resolve("masks").resolve(name), 1, 2);
  }

  /** A data set of one video, {@code clip}, with a mask of two objects for every frame. */
  Path dataSet(int count) {
    Path data = folder.resolve("data");
    CLIP.writeFolder(data.resolve("JPEGImages/clip"), count);
    for (int i = 0; i < count; i++) {
      CLIP.writeMask(data.resolve("Annotations/clip/" + CLIP.frame(i).name() + ".png"), 1, 2);
    }
    return data;
  }

  Path out() {
    return folder.resolve("out");
  }

  /** Segments with these frames and masks, and whatever else is given. */
  Cli segment(Object input, Object masks, Object... more) {
    List<Object> words = new ArrayList<>();
    words.addAll(List.of("segment", input, "--masks", masks, "-o", out()));
    List<Object> others = List.of(more);
    if (!others.contains("--size")) {
      words.addAll(List.of("--size", "-1"));
    }
    if (!others.contains("--model")) {
      words.addAll(List.of("--model", model()));
    }
    words.addAll(others);
    return Cli.run(words.toArray());
  }
}
