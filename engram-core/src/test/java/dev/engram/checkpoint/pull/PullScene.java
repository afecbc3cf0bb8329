package dev.engram.checkpoint.pull;

import dev.engram.checkpoint.ModelCatalogue;
import dev.engram.checkpoint.ModelFolder;
import dev.engram.testing.TinyXMem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A folder that models are pulled into, without much patience. */
record PullScene(Path folder) {
  static final ModelCatalogue.Entry XMEM = ModelCatalogue.find("xmem").orElseThrow();

  static final PullMonitor NOBODY = new PullMonitor() {};

  static final Patience QUICK =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMillis(300),
          List.of(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1)));

  /** A checkpoint. */
  static byte[] model() {
    return bytesOf(TinyXMem.plain());
  }

  /** Another one. */
  static byte[] otherModel() {
    return bytesOf(TinyXMem.normalised());
  }

  private static byte[] bytesOf(TinyXMem network) {
    try {
      Path folder = Files.createTempDirectory("engram-pull");
      Path file = network.write(folder);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      Files.delete(folder);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ModelSource server(String address) {
    return new HttpSource(URI.create(address), ProxySettings.of(name -> null), QUICK);
  }

  ModelPuller.Pulled pull(ModelSource source) {
    return pull(source, false, NOBODY);
  }

  ModelPuller.Pulled pull(ModelSource source, boolean anew, PullMonitor monitor) {
    return new ModelPuller(new ModelFolder(folder), source).pull(XMEM, anew, monitor);
  }

  Path model(String suffix) {
    return folder.resolve("XMem.pth" + suffix);
  }

  /** What lies in the folder, sorted, without the lock. */
  List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(".XMem.pth.lock"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
