package dev.engram.studio.project;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What files held at some time, by checksum. */
final class KeptFiles {
  private static final String ENDING = ".kept";

  private final Path folder;
  private final Set<String> known = new HashSet<>();

  KeptFiles(Path folder) {
    this.folder = folder;
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(ENDING))
            .forEach(name -> known.add(name.substring(0, name.length() - ENDING.length())));
      } catch (IOException e) {
        throw new EngramException(folder + ": cannot be read. Check its rights.", e);
      }
    }
  }

  private Path of(String checksum) {
    return folder.resolve(checksum + ENDING);
  }

  /** Keeps what a file holds now; its checksum, or null if it is not there. */
  @Nullable String keep(Path file) {
    byte[] content = content(file);
    if (content == null) {
      return null;
    }
    String checksum = checksum(content);
    if (known.add(checksum)) {
      AtomicFile.write(of(checksum), out -> out.write(content));
    }
    return checksum;
  }

  /** Gives a file what it held; deletes it if that was nothing. */
  void restore(@Nullable String checksum, Path file) {
    try {
      if (checksum == null) {
        Files.deleteIfExists(file);
      } else {
        byte[] content = Files.readAllBytes(of(checksum));
        AtomicFile.write(file, out -> out.write(content));
      }
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be put back (" + AtomicFile.reason(e) + "). Check disk and rights.", e);
    }
  }

  /** Forgets all others. */
  void retain(Set<String> used) {
    for (String checksum : Set.copyOf(known)) {
      if (!used.contains(checksum)) {
        try {
          Files.deleteIfExists(of(checksum));
        } catch (IOException e) {
          // a file too many does no harm, and goes with the next change
          continue;
        }
        known.remove(checksum);
      }
    }
  }

  static @Nullable String checksum(Path file) {
    byte[] content = content(file);
    return content == null ? null : checksum(content);
  }

  private static byte @Nullable [] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be read (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
  }

  private static String checksum(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
