package dev.engram.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskReaderTest {
  private static final int RED = 0x800000;
  private static final int ORANGE = 0xFF8000;
  private static final int WHITE = 0xFFFFFF;

  @TempDir Path folder;
  private final MaskReader reader = new MaskReader();

  private Path save(String name, BufferedImage image) {
    return Samples.save(folder.resolve(name), image);
  }

  private int[] read(String name, BufferedImage image) {
    return reader.read(save(name, image)).labels().toArray();
  }

  @Test
  void indicesOfAPaletteAreTheLabelsAndThePaletteComesAlong() {
    int[] palette = {0xFF000000, 0xFF123456, 0xFF654321, 0xFFFFFFFF};
    int[] indices = {0, 1, 2, 3, 3, 0};
    Mask mask = reader.read(save("a.png", Samples.indexed(2, 3, 2, palette, indices)));
    assertThat(mask.labels().toArray()).containsExactly(indices);
    assertThat(mask.paletteOrDavis().rgb(1)).isEqualTo(0x123456);
    assertThat(mask.paletteOrDavis().rgb(3)).isEqualTo(WHITE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "tif"})
  void indicesAreLabelsInEveryFormatThatHasThem(String format) {
    int[] palette = new int[256];
    Arrays.setAll(palette, i -> 0xFF000000 | Palette.davisColour(i));
    int[] indices = Samples.bands(9, 0, 1, 2, 7, 255);
    assertThat(read("a." + format, Samples.indexed(8, 9, 30, palette, indices)))
        .containsExactly(indices);
  }

  @Test
  void aPaletteWithoutColoursStillGivesLabelsAndIsShownInColour() {
    int[] black = new int[256];
    Arrays.fill(black, 0xFF000000);
    int[] indices = {0, 1, 2, 0};
    Path file = save("a.png", Samples.indexed(8, 2, 2, black, indices));
    Mask mask = reader.read(file);
    assertThat(mask.labels().toArray()).containsExactly(indices);
    assertThat(mask.paletteOrDavis().rgb(2)).isEqualTo(0x008000);
  }

  @Test
  void aPaletteInTheOrderOfAnImageEditorIsReadByItsColours() {
    int[] palette = {0xFFFFFFFF, 0xFF000000};
    assertThat(read("inverted.png", Samples.indexed(1, 2, 2, palette, new int[] {1, 0, 0, 1})))
        .containsExactly(0, 1, 1, 0);
    int[] hidden = {0xFFFF0000, 0x00FFFFFF};
    assertThat(read("hidden.gif", Samples.indexed(1, 3, 12, hidden, Samples.bands(3, 1, 0))))
        .containsExactly(Samples.bands(3, 0, 2));
  }

  @Test
  void greyValuesAreLabelsWithoutGammaOrScaling() {
    int[] values = Samples.bands(8, 0, 1, 2, 128, 255);
    for (String format : new String[] {"png", "bmp", "tif"}) {
      Mask mask = reader.read(save("a." + format, Samples.grey(8, 30, values)));
      assertThat(mask.labels().toArray()).as(format).containsExactly(values);
    }
    assertThat(reader.read(folder.resolve("a.png")).palette()).isNull();
  }

  @Test
  void zeroAnd255IsOneObjectOfLabel255() {
    assertThat(read("a.png", Samples.grey(3, 1, 0, 255, 255))).containsExactly(0, 255, 255);
  }

  @Test
  void oneBitGreyIsZeroAndOne() {
    int[] blackAndWhite = {0xFF000000, 0xFFFFFFFF};
    assertThat(read("a.png", Samples.indexed(1, 3, 1, blackAndWhite, new int[] {0, 1, 1})))
        .containsExactly(0, 1, 1);
  }

  @Test
  void greyOf16BitsHasLabelsAbove255() {
    int[][] samples = {{0}, {1}, {256}, {65535}};
    for (String format : new String[] {"png", "tif"}) {
      BufferedImage image = Samples.image(BufferedImage.TYPE_USHORT_GRAY, 2, 2, samples);
      assertThat(read("a." + format, image)).containsExactly(0, 1, 256, 65535);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tif"})
  void davisRedIsOneObjectOfLabelOne(String format) {
    Mask mask = reader.read(save("a." + format, Samples.rgb(2, 2, 0, RED, RED, 0x008000)));
    assertThat(mask.labels().toArray()).containsExactly(0, 1, 1, 2);
    assertThat(mask.paletteOrDavis().rgb(1)).isEqualTo(RED);
  }

  @Test
  void whiteOnBlackIsOneObjectOfLabelOneAndStaysWhite() {
    Mask mask = reader.read(save("a.png", Samples.rgb(2, 2, 0, WHITE, WHITE, 0)));
    assertThat(mask.labels().toArray()).containsExactly(0, 1, 1, 0);
    assertThat(mask.paletteOrDavis().rgb(1)).isEqualTo(WHITE);
  }

  @Test
  void otherColoursAreNumberedByTheirValueAndTheSameInAllFiles() {
    assertThat(read("a.png", Samples.rgb(3, 1, WHITE, ORANGE, RED))).containsExactly(3, 2, 1);
    assertThat(read("b.png", Samples.rgb(3, 1, RED, WHITE, ORANGE))).containsExactly(1, 3, 2);
    // a colour of the DAVIS palette whose label is taken, and one that is new
    assertThat(read("c.png", Samples.rgb(3, 1, 0x008000, WHITE, 0xFF00FF)))
        .containsExactly(4, 3, 5);
    Mask mask = reader.read(folder.resolve("c.png"));
    assertThat(mask.paletteOrDavis().rgb(2)).isEqualTo(ORANGE);
    assertThat(mask.paletteOrDavis().rgb(5)).isEqualTo(0xFF00FF);
  }

  @Test
  void aColourThatAPaletteHasNamedKeepsItsLabel() {
    int[] palette = {0xFF000000, 0xFFABCDEF, 0xFFFEDCBA};
    read("a.png", Samples.indexed(8, 3, 1, palette, new int[] {0, 1, 2}));
    assertThat(read("b.png", Samples.rgb(3, 1, 0xFEDCBA, 0xABCDEF, WHITE)))
        .containsExactly(2, 1, 3);
  }

  @Test
  void whatIsFullyTransparentIsBackground() {
    int[][] samples = {{255, 0, 0, 255}, {255, 0, 0, 0}, {0, 0, 0, 255}, {255, 0, 0, 9}};
    BufferedImage image = Samples.image(BufferedImage.TYPE_4BYTE_ABGR, 2, 2, samples);
    assertThat(read("a.png", image)).containsExactly(1, 0, 0, 1);
    assertThat(read("a.tif", image)).containsExactly(1, 0, 0, 1);
  }

  @Test
  void greyWithTransparencyIsReadAsGrey() {
    // ImageIO writes no grey with alpha from a standard type, so the encoder is asked by hand
    java.awt.image.ComponentColorModel model =
        new java.awt.image.ComponentColorModel(
            java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_GRAY),
            true,
            false,
            java.awt.Transparency.TRANSLUCENT,
            java.awt.image.DataBuffer.TYPE_BYTE);
    BufferedImage image =
        new BufferedImage(model, model.createCompatibleWritableRaster(3, 1), false, null);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {7, 255, 7, 0, 255, 255});
    assertThat(read("a.png", image)).containsExactly(7, 0, 255);
  }

  @Test
  void aMaskWithoutObjectsIsAMask() {
    assertThat(reader.read(save("a.png", Samples.rgb(2, 2, 0, 0, 0, 0))).labels().labels())
        .isEmpty();
  }

  @Test
  void photographsAndSoftEdgesAreRefusedWithAWayOut() {
    BufferedImage photo = Samples.rgb(64, 64, (x, y) -> ((x * 4) << 16) | ((y * 4) << 8) | 128);
    BufferedImage softRgb = Samples.rgb(64, 64, (x, y) -> 0x10101 * disc(x, y, 1.0));
    int[] softValues = IntStream.range(0, 4096).map(i -> disc(i % 64, i / 64, 1.0)).toArray();
    int[] feathered = IntStream.range(0, 4096).map(i -> disc(i % 64, i / 64, 20)).toArray();
    BufferedImage[] images = {
      photo, softRgb, Samples.grey(64, 64, softValues), Samples.grey(64, 64, feathered)
    };
    for (int i = 0; i < images.length; i++) {
      Path file = save("picture" + i + ".png", images[i]);
      assertThatThrownBy(() -> reader.read(file))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("without anti-aliasing")
          .hasMessageContaining("threshold");
    }
  }

  @Test
  void aMaskSavedAsJpegIsRefusedUnlessItsColoursAreStillFlat() {
    BufferedImage disc = Samples.rgb(64, 64, (x, y) -> disc(x, y, 0) == 0 ? 0 : 0xFF0000);
    assertThatThrownBy(() -> reader.read(save("disc.jpg", disc)))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("disc.jpg")
        .hasMessageContaining("PNG");
    int[] greyDisc = IntStream.range(0, 4096).map(i -> disc(i % 64, i / 64, 0)).toArray();
    assertThatThrownBy(() -> reader.read(save("grey.jpg", Samples.grey(64, 64, greyDisc))))
        .isInstanceOf(EngramException.class);
    BufferedImage straightEdge = Samples.rgb(64, 64, (x, y) -> x < 35 ? 0 : 0xFF0000);
    assertThatThrownBy(() -> reader.read(save("straight.jpg", straightEdge)))
        .isInstanceOf(EngramException.class);
    int[] halves = IntStream.range(0, 4096).map(i -> i < 2048 ? 0 : 255).toArray();
    assertThat(read("halves.jpg", Samples.grey(64, 64, halves))).containsExactly(halves);
  }

  @Test
  void manyFlatLabelsInGreyAreStillLabels() {
    int[] values = new int[100 * 100];
    Arrays.setAll(values, i -> i / 1000 * 10 + i % 100 / 10);
    assertThat(read("a.png", Samples.grey(100, 100, values))).containsExactly(values);
  }

  @Test
  void filesThatAreNoImagesAreNamed() {
    Path text = Samples.save(folder.resolve("t.png"), "mask".getBytes(StandardCharsets.UTF_8));
    Path empty = Samples.save(folder.resolve("e.png"), new byte[0]);
    Path zeros = Samples.save(folder.resolve("z.png"), new byte[1000]);
    for (Path file : new Path[] {text, empty, zeros, folder.resolve("missing.png"), folder}) {
      assertThatThrownBy(() -> reader.read(file))
          .isInstanceOf(EngramException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageEndingWith(".");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "tif", "jpg"})
  void aFileCutOffAnywhereReadsWholeOrIsRefusedByName(String format) {
    int[] palette = {0xFF000000, 0xFFFF0000, 0xFF00FF00, 0xFF0000FF};
    BufferedImage image =
        format.equals("jpg")
            ? Samples.rgb(16, 16, (x, y) -> y < 8 ? 0 : WHITE)
            : Samples.indexed(8, 16, 18, palette, Samples.bands(16, 1, 2, 3));
    Path file = save("a." + format, image);
    byte[] whole = Samples.encode(format.equals("tif") ? "tiff" : format, image, false);
    LabelMap expected = new MaskReader().read(file).labels();
    for (int length = 0; length < whole.length; length++) {
      Samples.save(file, Arrays.copyOf(whole, length));
      try {
        assertThat(new MaskReader().read(file).labels())
            .as("%s cut to %d of %d bytes", format, length, whole.length)
            .isEqualTo(expected);
      } catch (EngramException e) {
        assertThat(e).hasMessageContaining(file.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "tif", "jpg"})
  void damagedFilesNeverEndInAnyOtherException(String format) {
    int[] palette = {0xFF000000, 0xFFFF0000, 0xFF00FF00, 0xFF0000FF};
    BufferedImage image =
        format.equals("jpg")
            ? Samples.rgb(16, 16, (x, y) -> y < 8 ? 0 : WHITE)
            : Samples.indexed(8, 16, 18, palette, Samples.bands(16, 1, 2, 3));
    byte[] whole = Samples.encode(format.equals("tif") ? "tiff" : format, image, false);
    Path file = folder.resolve("a." + format);
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i < 3; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Samples.save(file, damaged);
      try {
        new MaskReader().read(file);
      } catch (EngramException e) {
        assertThat(e).hasMessageContaining(file.toString());
      }
    }
  }

  /** A white disc whose edge is {@code softness} pixels wide. */
  private static int disc(int x, int y, double softness) {
    double inside = 24.3 - Math.hypot(x - 31.2, y - 32.7);
    double share = softness == 0 ? (inside > 0 ? 1 : 0) : inside / softness + 0.5;
    return (int) Math.round(255 * Math.max(0, Math.min(1, share)));
  }
}
