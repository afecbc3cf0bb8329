package dev.engram.eval;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which objects are of classes that the training set has not, as YouTube-VOS and LVOS tell them.
 */
public final class ClassSplit {
  private static final String META = "meta.json";

  private final @Nullable VideoMeta meta;
  private final Set<String> names;
  private final boolean namesAreSeen;

  private ClassSplit(@Nullable VideoMeta meta, Set<String> names, boolean namesAreSeen) {
    this.meta = meta;
    this.names = names;
    this.namesAreSeen = namesAreSeen;
  }

  /**
   * @param unseen a text file with a name a line: a video all of whose objects are unseen, or a
   *     category of the meta file
   * @param meta a {@code meta.json} with the objects' categories, if there is one
   * @throws EngramException if a file cannot be read, or names nothing
   */
  public static ClassSplit of(Path unseen, Optional<Path> meta) {
    try {
      Set<String> names = new HashSet<>();
      Files.readAllLines(unseen).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .forEach(names::add);
      if (names.isEmpty()) {
        throw new EngramException(unseen + ": names nothing. Give a video or category a line.");
      }
      return new ClassSplit(meta.map(VideoMeta::read).orElse(null), names, false);
    } catch (IOException e) {
      throw new EngramException(
          unseen + ": cannot be read (" + AtomicFile.reason(e) + "). Give a text file.", e);
    }
  }

  /**
   * The split of a data set that lies beside its training set, as YouTube-VOS does.
   *
   * @param root the folder of the data set's split
   * @return empty if either has no {@code meta.json} with categories
   */
  static Optional<ClassSplit> find(Path root) {
    Path own = root.resolve(META);
    Path training = root.resolveSibling("train").resolve(META);
    if (!Files.isRegularFile(own) || !Files.isRegularFile(training)) {
      return Optional.empty();
    }
    Set<String> seen = VideoMeta.read(training).categories();
    VideoMeta meta = VideoMeta.read(own);
    return seen.isEmpty() || meta.categories().isEmpty()
        ? Optional.empty()
        : Optional.of(new ClassSplit(meta, seen, true));
  }

  /** Whether an object is of a class that the training set has not. */
  public boolean isUnseen(String video, int object) {
    String category = meta == null ? "" : meta.category(video, object);
    return namesAreSeen
        ? !names.contains(category)
        : names.contains(video) || names.contains(category);
  }
}
