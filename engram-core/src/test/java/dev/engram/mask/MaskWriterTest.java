package dev.engram.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskWriterTest {
  @TempDir Path folder;

  @Property(tries = 150)
  void whatIsWrittenIsReadBackByUsAndByTheJdk(
      @ForAll @IntRange(min = 1, max = 61) int width,
      @ForAll @IntRange(min = 1, max = 43) int height,
      @ForAll @IntRange(min = 1, max = 65535) int highest,
      @ForAll boolean small,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    int limit = small ? Math.min(highest, 255) : highest;
    int[] values = random.ints(12, 0, limit + 1).toArray();
    values[0] = limit;
    LabelMap labels = Samples.labels(seed, width, height, values);
    Palette palette = Palette.of(random.ints(300).toArray());
    Path file = Files.createTempFile("mask", ".png");
    try {
      MaskWriter.write(file, labels, palette);
      Mask read = new MaskReader().read(file);
      assertThat(read.labels()).isEqualTo(labels);
      BufferedImage image = ImageIO.read(file.toFile());
      assertThat(image.getRaster().getPixels(0, 0, width, height, (int[]) null))
          .containsExactly(labels.toArray());
      if (labels.maxLabel() <= 255) {
        for (int label = 0; label <= 255; label++) {
          assertThat(read.paletteOrDavis().rgb(label)).isEqualTo(palette.rgb(label));
        }
        assertThat(image.getColorModel().getPixelSize()).isEqualTo(8);
      } else {
        assertThat(image.getColorModel().getPixelSize()).isEqualTo(16);
      }
      byte[] first = Files.readAllBytes(file);
      MaskWriter.write(file, labels, palette);
      assertThat(Files.readAllBytes(file)).isEqualTo(first);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aUsersMaskComesBackWithItsLabelsAndColours() {
    int[] palette = {0xFFFFFFFF, 0xFF123456, 0xFF654321, 0xFFABCDEF};
    Path given =
        Samples.save(
            folder.resolve("given.png"),
            Samples.indexed(2, 3, 2, palette, new int[] {0, 1, 2, 3, 3, 0}));
    Mask mask = new MaskReader().read(given);
    Path written = folder.resolve("out/written.png");
    MaskWriter.write(written, mask.labels(), mask.paletteOrDavis());
    assertThat(new MaskReader().read(written))
        .isEqualTo(new Mask(mask.labels(), mask.paletteOrDavis()));
  }

  @Test
  void coloursOfAnRgbMaskAreTheColoursOfTheResult() throws IOException {
    BufferedImage image = Samples.rgb(3, 1, 0, 0xFF8000, 0xFFFFFF);
    Mask mask = new MaskReader().read(Samples.save(folder.resolve("rgb.png"), image));
    Path written = folder.resolve("written.png");
    MaskWriter.write(written, mask.labels(), mask.paletteOrDavis());
    BufferedImage result = ImageIO.read(written.toFile());
    assertThat(result.getRGB(1, 0) & 0xFFFFFF).isEqualTo(0xFF8000);
    assertThat(result.getRGB(2, 0) & 0xFFFFFF).isEqualTo(0xFFFFFF);
  }

  @Test
  void everyWrittenPaletteHas256ColoursOfWhichOnlyTheFirstIsBlack() throws IOException {
    Path file = folder.resolve("a.png");
    MaskWriter.write(file, LabelMap.of(2, 1, new int[] {0, 1}), Palette.of(new int[256]));
    IndexColorModel colours = (IndexColorModel) ImageIO.read(file.toFile()).getColorModel();
    assertThat(colours.getMapSize()).isEqualTo(256);
    for (int i = 1; i < 256; i++) {
      assertThat(colours.getRGB(i) & 0xE0E0E0).isNotZero();
    }
  }

  @Test
  void aBinaryMaskIsWhiteWhereAnyObjectIs() throws IOException {
    for (int[] labels : new int[][] {{0, 1, 0, 1}, {0, 1, 0, 7}, {0, 256, 0, 65535}}) {
      Path file = folder.resolve("a.png");
      MaskWriter.writeBinary(file, LabelMap.of(2, 2, labels));
      BufferedImage image = ImageIO.read(file.toFile());
      assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
      assertThat(image.getRaster().getPixels(0, 0, 2, 2, (int[]) null))
          .containsExactly(0, 255, 0, 255);
    }
  }

  @Test
  void masksLargerThanOneChunkOfTheFileAreWhole() {
    int[] noise = new Random(3).ints(500 * 401, 0, 256).toArray();
    LabelMap labels = LabelMap.of(500, 401, noise);
    Path file = folder.resolve("a.png");
    MaskWriter.write(file, labels, Palette.davis());
    assertThat(new MaskReader().read(file).labels()).isEqualTo(labels);
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Files.writeString(folder.resolve("out"), "a file");
    Path target = folder.resolve("out/a.png");
    LabelMap labels = LabelMap.of(1, 1, new int[1]);
    assertThatThrownBy(() -> MaskWriter.write(target, labels, Palette.davis()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining(target.toString());
  }
}
