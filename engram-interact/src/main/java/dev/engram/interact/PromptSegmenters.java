package dev.engram.interact;

import dev.engram.checkpoint.ModelFolder;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The segmenters there are. */
public final class PromptSegmenters {
  private static final String WALK = "walk";
  private static final String GRAB_CUT = "grabcut";

  private PromptSegmenters() {}

  /** The default, which needs nothing but Engram itself. */
  public static PromptSegmenter embedded() {
    return new WalkSegmenter(WalkOptions.defaults());
  }

  /**
   * What {@link #open} takes, the default first: those of Engram itself, and the folders of this
   * machine's models folder that hold ONNX files.
   */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of(WALK, GRAB_CUT));
    Path models = ModelFolder.ofThisMachine().path();
    if (Files.isDirectory(models)) {
      try (Stream<Path> folders = Files.list(models)) {
        folders
            .filter(PromptSegmenters::holdsOnnx)
            .map(folder -> folder.getFileName().toString())
            .sorted()
            .forEach(names::add);
      } catch (IOException e) {
        throw new EngramException(models + ": cannot be read. Check its rights.", e);
      }
    }
    return names;
  }

  private static boolean holdsOnnx(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".onnx"));
    } catch (IOException e) {
      throw new EngramException(folder + ": cannot be read. Check its rights.", e);
    }
  }

  /**
   * Opens a segmenter.
   *
   * @param name one of {@link #names}, or the path of a folder with an ONNX encoder and decoder
   * @throws EngramException if there is none of this name, naming those that there are, or if its
   *     files do not fit
   */
  public static PromptSegmenter open(String name) {
    if (name.equals(WALK)) {
      return embedded();
    }
    if (name.equals(GRAB_CUT)) {
      return new GrabCutSegmenter();
    }
    Path own = ModelFolder.ofThisMachine().path().resolve(name);
    Path folder = Files.isDirectory(own) ? own : Path.of(name);
    if (Files.isDirectory(folder)) {
      return OnnxSegmenter.open(folder);
    }
    throw new EngramException(
        name
            + ": no method for clicks. There are "
            + String.join(", ", names())
            + "; or give a folder with an ONNX encoder and decoder.");
  }
}
