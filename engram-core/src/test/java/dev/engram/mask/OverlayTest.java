package dev.engram.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTest {
  @TempDir Path folder;

  @Property(tries = 40)
  void agreesWithALookAtEveryNeighbour(
      @ForAll @IntRange(min = 1, max = 23) int width,
      @ForAll @IntRange(min = 1, max = 1400) int height,
      @ForAll long seed) {
    LabelMap labels = Samples.labels(seed, width, height, 0, 1, 2, 300);
    byte[] rgb = new byte[3 * width * height];
    new Random(seed).nextBytes(rgb);
    byte[] given = rgb.clone();
    byte[] shown = new Overlay(Palette.davis()).render(rgb, labels);
    assertThat(rgb).isEqualTo(given);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          int i = 3 * (y * width + x) + c;
          int colour = Palette.davis().rgb(labels.at(x, y)) >> (16 - 8 * c) & 255;
          int expected = given[i] & 255;
          if (isContour(labels, x, y, Math.max(1, Math.round(height / 480f)))) {
            expected = colour;
          } else if (labels.at(x, y) != 0) {
            expected = (expected + colour + 1) / 2;
          }
          assertThat(shown[i] & 255).as("(%d, %d) channel %d", x, y, c).isEqualTo(expected);
        }
      }
    }
  }

  private static boolean isContour(LabelMap labels, int x, int y, int thickness) {
    for (int dy = -thickness; dy <= thickness; dy++) {
      int reach = thickness - Math.abs(dy);
      for (int dx = -reach; dx <= reach; dx++) {
        int nx = x + dx;
        int ny = y + dy;
        boolean inside = nx >= 0 && ny >= 0 && nx < labels.width() && ny < labels.height();
        if (inside && labels.at(x, y) != 0 && labels.at(nx, ny) != labels.at(x, y)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void contoursGrowWithTheHeight() {
    assertThat(Overlay.contourThickness(100)).isEqualTo(1);
    assertThat(Overlay.contourThickness(480)).isEqualTo(1);
    assertThat(Overlay.contourThickness(1080)).isEqualTo(2);
    assertThat(Overlay.contourThickness(32768)).isEqualTo(68);
  }

  @Test
  void alphaIsTheColoursShare() {
    LabelMap all = LabelMap.of(1, 1, new int[] {1});
    byte[] frame = {100, 100, 100};
    assertThat(new Overlay(Palette.davis(), 0).render(frame, all)).isEqualTo(frame);
    assertThat(new Overlay(Palette.davis(), 1).render(frame, all))
        .isEqualTo(new byte[] {(byte) 128, 0, 0});
    assertThatThrownBy(() -> new Overlay(Palette.davis(), 1.1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Overlay(Palette.davis(), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFrameOfAnotherSizeIsRefused() {
    LabelMap labels = LabelMap.of(2, 1, new int[2]);
    assertThatThrownBy(() -> new Overlay(Palette.davis()).render(new byte[3], labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2x1");
  }

  @Test
  void aPictureWrittenAsPngIsExact() throws IOException {
    byte[] rgb = new byte[3 * 333 * 222];
    new Random(1).nextBytes(rgb);
    Path file = folder.resolve("out/a.png");
    RgbFile.write(file, rgb, 333, 222);
    BufferedImage image = ImageIO.read(file.toFile());
    int[] samples = image.getRaster().getPixels(0, 0, 333, 222, (int[]) null);
    for (int i = 0; i < samples.length; i++) {
      assertThat((byte) samples[i]).isEqualTo(rgb[i]);
    }
  }

  @Test
  void aPictureWrittenAsJpegLooksTheSame() throws IOException {
    byte[] rgb = new byte[3 * 64 * 48];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i % 3 == 0 ? 200 : i % 3 == 1 ? 120 : 30);
    }
    Path file = folder.resolve("a.JPG");
    RgbFile.write(file, rgb, 64, 48);
    BufferedImage image = ImageIO.read(file.toFile());
    int pixel = image.getRGB(20, 20);
    assertThat(pixel >> 16 & 255).isBetween(195, 205);
    assertThat(pixel >> 8 & 255).isBetween(115, 125);
    assertThat(pixel & 255).isBetween(25, 35);
    assertThat(file).isRegularFile();
  }

  @Test
  void aPictureOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> RgbFile.write(folder.resolve("a.png"), new byte[5], 2, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
