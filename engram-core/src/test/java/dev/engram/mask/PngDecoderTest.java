package dev.engram.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PngDecoderTest {
  @Property(tries = 150)
  void everySampleOfEveryFormIsReadAsItWasWritten(
      @ForAll @IntRange(min = 1, max = 21) int width,
      @ForAll @IntRange(min = 1, max = 19) int height,
      @ForAll boolean interlaced,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    int[] types = {
      BufferedImage.TYPE_BYTE_GRAY,
      BufferedImage.TYPE_USHORT_GRAY,
      BufferedImage.TYPE_3BYTE_BGR,
      BufferedImage.TYPE_4BYTE_ABGR
    };
    for (int type : types) {
      int bands = new BufferedImage(1, 1, type).getRaster().getNumBands();
      int limit = type == BufferedImage.TYPE_USHORT_GRAY ? 65536 : 256;
      int[][] samples = new int[width * height][bands];
      int[] expected = new int[width * height];
      for (int i = 0; i < samples.length; i++) {
        for (int c = 0; c < bands; c++) {
          samples[i][c] = random.nextInt(limit);
        }
        if (bands == 4) {
          samples[i][3] = random.nextInt(3);
        }
        expected[i] = samples[i][0];
        if (bands >= 3) {
          expected[i] = samples[i][0] << 16 | samples[i][1] << 8 | samples[i][2];
        }
        if (bands == 4 && samples[i][3] == 0) {
          expected[i] = 0;
        }
      }
      BufferedImage image = Samples.image(type, width, height, samples);
      RawImage raw = PngDecoder.decode(Samples.encode("png", image, interlaced));
      assertThat(raw.width).isEqualTo(width);
      assertThat(raw.height).isEqualTo(height);
      assertThat(raw.values()).containsExactly(expected);
    }
  }

  @Property(tries = 60)
  void indicesOfOneToEightBitsAndTheirColoursAreReadAsWritten(
      @ForAll @IntRange(min = 1, max = 21) int width,
      @ForAll @IntRange(min = 1, max = 19) int height,
      @ForAll @IntRange(min = 0, max = 3) int exponent,
      @ForAll boolean interlaced,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    int bits = 1 << exponent;
    int[] palette = IntStream.range(0, 1 << bits).map(i -> random.nextInt() | 0xFF000000).toArray();
    int[] indices =
        IntStream.range(0, width * height).map(i -> random.nextInt(1 << bits)).toArray();
    BufferedImage image = Samples.indexed(bits, width, height, palette, indices);
    RawImage raw = PngDecoder.decode(Samples.encode("png", image, interlaced));
    assertThat(raw.kind).isEqualTo(RawImage.Kind.INDEXED);
    assertThat(raw.values()).containsExactly(indices);
    assertThat(raw.palette).containsExactly(palette);
  }

  @Test
  void aFileCutOffAnywhereIsRefused() {
    byte[] whole = smallPng();
    for (int length = 8; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> PngDecoder.decode(cut))
          .as("cut to %d of %d bytes", length, whole.length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aByteChangedAnywhereIsNoticedOrDoesNotMatter() throws IOException {
    byte[] whole = smallPng();
    int[] pixels = PngDecoder.decode(whole).values();
    for (int i = 8; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 0x41;
      try {
        assertThat(PngDecoder.decode(changed).values()).containsExactly(pixels);
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void aHeaderThatPromisesMoreThanTheFileCanHoldIsRefusedBeforeAnythingIsAllocated() {
    int[][] bombs = {{32768, 8192}, {32769, 1}, {30000, 30000}, {2147483647, 2147483647}, {-1, 5}};
    for (int[] bomb : bombs) {
      byte[] png = smallPng();
      ByteBuffer.wrap(png).putInt(16, bomb[0]).putInt(20, bomb[1]);
      java.util.zip.CRC32 checksum = new java.util.zip.CRC32();
      checksum.update(png, 12, 17);
      ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());
      assertThatThrownBy(() -> PngDecoder.decode(png)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void labelsAboveThePalettesEndAreKept() throws IOException {
    byte[] twoColours = {0, 0, 0, 1, 2, 3};
    RawImage raw =
        PngDecoder.decode(Samples.png(2, 1, 8, 3, twoColours, new byte[0], new byte[] {0, 1, 5}));
    assertThat(raw.values()).containsExactly(1, 5);
    assertThat(raw.palette).hasSize(256).startsWith(0xFF000000, 0xFF010203);
    assertThat(raw.palette[5]).isEqualTo(0xFF000000 | Palette.davisColour(5));
  }

  @Test
  void greyOfFewBitsIsNotScaled() throws IOException {
    assertThat(grey(5, 2, new byte[0], 0, 0b00011011, 0b01000000)).containsExactly(0, 1, 2, 3, 1);
    assertThat(grey(3, 4, new byte[0], 0, 0x0F, 0x70)).containsExactly(0, 15, 7);
    assertThat(grey(9, 1, new byte[0], 0, 0b10110000, 0b10000000))
        .containsExactly(1, 0, 1, 1, 0, 0, 0, 0, 1);
  }

  @Test
  void theColourThatAFileCallsTransparentIsBackground() throws IOException {
    assertThat(grey(3, 8, new byte[] {0, 7}, 0, 7, 8, 7)).containsExactly(0, 8, 0);
    byte[] red = {0, (byte) 255, 0, 0, 0, 0};
    byte[] rows = {0, (byte) 255, 0, 0, (byte) 255, 0, 1};
    assertThat(PngDecoder.decode(Samples.png(2, 1, 8, 2, new byte[0], red, rows)).values())
        .containsExactly(0, 0xFF0001);
  }

  @Test
  void coloursOf16BitsCountByTheirUpperHalf() throws IOException {
    byte[] rows = {0, 1, 2, 3, 4, 5, 6};
    assertThat(PngDecoder.decode(Samples.png(1, 1, 16, 2, new byte[0], new byte[0], rows)).values())
        .containsExactly(0x010305);
  }

  private static int[] grey(int width, int bits, byte[] transparent, int... row)
      throws IOException {
    byte[] bytes = new byte[row.length];
    for (int i = 0; i < row.length; i++) {
      bytes[i] = (byte) row[i];
    }
    return PngDecoder.decode(Samples.png(width, 1, bits, 0, new byte[0], transparent, bytes))
        .values();
  }

  private static byte[] smallPng() {
    int[] palette = {0xFF000000, 0xFFFF0000, 0xFF00FF00, 0xFF0000FF};
    int[] indices = IntStream.range(0, 13 * 11).map(i -> i * i / 17 % 4).toArray();
    return Samples.encode("png", Samples.indexed(8, 13, 11, palette, indices), false);
  }
}
