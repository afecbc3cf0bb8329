package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.common.NaturalOrder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderSourceTest {
  @TempDir Path folder;

  private void image(String name, int width, int height, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb);
    }
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  @Test
  void framesComeInNaturalOrderWithTheirStemsAsNames() throws IOException {
    image("frame10.png", 8, 6, 10);
    image("frame9.PNG", 8, 6, 9);
    image("frame1.Png", 8, 6, 1);
    try (FrameSource source = FrameSources.open(folder.toString())) {
      assertThat(source.names()).containsExactly("frame1", "frame9", "frame10");
      assertThat(source.frameCount()).isEqualTo(3);
      assertThat(source.width()).isEqualTo(8);
      assertThat(source.height()).isEqualTo(6);
      List<Integer> blues = new ArrayList<>();
      for (Frame frame = source.next(); frame != null; frame = source.next()) {
        assertThat(frame.name()).isEqualTo(source.names().get((int) frame.index()));
        assertThat(frame.timestampMicros()).isEqualTo(frame.index() * 40_000);
        blues.add((int) frame.rgb()[2]);
      }
      assertThat(blues).containsExactly(1, 9, 10);
      assertThat(source.next()).isNull();
    }
  }

  @Test
  void hiddenFilesOtherFilesAndSubfoldersAreIgnored() throws IOException {
    image("b.png", 4, 4, 1);
    image(".a.png", 4, 4, 2);
    Files.writeString(folder.resolve("notes.txt"), "x");
    Files.writeString(folder.resolve("png"), "x");
    Files.createDirectory(folder.resolve("sub.png"));
    try (FrameSource source = FrameSources.open(folder.toString())) {
      assertThat(source.names()).containsExactly("b");
    }
  }

  @Test
  void aFolderWithoutImagesIsRefused() {
    assertThatThrownBy(() -> FrameSources.open(folder.toString()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining(folder + ": holds no image");
  }

  @Test
  void twoFilesOfOneStemAreRefusedByName() throws IOException {
    image("00001.png", 4, 4, 1);
    image("00001.bmp", 4, 4, 1);
    assertThatThrownBy(() -> FrameSources.open(folder.toString()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("00001.png")
        .hasMessageContaining("00001.bmp");
  }

  @Test
  void aFrameOfAnotherSizeIsRefusedAfterTheGoodOnes() throws IOException {
    image("a.png", 8, 6, 1);
    image("b.png", 6, 8, 1);
    try (FrameSource source = FrameSources.open(folder.toString())) {
      assertThat(source.next()).isNotNull();
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(source::next)
            .isInstanceOf(EngramException.class)
            .hasMessageContaining("b.png (frame 1): 6x8")
            .hasMessageContaining("8x6");
      }
    }
  }

  @Test
  void skippedFramesCountButAreNotRead() throws IOException {
    image("a.png", 8, 6, 1);
    Files.writeString(folder.resolve("b.png"), "broken");
    image("c.png", 8, 6, 3);
    try (FrameSource source = FrameSources.open(folder.toString())) {
      assertThat(source.skip(2)).isEqualTo(2);
      assertThat(source.next().index()).isEqualTo(2);
      assertThat(source.skip(5)).isZero();
    }
  }

  @Test
  void aSingleImageIsOneFrame() throws IOException {
    image("photo.png", 5, 7, 1);
    try (FrameSource source = FrameSources.open(folder.resolve("photo.png").toString())) {
      assertThat(source.frameCount()).isEqualTo(1);
      assertThat(source.next().name()).isEqualTo("photo");
      assertThat(source.next()).isNull();
    }
  }

  @Property(tries = 500)
  void naturalOrderIsATotalOrder(
      @ForAll
          @StringLength(max = 5)
          @CharRange(from = '0', to = '3')
          @CharRange(from = 'A', to = 'B')
          @CharRange(from = 'a', to = 'b')
          String a,
      @ForAll
          @StringLength(max = 5)
          @CharRange(from = '0', to = '3')
          @CharRange(from = 'A', to = 'B')
          @CharRange(from = 'a', to = 'b')
          String b,
      @ForAll
          @StringLength(max = 5)
          @CharRange(from = '0', to = '3')
          @CharRange(from = 'A', to = 'B')
          @CharRange(from = 'a', to = 'b')
          String c) {
    int ab = Integer.signum(NaturalOrder.COMPARATOR.compare(a, b));
    int bc = Integer.signum(NaturalOrder.COMPARATOR.compare(b, c));
    assertThat(Integer.signum(NaturalOrder.COMPARATOR.compare(b, a))).isEqualTo(-ab);
    assertThat(ab == 0).isEqualTo(a.equals(b));
    if (ab == bc) {
      assertThat(Integer.signum(NaturalOrder.COMPARATOR.compare(a, c))).isEqualTo(ab);
    }
  }

  @Test
  void numbersOfAnyLengthCompareByValue() {
    List<String> names =
        new ArrayList<>(List.of("f100000000000000000000", "F2", "f10", "f02", "f2", "e", "f"));
    names.sort(NaturalOrder.COMPARATOR);
    assertThat(names).containsExactly("e", "f", "F2", "f02", "f2", "f10", "f100000000000000000000");
  }
}
