package dev.engram.testing;

import dev.engram.common.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives each test a folder of models of its own in place of this machine's; register it. */
public final class OwnModelFolder implements BeforeEachCallback, AfterEachCallback {
  private static final String PROPERTY = "engram.models";

  private Path folder = Path.of("");

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("engram-models");
    System.setProperty(PROPERTY, folder.toString());
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    System.clearProperty(PROPERTY);
    Folders.delete(folder);
  }

  public Path path() {
    return folder;
  }

  /** A file in it, which need not exist. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** The names of what lies in it, sorted; hidden files such as locks are left out. */
  public List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
