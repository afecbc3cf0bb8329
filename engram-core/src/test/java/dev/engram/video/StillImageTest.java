package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.testing.Shared;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StillImageTest {
  private static final int WIDTH = 37;
  private static final int HEIGHT = 23;

  @TempDir Path folder;

  private static BufferedImage noise(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    fill(image.getRaster());
    return image;
  }

  private static void fill(WritableRaster raster) {
    Random random = new Random(7);
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int x = 0; x < raster.getWidth(); x++) {
        for (int b = 0; b < raster.getNumBands(); b++) {
          raster.setSample(x, y, b, random.nextInt(1 << raster.getSampleModel().getSampleSize(b)));
        }
      }
    }
  }

  private Path write(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("image." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static void assertChannel(StillImage image, int x, int y, int c, int expected) {
    assertThat(image.rgb()[3 * (y * image.width() + x) + c] & 0xFF).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"png", "bmp", "tiff"})
  void losslessFormatsComeOutBitForBit(String format) throws IOException {
    BufferedImage written = noise(BufferedImage.TYPE_3BYTE_BGR);
    StillImage read = StillImage.read(write(written, format));
    assertThat(read.width()).isEqualTo(WIDTH);
    assertThat(read.height()).isEqualTo(HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < 3; c++) {
          assertChannel(read, x, y, c, written.getRaster().getSample(x, y, c));
        }
      }
    }
  }

  @Test
  void alphaIsIgnoredEvenWhereNothingShows() throws IOException {
    BufferedImage written = new BufferedImage(2, 1, BufferedImage.TYPE_4BYTE_ABGR);
    written.setRGB(0, 0, 0x00123456);
    written.setRGB(1, 0, 0x80FEDCBA);
    assertThat(StillImage.read(write(written, "png")).rgb())
        .containsExactly(0x12, 0x34, 0x56, 0xFE, 0xDC, 0xBA);
  }

  @Test
  void greyKeepsItsValue() throws IOException {
    BufferedImage written = noise(BufferedImage.TYPE_BYTE_GRAY);
    StillImage read = StillImage.read(write(written, "png"));
    for (int x = 0; x < WIDTH; x++) {
      for (int c = 0; c < 3; c++) {
        assertChannel(read, x, 5, c, written.getRaster().getSample(x, 5, 0));
      }
    }
  }

  @Test
  void sixteenBitsKeepTheirUpperEight() throws IOException {
    BufferedImage written = noise(BufferedImage.TYPE_USHORT_GRAY);
    StillImage read = StillImage.read(write(written, "png"));
    assertChannel(read, 3, 4, 1, written.getRaster().getSample(3, 4, 0) >> 8);
  }

  @Test
  void palettesAreResolved() throws IOException {
    byte[] reds = {10, 20};
    byte[] greens = {30, 40};
    byte[] blues = {50, 60};
    IndexColorModel palette = new IndexColorModel(1, 2, reds, greens, blues);
    BufferedImage written = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    written.getRaster().setSample(1, 0, 0, 1);
    assertThat(StillImage.read(write(written, "png")).rgb())
        .containsExactly(10, 30, 50, 20, 40, 60);
  }

  @Test
  void fourInksBecomeRgb() throws IOException {
    WritableRaster inks = Raster.createInterleavedRaster(0, 16, 16, 4, null);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        inks.setPixel(x, y, new int[] {255, 0, 100, 51});
      }
    }
    Path file = folder.resolve("inks.jpg");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(inks, null, null), null);
    } finally {
      writer.dispose();
    }
    byte[] rgb = StillImage.read(file).rgb();
    assertThat(rgb[0] & 0xFF).isLessThan(3);
    assertThat(rgb[1] & 0xFF).isBetween(202, 206);
    assertThat(rgb[2] & 0xFF).isBetween(121, 127);
  }

  @Test
  void cameraOrientationIsApplied() throws IOException {
    BufferedImage written = new BufferedImage(32, 16, BufferedImage.TYPE_3BYTE_BGR);
    written.createGraphics().fillRect(0, 0, 16, 16);
    byte[] jpeg = Files.readAllBytes(write(written, "jpg"));
    byte[] exif = {
      (byte) 0xFF,
      (byte) 0xE1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      6,
      0,
      0,
      0,
      0,
      0,
      0
    };
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    turned.write(jpeg, 0, 2);
    turned.writeBytes(exif);
    turned.write(jpeg, 2, jpeg.length - 2);
    Path file = folder.resolve("turned.jpg");
    Files.write(file, turned.toByteArray());
    StillImage read = StillImage.read(file);
    assertThat(read.width()).isEqualTo(16);
    assertThat(read.height()).isEqualTo(32);
    assertThat(read.rgb()[0] & 0xFF).isGreaterThan(250);
    assertThat(read.rgb()[3 * 16 * 31] & 0xFF).isLessThan(5);
  }

  @Test
  void webpIsReadThroughFfmpeg() {
    Path file = folder.resolve("image.webp");
    new TestClip("webp", "libwebp", "", 64, 48, 1).write(file);
    StillImage read = StillImage.read(file);
    assertThat(read.width()).isEqualTo(64);
    assertThat(read.height()).isEqualTo(48);
    assertThat(read.rgb()[0] & 0xFF).isBetween(15, 25);
  }

  @ParameterizedTest
  @CsvSource({
    "jpg,0.2",
    "jpg,0.5",
    "jpg,0.9",
    "jpg,0.99",
    "png,0.2",
    "png,0.5",
    "png,0.9",
    "bmp,0.5",
    "tiff,0.5",
    "webp,0.5"
  })
  void aFileThatIsCutShortIsRefusedByName(String format, double part) throws IOException {
    Path whole = folder.resolve("image." + format);
    if (format.equals("webp")) {
      new TestClip("webp", "libwebp", "", 64, 48, 1).write(whole);
    } else {
      write(noise(BufferedImage.TYPE_3BYTE_BGR), format);
    }
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut." + format);
    Files.write(cut, Arrays.copyOf(bytes, (int) (bytes.length * part)));
    assertThatThrownBy(() -> StillImage.read(cut))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(cut.toString())
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "this is text", "\u0089PNG\r\n"})
  void whatIsNoImageIsRefusedByName(String content) throws IOException {
    Path file = folder.resolve("a.png");
    Files.writeString(file, content, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> StillImage.read(file))
        .isInstanceOf(EngramException.class)
        .hasMessageStartingWith(file.toString());
  }

  @Test
  void anAbsurdSizeIsRefusedBeforeItIsAllocated() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(0x89504E470D0A1A0AL);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeBytes("IHDR");
    fields.writeInt(100_000);
    fields.writeInt(100_000);
    fields.write(new byte[] {8, 2, 0, 0, 0});
    out.writeInt(13);
    out.write(header.toByteArray());
    CRC32 crc = new CRC32();
    crc.update(header.toByteArray());
    out.writeInt((int) crc.getValue());
    out.writeInt(0);
    out.writeBytes("IDAT");
    Path file = folder.resolve("bomb.png");
    Files.write(file, bytes.toByteArray());
    assertThatThrownBy(() -> StillImage.read(file))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("bomb.png: claims to be 100000x100000");
  }

  @Test
  void goldenPngFramesAreDecodedExactly() throws IOException {
    try (Stream<Path> files = Files.list(Shared.file("golden/sequence-two-objects/JPEGImages"))) {
      for (Path file : files.sorted().limit(4).toList()) {
        BufferedImage expected = ImageIO.read(file.toFile());
        int[] samples =
            expected
                .getRaster()
                .getPixels(0, 0, expected.getWidth(), expected.getHeight(), (int[]) null);
        byte[] rgb = StillImage.read(file).rgb();
        assertThat(rgb).hasSize(samples.length);
        for (int i = 0; i < samples.length; i++) {
          if ((rgb[i] & 0xFF) != samples[i]) {
            assertThat(rgb[i] & 0xFF).as("%s sample %d", file, i).isEqualTo(samples[i]);
          }
        }
      }
    }
  }
}
