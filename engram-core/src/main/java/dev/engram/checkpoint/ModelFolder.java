package dev.engram.checkpoint;

import dev.engram.common.EngramException;
import dev.engram.common.NaturalOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that holds the models of this machine, so that a command can name one without its
 * path: {@code mine} is {@code mine.safetensors} or {@code mine.pth} there. Models of the {@link
 * ModelCatalogue} lie there under the names of their files, so that such a folder can serve other
 * machines as a mirror.
 */
public final class ModelFolder {
  private static final List<String> EXTENSIONS = List.of(".safetensors", ".pth");

  private final Path folder;

  /**
   * @param folder need not exist
   */
  public ModelFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What the system property {@code engram.models} says, or {@code ENGRAM_MODELS} in the
   * environment, or {@code .engram/models} at home.
   */
  public static ModelFolder ofThisMachine() {
    String configured = System.getProperty("engram.models", System.getenv("ENGRAM_MODELS"));
    return new ModelFolder(
        configured == null || configured.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".engram", "models")
            : Path.of(configured));
  }

  /** Where it lies. */
  public Path path() {
    return folder;
  }

  /** The names of its models, in natural order. */
  public List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> EXTENSIONS.stream().anyMatch(name::endsWith) && !name.startsWith("."))
          .map(ModelFolder::nameOf)
          .distinct()
          .sorted(NaturalOrder.COMPARATOR)
          .toList();
    } catch (IOException e) {
      throw new EngramException(folder + ": cannot be read. Check its rights.", e);
    }
  }

  /** The checkpoint of a model of this folder, if there is one of this name. */
  public Optional<Path> find(String name) {
    Stream<String> own = EXTENSIONS.stream().map(extension -> name + extension);
    Stream<String> pulled = ModelCatalogue.find(name).stream().map(ModelCatalogue.Entry::file);
    return Stream.concat(own, pulled).map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  private static String nameOf(String file) {
    return ModelCatalogue.find(file)
        .map(ModelCatalogue.Entry::name)
        .orElseGet(() -> file.substring(0, file.lastIndexOf('.')));
  }
}
