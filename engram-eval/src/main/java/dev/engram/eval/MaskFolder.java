package dev.engram.eval;

import dev.engram.common.EngramException;
import dev.engram.common.NaturalOrder;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The masks of one video: a folder with a PNG a frame. Not safe for use by several threads. */
final class MaskFolder implements MaskSource {
  private static final String ENDING = ".png";

  private final Path folder;
  private final MaskReader reader = new MaskReader();

  MaskFolder(Path folder) {
    this.folder = folder;
  }

  /** In natural order. */
  @Override
  public List<String> frames() {
    List<String> names =
        list(folder, Files::isRegularFile).stream()
            .filter(name -> name.endsWith(ENDING))
            .map(name -> name.substring(0, name.length() - ENDING.length()))
            .toList();
    if (names.isEmpty()) {
      throw new EngramException(folder + ": holds no mask. Put one PNG a frame there.");
    }
    return names;
  }

  @Override
  public Optional<LabelMap> read(String frame) {
    Path file = folder.resolve(frame + ENDING);
    return Files.exists(file) ? Optional.of(reader.read(file).labels()) : Optional.empty();
  }

  @Override
  public Path file(String frame) {
    return folder.resolve(frame + ENDING);
  }

  /**
   * Names of a folder's entries of one kind, in natural order.
   *
   * @throws EngramException if there is no such folder
   */
  static List<String> list(Path folder, Predicate<Path> kind) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(kind)
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted(Comparator.comparing(name -> name, NaturalOrder.COMPARATOR))
          .toList();
    } catch (IOException e) {
      throw new EngramException(folder + ": no such folder. Check the path.", e);
    }
  }
}
