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
   * an embedded one. Nothing is ever fetched from elsewhere. A model that was, is compared with its
   * {@link ChecksumRecord} first.
   *
   * @throws EngramException if it is none of them, naming the models that there are, or cannot be
   *     read, or is not what was fetched
   */
  public static StateDict read(String nameOrFile) {
    Path file = pathOf(nameOrFile);
    if (Files.isRegularFile(file)) {
      return Checkpoints.read(file);
    }
    Optional<Path> own = ModelFolder.ofThisMachine().find(nameOrFile);
    if (own.isPresent()) {
      ChecksumRecord.of(own.get()).verify();
      return Checkpoints.read(own.get());
    }
    if (embedded().contains(nameOrFile)) {
      return readEmbedded(nameOrFile);
    }
    throw unknown(nameOrFile);
  }

  /**
   * The file of a model of this machine.
   *
   * @throws EngramException if there is none of this name, or if it is embedded
   */
  public static Path fileOf(String name) {
    return ModelFolder.ofThisMachine()
        .find(pathOf(name).toString())
        .orElseThrow(
            () ->
                embedded().contains(name)
                    ? new EngramException(
                        name + ": embedded in Engram, so that it has no file. Name it as it is.")
                    : unknown(name));
  }

  private static EngramException unknown(String nameOrFile) {
    ModelFolder folder = ModelFolder.ofThisMachine();
    Optional<ModelCatalogue.Entry> fetchable = ModelCatalogue.find(nameOrFile);
    if (fetchable.isPresent()) {
      return new EngramException(
          nameOrFile
              + ": not on this machine. 'engram models pull "
              + fetchable.get().name()
              + "' fetches it.");
    }
    if (Files.isDirectory(pathOf(nameOrFile))) {
      return new EngramException(nameOrFile + ": a folder. Give the checkpoint file in it.");
    }
    List<String> known = new ArrayList<>(embedded());
    known.addAll(folder.names());
    return new EngramException(
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
