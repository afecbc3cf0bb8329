package dev.engram.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipsTest {
  private static final ClipSource.Request REQUEST = new ClipSource.Request(3, 64, 2, 5, 1);
  private static final Augmentation MOVED =
      new Augmentation(
          0.6,
          1,
          new Augmentation.Motion(0.1, 0.3, 10, 5),
          new Augmentation.Motion(0.05, 0.05, 5, 5),
          0.4,
          0.02,
          new Augmentation.Colour(0.1, 0.1, 0.1, 0.05, 0.1),
          new Augmentation.Colour(0.05, 0.05, 0.05, 0, 0));
  private static final Clips.Mix MIX = new Clips.Mix(0.4, 0.2);
  private static final Clips.Settings SETTINGS =
      new Clips.Settings(120, 1 << 26, 0.5, 0.5, 0.5, MOVED, MOVED);

  @TempDir Path folder;

  /** Static images and one video of a made-up scene. */
  static void writeData(Path folder, int frames) {
    ProceduralScene scene = ProceduralScene.of(3, 2, 1, 1.5);
    for (int i = 0; i < frames; i++) {
      byte[] rgb = new byte[150 * 100 * 3];
      byte[] labels = new byte[150 * 100];
      scene.draw(i, 150, 100, rgb, labels);
      LabelMap map = LabelMap.ofBytes(150, 100, labels);
      RgbFile.write(folder.resolve("static/images/" + i + ".png"), rgb, 150, 100);
      MaskWriter.write(folder.resolve("static/masks/" + i + ".png"), map, Palette.davis());
      RgbFile.write(folder.resolve("video/JPEGImages/a/" + i + ".png"), rgb, 150, 100);
      MaskWriter.write(folder.resolve("video/Annotations/a/" + i + ".png"), map, Palette.davis());
    }
  }

  private Clips open() {
    return Clips.open(
        List.of(folder.resolve("static")),
        List.of(new VideoFolders.Source(folder.resolve("video"), null)),
        SETTINGS);
  }

  @Test
  void aClipDependsOnTheRandomNumbersAlone() {
    writeData(folder, 8);
    for (int seed = 0; seed < 8; seed++) {
      Clip first = open().clip(new SplittableRandom(seed), REQUEST, MIX);
      Clip again = open().clip(new SplittableRandom(seed), REQUEST, MIX);
      assertThat(again.rgb()).isEqualTo(first.rgb());
      assertThat(again.labels()).isEqualTo(first.labels());
    }
  }

  @Test
  void labelsStayWithinTheAskedObjectsAndTheFirstFrameHasOne() {
    writeData(folder, 8);
    Clips clips = open();
    for (int seed = 0; seed < 30; seed++) {
      Clip clip = clips.clip(new SplittableRandom(seed), REQUEST, MIX);
      int present = 0;
      for (byte label : clip.labels()) {
        assertThat(label).isBetween((byte) 0, (byte) 2);
      }
      for (int label = 1; label <= 2; label++) {
        present += clip.area(0, label) > 0 ? 1 : 0;
      }
      assertThat(present).as("objects of clip " + seed).isPositive();
    }
  }

  @Test
  void somethingPassesOverATargetAndItIsSeenAgain() {
    Clip square = TestClips.squares(1, 1, 96, 1).get(0);
    Picture picture = new Picture(96, 96, square.rgb(), square.labels(), 1);
    ClipMaker maker = new ClipMaker(new Cutouts(random -> picture), 0, 1);
    ClipSource.Request request = new ClipSource.Request(7, 96, 1, 1, 1);
    Augmentation still = Augmentation.none();
    for (int seed = 0; seed < 10; seed++) {
      Clip clip =
          maker.make(
              new SplittableRandom(seed),
              request,
              still,
              random -> Cropping.shots(random, Collections.nCopies(7, picture), 96, still));
      assertThat(IntStream.range(0, 7).map(frame -> clip.area(frame, 1)))
          .as("areas of clip " + seed)
          .anyMatch(area -> area < 0.05 * square.area(0, 1));
      assertThat(clip.area(0, 1)).isPositive();
      assertThat(clip.area(6, 1)).isPositive();
    }
  }

  @Test
  void anImageWithoutAMaskIsNamed() throws Exception {
    writeData(folder, 3);
    Files.delete(folder.resolve("static/masks/1.png"));
    assertThatThrownBy(this::open)
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("1.png: has no mask in");
  }

  @Test
  void aMaskOfAnotherSizeIsNamed() {
    writeData(folder, 2);
    LabelMap other = LabelMap.of(20, 10, new int[200]);
    MaskWriter.write(folder.resolve("static/masks/0.png"), other, Palette.davis());
    MaskWriter.write(folder.resolve("static/masks/1.png"), other, Palette.davis());
    assertThatThrownBy(() -> open().clip(new SplittableRandom(1), REQUEST, new Clips.Mix(0, 0)))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("20x10, but its image is 150x100");
  }

  @Test
  void missingAndEmptyFoldersAreNamed() throws Exception {
    assertThatThrownBy(this::open)
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("no such folder");
    Files.createDirectories(folder.resolve("static/images"));
    Files.createDirectories(folder.resolve("static/masks"));
    assertThatThrownBy(this::open)
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("holds no image");
  }

  @Property(tries = 200)
  void jumpsStayWithinTheVideoAndTheirReach(
      @ForAll @IntRange(min = 2, max = 60) int length,
      @ForAll @IntRange(min = 2, max = 8) int frames,
      @ForAll @IntRange(min = 1, max = 20) int reach,
      @ForAll long seed) {
    ClipSource.Request request = new ClipSource.Request(frames, 64, 1, reach, 0);
    List<Integer> chosen = VideoClips.frames(new SplittableRandom(seed), request, video(length));
    assertThat(chosen).hasSize(frames).allMatch(frame -> frame >= 0 && frame < length);
    for (int i = 1; i < frames; i++) {
      assertThat(Math.abs(chosen.get(i) - chosen.get(i - 1))).isLessThanOrEqualTo(reach);
    }
  }

  private static VideoFolders.Video video(int length) {
    List<String> names =
        java.util.stream.IntStream.range(0, length).mapToObj(i -> i + ".png").toList();
    return new VideoFolders.Video(Path.of("images"), Path.of("masks"), names, names, 1);
  }

  @Test
  void anUprightCropOfThePicturesSizeIsThePicture() {
    Clip clip = TestClips.squares(1, 1, 32, 2).get(0);
    Picture picture = new Picture(32, 32, clip.rgb(), clip.labels(), 2);
    float[] rgb = new float[32 * 32 * 3];
    byte[] labels = new byte[32 * 32];
    Warp.of(new Warp.Pose(16, 16, 32, 0, 0, false), 32, null).render(picture, 32, rgb, labels);
    assertThat(labels).isEqualTo(clip.labels());
    for (int i = 0; i < rgb.length; i++) {
      assertThat(rgb[i]).isCloseTo(clip.rgb()[i] & 0xff, within(1e-3f));
    }
  }

  @Test
  void noJitterChangesNothing() {
    float[] rgb = {10, 200, 30, 90, 90, 90};
    new ColourJitter(1, 1, 1, 0).apply(rgb);
    float[] before = {10, 200, 30, 90, 90, 90};
    for (int i = 0; i < rgb.length; i++) {
      assertThat(rgb[i]).isCloseTo(before[i], within(1.5f));
    }
  }
}
