package dev.engram.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import dev.engram.testing.TinyClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskImportTest {
  private static final TinyClip CLIP = TinyClip.small();
  private static final int RED = 0xF01020;
  private static final int GREEN = 0x20E040;

  @TempDir Path folder;
  private Path frames;
  private Path masks;

  @BeforeEach
  void prepare() {
    frames = CLIP.writeFolder(folder.resolve("frames"), 20);
    masks = folder.resolve("masks");
  }

  private Path picture(String name, IntBinaryOperator rgb) {
    byte[] pixels = new byte[3 * 64 * 48];
    for (int i = 0; i < 64 * 48; i++) {
      int colour = rgb.applyAsInt(i % 64, i / 64);
      pixels[3 * i] = (byte) (colour >> 16);
      pixels[3 * i + 1] = (byte) (colour >> 8);
      pixels[3 * i + 2] = (byte) colour;
    }
    RgbFile.write(masks.resolve(name), pixels, 64, 48);
    return masks.resolve(name);
  }

  /** A disc with a soft edge, and a square beside it. */
  private static int painted(int x, int y) {
    double inside = 12.5 - Math.hypot(x - 20.3, y - 24.1);
    double share = Math.max(0, Math.min(1, inside));
    if (x > 45 && y > 20 && x < 60 && y < 40) {
      return GREEN;
    }
    int r = (int) Math.round(share * (RED >> 16));
    int g = (int) Math.round(share * (RED >> 8 & 255));
    int b = (int) Math.round(share * (RED & 255));
    return r << 16 | g << 8 | b;
  }

  private MaskImport understood() {
    return MaskImport.of(frames, masks);
  }

  private Project written() {
    return understood().write(folder.resolve("project"), false, false);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::understood)
        .isInstanceOf(EngramException.class)
        .hasMessageContaining(message);
  }

  @Test
  void namesOfAllKindsFindTheirFrames() {
    for (String name :
        new String[] {
          "clip_0012_mask.png", "frame_7 copy.png", "frame_8 copy 2.png", "00003.png"
        }) {
      CLIP.writeMask(masks.resolve(name), 1);
    }
    assertThat(understood().rows()).extracting(MaskImport.Row::frame).containsExactly(3, 7, 8, 12);
    assertThat(understood().rows())
        .extracting(MaskImport.Row::frameName)
        .containsExactly("00003", "00007", "00008", "00012");
  }

  @Test
  void softEdgesAreSnappedToTheNearestObject() {
    picture("shot_4.png", MaskImportTest::painted);
    MaskImport found = understood();

    assertThat(found.objects())
        .extracting(MaskImport.ImportedObject::rgb)
        .containsExactly(GREEN, RED);
    assertThat(found.strays()).isNotEmpty();
    assertThat(found.strays()).allSatisfy(stray -> assertThat(stray.standsFor()).isIn(0, RED));

    LabelMap map = written().readReference(4).labels();
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 64; x++) {
        double distance = Math.hypot(x - 20.3, y - 24.1);
        int expected = painted(x, y) == GREEN ? 1 : distance < 12 ? 2 : 0;
        assertThat(map.at(x, y)).as("%d, %d", x, y).isEqualTo(expected);
      }
    }
  }

  /** A disc on four times as many pixels, brought down: shades of a quarter, a half, three. */
  @Test
  void edgesThatWereAveragedAreNoObjectsThoughSquaresOfOneShadeAreThere() {
    picture(
        "4.png",
        (x, y) -> {
          int inside = 0;
          for (int i = 0; i < 4; i++) {
            double dx = 2 * x + i % 2 - 60.5;
            double dy = 2 * y + i / 2 - 48.5;
            inside += Math.abs(dx) + 0.02 * dy * dy / 2 < 40 ? 1 : 0;
          }
          return (RED >> 16 & 255) * inside / 4 << 16
              | (RED >> 8 & 255) * inside / 4 << 8
              | (RED & 255) * inside / 4;
        });
    assertThat(understood().objects())
        .extracting(MaskImport.ImportedObject::rgb)
        .containsExactly(RED);
  }

  @Test
  void fewStrayPixelsAreNoObject() {
    picture("2.png", (x, y) -> x == 3 && y == 3 ? 0x4060FF : y > 4 ? RED : 0);
    MaskImport found = understood();

    assertThat(found.objects()).hasSize(1);
    assertThat(found.strays())
        .singleElement()
        .satisfies(stray -> assertThat(stray.pixels()).isEqualTo(1));
  }

  @Test
  void softEdgesOfBlackAndWhiteAreCutAtTheHalf() {
    picture(
        "0.png",
        (x, y) -> {
          double share = Math.max(0, Math.min(1, (14.5 - Math.hypot(x - 30, y - 24)) / 2));
          return (int) Math.round(255 * share) * 0x010101;
        });
    LabelMap map = written().readReference(0).labels();

    assertThat(map.labels()).hasSize(1);
    assertThat(map.area(map.maxLabel())).isBetween(550, 580);
  }

  @Test
  void theNoiseOfJpegIsNoObject() {
    picture("4.jpg", MaskImportTest::painted);
    LabelMap map = written().readReference(4).labels();

    assertThat(map.labels()).hasSize(2);
    assertThat(map.area(map.at(52, 30))).isBetween(240, 300);
    assertThat(map.area(map.at(20, 24))).isBetween(420, 490);
  }

  @Test
  void paletteFilesOfSoftEdgesAreReadByTheirColours() {
    Map<Integer, Integer> shades = new HashMap<>();
    int[] indices = new int[64 * 48];
    for (int i = 0; i < indices.length; i++) {
      int rgb = painted(i % 64, i / 64);
      if (rgb >> 16 >= 32) {
        indices[i] = shades.computeIfAbsent(rgb, unused -> shades.size() + 1);
      }
    }
    Map<Integer, Integer> palette = new HashMap<>();
    shades.forEach((rgb, index) -> palette.put(index, rgb));
    MaskWriter.write(
        masks.resolve("4.png"), LabelMap.of(64, 48, indices), Palette.ofColours(palette));

    assertThat(understood().objects())
        .extracting(MaskImport.ImportedObject::rgb)
        .containsExactlyInAnyOrder(RED, GREEN);
  }

  @Test
  void exactLabelsAreNeverJudged() {
    int[] labels = new int[64 * 48];
    labels[70] = 2;
    Arrays.fill(labels, 1000, 3000, 1);
    LabelMap map = LabelMap.of(64, 48, labels);
    MaskWriter.write(masks.resolve("5.png"), map, Palette.davis());
    picture("6.png", (x, y) -> map.at(x, y) == 1 ? 0x800000 : map.at(x, y) == 2 ? 0x8000 : 0);
    picture("7.png", (x, y) -> map.at(x, y) == 1 ? 0x800000 : map.at(x, y) == 2 ? 0x8000 : 0);

    Project project = written();

    assertThat(understood().strays()).isEmpty();
    assertThat(project.readReference(5).labels()).isEqualTo(map);
    assertThat(project.readReference(6).labels()).isEqualTo(map);
  }

  @Test
  void labelsOfCvatGiveNamesAndNumbers() throws IOException {
    picture("SegmentationClass/frame_000011.png", MaskImportTest::painted);
    Files.writeString(
        masks.resolve("labelmap.txt"),
        """
        # label:color_rgb:parts:actions
        background:0,0,0::
        chair:240,16,32::
        cup:1,2,3::
        dog:32,224,64::
        """);

    Project project = written();

    assertThat(project.objects())
        .containsExactly(new ProjectObject(1, "chair"), new ProjectObject(3, "dog"));
    assertThat(project.readReference(11).labels().labels()).containsExactly(1, 3);
    assertThat(MaskImport.of(frames, masks.resolve("SegmentationClass")).objects())
        .extracting(MaskImport.ImportedObject::name)
        .containsExactly("chair", "dog");
  }

  @Test
  void aColourThatCvatDoesNotListIsRefused() throws IOException {
    Path mask = picture("SegmentationClass/frame_000011.png", MaskImportTest::painted);
    Path labels = masks.resolve("labelmap.txt");
    Files.writeString(labels, "background:0,0,0::\nchair:240,16,32::\n");
    assertRefused(mask + ": shows the colour 32,224,64 (266 pixels), which labelmap.txt does not");

    Files.writeString(labels, "background:0,0,0::\nchair;240,16,32::\n");
    assertRefused(labels + " (line 2): is not name:red,green,blue::");
    Files.writeString(labels, "chair:240,16,320::\n");
    assertRefused(labels + " (line 1): 320 is no colour.");
    Files.writeString(labels, "chair:0,0,0::\n");
    assertRefused(labels + " (line 1): chair is black, which is the background.");
  }

  @Test
  void foldersOfObjectsAreOneMaskAFrame() {
    CLIP.writeMask(masks.resolve("1/00004.png"), 255);
    CLIP.writeMask(masks.resolve("2/00004.png"), 9, 255);
    assertThat(written().readReference(4).labels().labels()).containsExactly(1, 2);
  }

  @Test
  void aMaskWithoutObjectsIsLeftOut() {
    CLIP.writeMask(masks.resolve("00001.png"), 1);
    CLIP.writeMask(masks.resolve("00002.png"));

    assertThat(understood().rows().get(1).areas()).isEmpty();
    assertThat(written().references()).hasSize(1);
  }

  @Test
  void picturesAndEmptyMasksAreRefused() throws IOException {
    Path photo = picture("1.png", (x, y) -> (x * 4) << 16 | (y * 5) << 8 | (x ^ y));
    assertRefused(photo + ": not a mask of flat colours");
    Files.delete(photo);
    CLIP.writeMask(masks.resolve("00002.png"));
    assertRefused(masks + ": no mask shows an object.");
    CLIP.writeMask(masks.resolve("00020.png"), 1);
    assertRefused("00020.png: belongs to no frame");
  }

  @Test
  void framesAreCopiedOnRequestAndMoveWithTheProject() throws IOException {
    CLIP.writeMask(masks.resolve("00002.png"), 1);
    Path project = folder.resolve("project");
    understood().write(project, true, false);
    Path moved = Files.move(project, folder.resolve("moved"));

    assertThat(Project.open(moved).input()).isEqualTo(moved.resolve("frames"));
    assertThat(moved.resolve("frames/00019.png"))
        .hasSameBinaryContentAs(frames.resolve("00019.png"));
    assertThat(Files.readString(moved.resolve("project.json"))).contains("\"input\" : \"frames\"");
  }

  @Test
  void nothingIsWrittenOverUnlessForced() throws IOException {
    CLIP.writeMask(masks.resolve("00002.png"), 1);
    Path project = folder.resolve("project");
    Files.createDirectories(project);
    Path notes = Files.writeString(project.resolve("notes.txt"), "mine");
    MaskImport found = understood();

    assertThatThrownBy(() -> found.write(project, false, false))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("not an empty folder")
        .hasMessageEndingWith("Or give --force to write over it.");
    assertThat(project.resolve("project.json")).doesNotExist();
    found.write(project, false, true);
    assertThat(notes).hasContent("mine");
    assertThatThrownBy(
            () -> MaskImport.of(frames, project.resolve("references")).write(project, false, true))
        .hasMessageContaining("lies in the project itself");
  }

  @Test
  void namesOfLabelsThatNoMaskShowsAreNotKept() throws IOException {
    CLIP.writeMask(masks.resolve("00002.png"), 1);
    Files.writeString(masks.resolve("labelmap.txt"), "chair:128,0,0::\ncup:0,128,0::\n");
    assertThat(written().objects()).containsExactly(new ProjectObject(1, "chair"));
    assertThat(understood().objects())
        .extracting(object -> Map.entry(object.name(), object.masks()))
        .containsExactly(Map.entry("chair", 1));
  }
}
