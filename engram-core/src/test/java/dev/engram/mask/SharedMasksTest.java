package dev.engram.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks of public data sets; they lie outside the repository. */
class SharedMasksTest {
  @TempDir Path out;

  @Test
  void masksOfPublicDataSetsAreTheSameAfterWritingAndReading() throws IOException {
    Path shared = Shared.file("golden").getParent();
    int read = 0;
    for (Path folder : folders(shared)) {
      for (MaskEntry entry : MaskSet.open(folder).entries()) {
        Mask mask = entry.read();
        assertThat(mask.labels().labels()).as(entry.name()).hasSizeBetween(0, 10);
        Path copy = out.resolve("copy.png");
        MaskWriter.write(copy, mask.labels(), mask.paletteOrDavis());
        assertThat(new MaskReader().read(copy))
            .as(entry.name())
            .isEqualTo(new Mask(mask.labels(), mask.paletteOrDavis()));
        read++;
      }
    }
    assertThat(read).isGreaterThan(100);
  }

  @Test
  void theirObjectsAreTheOnesTheirAuthorsNumbered() {
    Path data = Shared.file("data");
    assertThat(labelsOf(data.resolve("davis2016-dev/Annotations/blackswan"))).containsExactly(255);
    assertThat(labelsOf(data.resolve("clips/Annotations/chair"))).contains(1);
    assertThat(labelsOf(data.resolve("clips/Annotations/judo"))).containsExactly(1);
  }

  private static int[] labelsOf(Path folder) {
    return MaskSet.open(folder).entries().get(0).read().labels().labels();
  }

  private static List<Path> folders(Path shared) throws IOException {
    try (Stream<Path> clips = Files.list(shared.resolve("data/clips/Annotations"));
        Stream<Path> davis = Files.list(shared.resolve("data/davis2016-dev/Annotations"));
        Stream<Path> golden = Files.list(shared.resolve("golden"))) {
      return Stream.of(clips, davis, golden.map(folder -> folder.resolve("Annotations")))
          .flatMap(s -> s)
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }
}
