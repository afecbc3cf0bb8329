package dev.engram.checkpoint;

import dev.engram.common.EngramException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Models by name: those embedded in the class path (the module {@code engram-models}), those in
 * this machine's {@link ModelFolder}, and checkpoints given as files.
 */
public final class Models {
  private static final String RESOURCES = "/dev/engram/models/";

  private Models() {}

  /** The names of the embedded models; the first is the default. */
  public static List<String> embedded() {
    try (InputStream in = Models.class.getResourceAsStream(RESOURCES + "index.txt")) {
      if (in == null) {
        return List.of();
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return lines.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    } catch (IOException e) {
      throw new IllegalStateException("the list of embedded models cannot be read", e);
    }
  }

  /**
   * Reads the weights that a user means: a file, or else a model of this machine's folder, or else
   * an embedded one.
   *
   * @throws EngramException if it is none of them, naming the models that there are, or cannot be
   *     read
   */
  public static StateDict read(String nameOrFile) {
    ModelFolder folder = ModelFolder.ofThisMachine();
    Path file = pathOf(nameOrFile);
    if (Files.isRegularFile(file)) {
      return Checkpoints.read(file);
    }
    if (Files.isDirectory(file)) {
      throw new EngramException(file + ": a folder. Give the checkpoint file in it.");
    }
    Optional<Path> own = folder.find(nameOrFile);
    if (own.isPresent()) {
      return Checkpoints.read(own.get());
    }
    if (embedded().contains(nameOrFile)) {
      return readEmbedded(nameOrFile);
    }
    List<String> known = new ArrayList<>(embedded());
    known.addAll(folder.names());
    throw new EngramException(
        nameOrFile
            + ": neither a checkpoint file nor a known model ("
            + (known.isEmpty() ? "there are none" : "there are " + String.join(", ", known))
            + "; your own go to "
            + folder.path()
            + "). Give the path of a .pth or .safetensors file.");
  }

  private static Path pathOf(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new EngramException(text + ": not a path. Check its characters.", e);
    }
  }

  private static StateDict readEmbedded(String name) {
    String resource = RESOURCES + name + ".safetensors";
    try (InputStream in = Models.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the embedded model " + name + " is missing");
      }
      return SafeTensors.read(in, name);
    } catch (IOException e) {
      throw new IllegalStateException("the embedded model " + name + " cannot be read", e);
    }
  }
}
