package dev.engram.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.checkpoint.NpyFile;
import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.mask.Box;
import dev.engram.mask.LabelMap;
import dev.engram.mask.RgbFile;
import dev.engram.video.Frame;
import dev.engram.video.FrameAccess;
import dev.engram.video.VideoWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompositesTest {
  private static final int PIXELS = Shot.WIDTH * Shot.HEIGHT;

  @TempDir Path folder;
  private Shot shot;

  @BeforeEach
  void prepare() {
    shot = new Shot(folder);
  }

  private ExportSummary export(ExportFormat format, ExportOptions options, Path target) {
    return new ExportJob(shot.input(), format, options).run(target, (done, total) -> {});
  }

  private static ExportOptions.Builder hard() {
    return ExportOptions.builder().softEdges(false);
  }

  private List<byte[]> pictures(Path video) {
    List<byte[]> pictures = new ArrayList<>();
    try (FrameAccess access = FrameAccess.open(video.toString());
        var source = access.forward(0)) {
      for (Frame frame = source.next(); frame != null; frame = source.next()) {
        pictures.add(frame.rgb());
      }
    }
    return pictures;
  }

  private static LabelMap maskOf(int frame) {
    return Shot.isMasked(frame)
        ? Shot.mask(frame)
        : LabelMap.of(Shot.WIDTH, Shot.HEIGHT, new int[PIXELS]);
  }

  @Test
  void proResHasExactAlphaAndThePicturesColoursAtTheirOwnTimes() {
    Path file = folder.resolve("out.mov");
    ExportSummary summary = export(ExportFormat.RGBA, hard().build(), file);

    assertThat(summary.frames()).isEqualTo(6);
    AlphaVideo video = AlphaVideo.read(file, Shot.WIDTH, Shot.HEIGHT);
    assertThat(video.codec()).isEqualTo("prores");
    assertThat(video.format()).startsWith("yuva444p");
    List<byte[]> originals = pictures(shot.video());
    for (int i = 0; i < Shot.FRAMES; i++) {
      assertThat(video.micros().get(i)).isBetween(Shot.micros(i) - 1000, Shot.micros(i) + 1000);
      int[] labels = maskOf(i).toArray();
      for (int p = 0; p < PIXELS; p++) {
        assertThat(video.alpha(i, p)).isEqualTo(labels[p] == 0 ? 0 : 255);
        for (int c = 0; c < 3 && labels[p] != 0; c++) {
          assertThat(video.channel(i, p, c))
              .isBetween(
                  (originals.get(i)[3 * p + c] & 255) - 12.0,
                  (originals.get(i)[3 * p + c] & 255) + 12.0);
        }
      }
    }
  }

  @Test
  void softAlphaComesThroughProResExactly() {
    Path file = folder.resolve("ramp.mov");
    byte[] rgba = new byte[4 * 256 * 16];
    for (int i = 0; i < 256 * 16; i++) {
      rgba[4 * i] = 100;
      rgba[4 * i + 3] = (byte) i;
    }
    try (VideoWriter writer = VideoWriter.withAlpha(file, 256, 16, 24)) {
      writer.write(rgba);
    }
    AlphaVideo video = AlphaVideo.read(file, 256, 16);
    for (int i = 0; i < 256 * 16; i++) {
      assertThat(video.alpha(0, i)).isEqualTo(i % 256);
    }
  }

  @Test
  void pngsWithAlphaKeepThePictureNearTheObjectsAndNothingElse() throws IOException {
    Path out = folder.resolve("out");
    export(ExportFormat.RGBA_PNG, hard().build(), out);

    List<byte[]> originals = pictures(shot.video());
    for (int frame : Shot.MASKED) {
      BufferedImage image = ImageIO.read(out.resolve("0000" + frame + ".png").toFile());
      assertThat(image.getColorModel().isAlphaPremultiplied()).isFalse();
      for (int p = 0; p < PIXELS; p++) {
        int argb = image.getRGB(p % Shot.WIDTH, p / Shot.WIDTH);
        boolean inside = maskOf(frame).at(p % Shot.WIDTH, p / Shot.WIDTH) != 0;
        assertThat(argb >>> 24).isEqualTo(inside ? 255 : 0);
        byte[] rgb = originals.get(frame);
        int original =
            (rgb[3 * p] & 255) << 16 | (rgb[3 * p + 1] & 255) << 8 | rgb[3 * p + 2] & 255;
        if (inside) {
          assertThat(argb & 0xFFFFFF).isEqualTo(original);
        } else {
          assertThat(argb & 0xFFFFFF).isIn(0, original);
        }
      }
    }
    BufferedImage empty = ImageIO.read(out.resolve("00003.png").toFile());
    assertThat(empty.getRGB(9, 9)).isZero();
  }

  @Test
  void aGreenScreenStandsWhereNoObjectIs() {
    Path file = folder.resolve("out.mp4");
    export(ExportFormat.GREEN, hard().screen(0x2040C0).build(), file);

    List<byte[]> shown = pictures(file);
    List<byte[]> originals = pictures(shot.video());
    assertThat(shown).hasSize(6);
    byte[] screen = Compositing.filled(PIXELS, 0x2040C0);
    for (int i = 0; i < Shot.FRAMES; i++) {
      byte[] expected = screen.clone();
      int[] labels = maskOf(i).toArray();
      for (int p = 0; p < PIXELS; p++) {
        if (labels[p] != 0) {
          System.arraycopy(originals.get(i), 3 * p, expected, 3 * p, 3);
        }
      }
      assertThat(Shot.meanDifference(shown.get(i), expected)).as("frame " + i).isLessThan(12);
    }
    assertThat(Shot.meanDifference(shown.get(3), screen)).isLessThan(3);
  }

  @Test
  void aLayerStandsBetweenBackgroundAndObjects() throws IOException {
    // red on the left half, nothing on the right; twice the frame's size, cut above and below
    BufferedImage image = new BufferedImage(2 * Shot.WIDTH, 100, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 100; y++) {
      for (int x = 0; x < Shot.WIDTH; x++) {
        image.setRGB(x, y, y >= 21 && y < 79 ? 0xFFFF0000 : 0xFF00FF00);
      }
    }
    Path layer = folder.resolve("layer.png");
    AtomicFile.write(layer, out -> ImageIO.write(image, "png", out));
    Path file = folder.resolve("out.mp4");
    export(ExportFormat.LAYER, hard().layer(layer).build(), file);

    List<byte[]> shown = pictures(file);
    List<byte[]> originals = pictures(shot.video());
    for (int i = 0; i < Shot.FRAMES; i++) {
      byte[] expected = originals.get(i).clone();
      int[] labels = maskOf(i).toArray();
      for (int p = 0; p < PIXELS; p++) {
        if (labels[p] == 0 && p % Shot.WIDTH < Shot.WIDTH / 2) {
          expected[3 * p] = (byte) 255;
          expected[3 * p + 1] = 0;
          expected[3 * p + 2] = 0;
        }
      }
      assertThat(Shot.meanDifference(shown.get(i), expected)).as("frame " + i).isLessThan(14);
    }
  }

  @Test
  void aVideoAsLayerRunsAlongAndItsLastFrameStays() {
    Path layer = folder.resolve("layer.mkv");
    try (VideoWriter writer = new VideoWriter(layer, 20, 20, 10)) {
      writer.write(Compositing.filled(400, 0x000000));
      writer.write(Compositing.filled(400, 0xFFFFFF));
    }
    try (LayerPictures pictures = new LayerPictures(layer, 8, 6)) {
      byte[] background = new byte[3 * 48];
      assertThat(pictures.over(background, 0)[0] & 255).isLessThan(10);
      assertThat(pictures.over(background, 99_000)[0] & 255).isLessThan(10);
      assertThat(pictures.over(background, 100_000)[0] & 255).isGreaterThan(245);
      assertThat(pictures.over(background, 900_000)[0] & 255).isGreaterThan(245);
    }
    assertThatThrownBy(() -> new LayerPictures(folder.resolve("no.png"), 8, 6))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("no.png: no such file");
    assertThatThrownBy(() -> export(ExportFormat.LAYER, hard().build(), folder.resolve("none.mp4")))
        .hasMessageContaining("--layer: missing.");
    assertThat(folder.resolve("none.mp4")).doesNotExist();
  }

  private Path probabilities(int frame, float[] values, int planes) {
    Path file = folder.resolve("probabilities/0000" + frame + ".npy");
    AtomicFile.write(file, out -> NpyFile.write(out, values, planes, Shot.HEIGHT, Shot.WIDTH));
    return file;
  }

  /** Planes in an order of their own: background, 300, 1, 2. */
  private static float[] planes(LabelMap mask, Random random) {
    int[] order = {0, 300, 1, 2};
    float[] values = new float[4 * PIXELS];
    int[] labels = mask.toArray();
    for (int p = 0; p < PIXELS; p++) {
      float rest = 0.1f * random.nextFloat();
      for (int plane = 0; plane < 4; plane++) {
        values[plane * PIXELS + p] = labels[p] == order[plane] ? 1 - 3 * rest : rest;
      }
    }
    return values;
  }

  @Test
  void mattesAreTheProbabilitiesWhateverTheOrderOfTheirPlanes() throws IOException {
    float[] values = planes(Shot.mask(5), new Random(5));
    probabilities(5, values, 4);
    for (int bits : new int[] {8, 16}) {
      Path out = folder.resolve("out" + bits);
      export(ExportFormat.MATTES, ExportOptions.builder().matteBits(bits).build(), out);
      int white = (1 << bits) - 1;
      int[] planeOf = {2, 3, 1};
      for (int o = 0; o < 3; o++) {
        Path file = ObjectFolders.of(out, Shot.OBJECTS.get(o)).resolve("00005.png");
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getSampleModel().getSampleSize(0)).isEqualTo(bits);
        for (int p = 0; p < PIXELS; p++) {
          int sample = image.getRaster().getSample(p % Shot.WIDTH, p / Shot.WIDTH, 0);
          assertThat(sample).isEqualTo(Math.round(values[planeOf[o] * PIXELS + p] * white));
        }
      }
    }
  }

  @Test
  void probabilitiesOfAnotherMaskAreNotUsed() throws IOException {
    probabilities(5, planes(Shot.mask(1), new Random(5)), 4);
    Path out = folder.resolve("out");
    export(ExportFormat.MATTES, ExportOptions.defaults(), out);
    BufferedImage image =
        ImageIO.read(ObjectFolders.of(out, Shot.OBJECTS.get(1)).resolve("00005.png").toFile());
    assertThat(image.getRaster().getSample(20, 14, 0)).isGreaterThan(128);
    assertThat(image.getRaster().getSample(5, 14, 0)).isZero();
  }

  @Test
  void probabilitiesOfAnotherSizeAreRefused() {
    Path file = folder.resolve("probabilities/00000.npy");
    AtomicFile.write(file, out -> NpyFile.write(out, new float[8], 2, 2, 2));
    assertThatThrownBy(
            () -> export(ExportFormat.MATTES, ExportOptions.defaults(), folder.resolve("out")))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("00000.npy: is of shape [2, 2, 2], not [objects, 29, 37].");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void withoutProbabilitiesTheEdgeIsSoftAndTheRestExact() throws IOException {
    Path out = folder.resolve("out");
    export(ExportFormat.MATTES, ExportOptions.builder().matteBits(16).build(), out);
    int between = 0;
    for (int frame : Shot.MASKED) {
      for (ExportObject object : Shot.OBJECTS) {
        Path file = ObjectFolders.of(out, object).resolve("0000" + frame + ".png");
        BufferedImage image = ImageIO.read(file.toFile());
        LabelMap mask = Shot.mask(frame);
        for (int p = 0; p < PIXELS; p++) {
          int x = p % Shot.WIDTH;
          int y = p / Shot.WIDTH;
          int sample = image.getRaster().getSample(x, y, 0);
          boolean inside = mask.at(x, y) == object.label();
          if (isUniform(mask, object.label(), x, y)) {
            assertThat(sample).isEqualTo(inside ? 65535 : 0);
          } else {
            between += sample > 0 && sample < 65535 ? 1 : 0;
          }
        }
      }
    }
    assertThat(between).isGreaterThan(1000);
  }

  private static boolean isUniform(LabelMap mask, int label, int x, int y) {
    boolean inside = mask.at(x, y) == label;
    for (int v = Math.max(0, y - SoftEdge.REACH);
        v <= Math.min(Shot.HEIGHT - 1, y + SoftEdge.REACH);
        v++) {
      for (int u = Math.max(0, x - SoftEdge.REACH);
          u <= Math.min(Shot.WIDTH - 1, x + SoftEdge.REACH);
          u++) {
        if ((mask.at(u, v) == label) != inside) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void aSoftEdgeFollowsThePicturesOwn() {
    // the mask ends two pixels too far to the right
    int width = 40;
    byte[] rgb = new byte[3 * width * 30];
    boolean[] inside = new boolean[width * 30];
    for (int p = 0; p < inside.length; p++) {
      inside[p] = p % width < 21;
      if (p % width < 20) {
        rgb[3 * p] = rgb[3 * p + 1] = rgb[3 * p + 2] = (byte) 220;
      }
    }
    float[] alpha = SoftEdge.of(inside, new Box(0, 0, 21, 30), rgb, width, 30);
    assertThat(alpha[15 * width + 19]).isGreaterThan(0.75f);
    assertThat(alpha[15 * width + 20]).isLessThan(0.5f);
    assertThat(alpha[15 * width + 10]).isEqualTo(1);
    assertThat(alpha[15 * width + 30]).isEqualTo(0);
  }

  @Test
  void aLayerThatIsNoPictureIsRefused() {
    Path text = folder.resolve("layer.txt");
    AtomicFile.write(text, out -> out.write(new byte[] {1, 2, 3}));
    assertThatThrownBy(
            () -> export(ExportFormat.LAYER, hard().layer(text).build(), folder.resolve("out.mp4")))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("layer.txt");
    RgbFile.write(folder.resolve("ok.png"), new byte[3], 1, 1);
    export(
        ExportFormat.LAYER,
        hard().layer(folder.resolve("ok.png")).build(),
        folder.resolve("ok.mp4"));
    assertThat(folder.resolve("ok.mp4")).exists();
  }
}
