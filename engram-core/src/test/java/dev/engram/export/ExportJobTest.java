package dev.engram.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.mask.Overlay;
import dev.engram.mask.Palette;
import dev.engram.project.Project;
import dev.engram.video.Frame;
import dev.engram.video.FrameSource;
import dev.engram.video.FrameSources;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportJobTest {
  @TempDir Path folder;
  private Shot shot;

  @BeforeEach
  void prepare() {
    shot = new Shot(folder);
  }

  private ExportSummary export(ExportFormat format, ExportOptions options, Path target) {
    return new ExportJob(shot.input(), format, options).run(target, (done, total) -> {});
  }

  private ExportSummary export(ExportFormat format, Path target) {
    return export(format, ExportOptions.defaults(), target);
  }

  private static List<String> tree(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void masksComeBackLabelForLabelWhereAFrameHasOne() throws IOException {
    Path out = folder.resolve("out");
    ExportSummary summary = export(ExportFormat.MASKS, out);

    assertThat(tree(out))
        .containsExactly("00000.png", "00001.png", "00002.png", "00003.png", "00005.png");
    for (int frame : Shot.MASKED) {
      LabelMap read = new MaskReader().read(out.resolve("0000" + frame + ".png")).labels();
      assertThat(read).isEqualTo(Shot.mask(frame));
    }
    assertThat(summary.frames()).isEqualTo(5);
    assertThat(summary.withoutMask()).isEqualTo(1);
    BufferedImage picture = ImageIO.read(out.resolve("00000.png").toFile());
    assertThat(picture.getRGB(6, 6) & 0xFFFFFF).isEqualTo(Shot.CHAIR_RGB);
  }

  @Test
  void binaryMasksLieInOneFolderAnObject() throws IOException {
    Path out = folder.resolve("out");
    export(ExportFormat.BINARY, out);

    assertThat(tree(out)).hasSize(15).contains("1-chair/00000.png", "2-chair/00005.png");
    assertThat(out.resolve(ObjectFolders.of(out, Shot.CAT))).isDirectory();
    for (ExportObject object : Shot.OBJECTS) {
      for (int frame : Shot.MASKED) {
        Path file = ObjectFolders.of(out, object).resolve("0000" + frame + ".png");
        BufferedImage image = ImageIO.read(file.toFile());
        for (int y = 0; y < Shot.HEIGHT; y++) {
          for (int x = 0; x < Shot.WIDTH; x++) {
            boolean inside = Shot.mask(frame).at(x, y) == object.label();
            assertThat(image.getRaster().getSample(x, y, 0)).isEqualTo(inside ? 255 : 0);
          }
        }
      }
    }
  }

  @Test
  void anOverlayShowsAllFramesAtTheirOwnTimes() {
    Path out = folder.resolve("out.mp4");
    ExportSummary summary = export(ExportFormat.OVERLAY, out);

    assertThat(summary.frames()).isEqualTo(6);
    assertThat(summary.withoutMask()).isEqualTo(1);
    Overlay overlay = new Overlay(ExportObject.palette(Shot.OBJECTS));
    try (FrameSource source = FrameSources.open(out.toString());
        FrameSource original = FrameSources.open(shot.video().toString())) {
      assertThat(List.of(source.width(), source.height())).containsExactly(Shot.WIDTH, Shot.HEIGHT);
      for (int i = 0; i < Shot.FRAMES; i++) {
        Frame shown = source.next();
        Frame before = original.next();
        assertThat(shown.timestampMicros()).isBetween(Shot.micros(i) - 1000, Shot.micros(i) + 1000);
        byte[] expected =
            Shot.isMasked(i) ? overlay.render(before.rgb(), Shot.mask(i)) : before.rgb();
        assertThat(Shot.meanDifference(shown.rgb(), expected)).isLessThan(12);
      }
      assertThat(source.next()).isNull();
    }
  }

  @Test
  void aPartOfTheFramesAndObjectsIsExportedAlone() throws IOException {
    Path out = folder.resolve("out");
    ExportOptions options = ExportOptions.builder().frames(1, 3).objects(Set.of(300)).build();
    ExportSummary summary = export(ExportFormat.MASKS, options, out);

    assertThat(tree(out)).containsExactly("00001.png", "00002.png", "00003.png");
    assertThat(summary.objects()).containsExactly(Shot.CAT);
    LabelMap read = new MaskReader().read(out.resolve("00001.png")).labels();
    assertThat(read).isEqualTo(Shot.mask(1).only(Set.of(300)));
    Path video = folder.resolve("part.mp4");
    export(ExportFormat.OVERLAY, options, video);
    try (FrameSource source = FrameSources.open(video.toString())) {
      assertThat(source.next().timestampMicros()).isZero();
      assertThat(source.next().timestampMicros())
          .isBetween(
              Shot.micros(2) - Shot.micros(1) - 1000, Shot.micros(2) - Shot.micros(1) + 1000);
    }
  }

  @Test
  void aProjectGivesItsReferencesBitForBitAndResultsForTheOtherFrames() {
    Project project = Project.create(folder.resolve("p"), shot.video());
    project.putReference(2, Shot.mask(0), Palette.of(new int[] {0, 0x123456}), true);
    project.nameObject(1, "chair");
    shot.writeMasks(project.masksFolder());

    ExportInput input = ExportInput.of(project, null);

    assertThat(input.objects())
        .containsExactly(
            new ExportObject(1, "chair", 0x123456),
            new ExportObject(2, "object 2", Palette.davis().rgb(2)));
    Path out = folder.resolve("out");
    new ExportJob(input, ExportFormat.MASKS, ExportOptions.defaults())
        .run(out, (done, total) -> {});
    MaskReader reader = new MaskReader();
    assertThat(reader.read(out.resolve("00002.png")).labels()).isEqualTo(Shot.mask(0));
    assertThat(reader.read(out.resolve("00003.png")).labels()).isEqualTo(Shot.mask(3));
    assertThat(reader.read(out.resolve("00005.png")).labels())
        .as("without what is no object of the project")
        .isEqualTo(Shot.mask(5).only(Set.of(1, 2)));
  }

  @Test
  void anObjectThatAReferenceSaysNothingOfIsTakenFromTheResults() {
    Project project = Project.create(folder.resolve("p"), shot.video());
    LabelMap two = Shot.mask(0).only(Set.of(2));
    project.putReference(0, Shot.mask(0), Palette.davis(), true);
    project.putPartialReference(1, two, Palette.davis(), Set.of());
    project.putPartialReference(2, two, Palette.davis(), Set.of(1));
    project.putReference(5, two, Palette.davis(), true);
    shot.writeMasks(project.masksFolder());
    Path out = folder.resolve("out");

    new ExportJob(ExportInput.of(project, null), ExportFormat.MASKS, ExportOptions.defaults())
        .run(out, (done, total) -> {});

    MaskReader reader = new MaskReader();
    LabelMap shown = reader.read(out.resolve("00001.png")).labels();
    assertThat(shown.only(Set.of(2))).isEqualTo(two);
    assertThat(shown.only(Set.of(1))).isEqualTo(Shot.mask(1).only(Set.of(1)));
    for (String known : List.of("00002.png", "00005.png")) {
      assertThat(reader.read(out.resolve(known)).labels()).as(known).isEqualTo(two);
    }
  }

  @Test
  void aVideoWithMasksThatAreNoProjectIsExportedToo() throws IOException {
    Path out = folder.resolve("out");
    ExportInput input = ExportInput.of(shot.video().toString(), shot.masks());
    assertThat(input.objects()).extracting(ExportObject::label).containsExactly(1, 2, 300);
    new ExportJob(input, ExportFormat.MASKS, ExportOptions.defaults())
        .run(out, (done, total) -> {});
    assertThat(tree(out)).hasSize(5);
  }

  @Test
  void aStoppedExportLeavesNothing() throws IOException {
    for (ExportFormat format : ExportFormat.values()) {
      Path out = folder.resolve("stopped/out" + format.extension());
      ExportMonitor monitor =
          new ExportMonitor() {
            private long seen;

            @Override
            public void onFrame(long done, long total) {
              seen = done;
              assertThat(total).isEqualTo(6);
            }

            @Override
            public boolean stopRequested() {
              return seen == 2;
            }
          };
      ExportOptions options =
          ExportOptions.builder().layer(shot.picture("layer.png", 20, 20)).build();
      assertThatThrownBy(() -> new ExportJob(shot.input(), format, options).run(out, monitor))
          .isInstanceOf(EngramException.class)
          .hasMessageContaining("stopped at frame 00002, as asked. Nothing was written.");
      assertThat(tree(folder.resolve("stopped"))).as(format.id()).isEmpty();
    }
  }

  @Test
  void whatLiesAtTheTargetIsKeptUnlessForced() throws IOException {
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.writeString(out.resolve("mine.txt"), "mine");
    Files.writeString(out.resolve("00000.png"), "mine too");
    assertThatThrownBy(() -> export(ExportFormat.MASKS, out))
        .hasMessage(out + ": is not empty. Choose another name, or give --force to write over it.");
    export(ExportFormat.MASKS, ExportOptions.builder().force(true).build(), out);
    assertThat(tree(out)).hasSize(6).contains("mine.txt");
    assertThat(new MaskReader().read(out.resolve("00000.png")).labels()).isEqualTo(Shot.mask(0));

    Path video = folder.resolve("out.mp4");
    Files.writeString(video, "mine");
    assertThatThrownBy(() -> export(ExportFormat.OVERLAY, video))
        .hasMessageContaining("is there already.", "--force");
    assertThat(video).hasContent("mine");
  }

  @Test
  void whatIsReadIsNeverWrittenOver() throws IOException {
    ExportOptions force = ExportOptions.builder().force(true).build();
    Path video = Files.copy(shot.video(), folder.resolve("copy.mp4"));
    byte[] before = Files.readAllBytes(video);
    ExportInput input = ExportInput.of(video.toString(), shot.masks());
    assertThatThrownBy(
            () -> new ExportJob(input, ExportFormat.GREEN, force).run(video, (d, t) -> {}))
        .hasMessage(video + ": is read by this export. Choose another name.");
    assertThatThrownBy(
            () -> new ExportJob(input, ExportFormat.MASKS, force).run(shot.masks(), (d, t) -> {}))
        .hasMessage(shot.masks() + ": is read by this export. Choose another name.");
    assertThat(video).hasBinaryContent(before);
  }

  @Test
  void mistakesSayWhatToDo() throws IOException {
    assertThatThrownBy(() -> ExportFormat.of("gif"))
        .isInstanceOf(EngramException.class)
        .hasMessage(
            "--format gif: there is no such format. Give one of masks, binary, mattes, overlay,"
                + " rgba, rgba-png, green, layer, coco, youtube-vis, cvat.");
    assertThatThrownBy(() -> export(ExportFormat.COCO, folder.resolve("a.xml")))
        .hasMessageContaining("a.xml: no name for a file of format coco. Let it end in .json.");
    assertThatThrownBy(
            () ->
                export(
                    ExportFormat.MASKS,
                    ExportOptions.builder().objects(Set.of(4)).build(),
                    folder.resolve("out")))
        .hasMessageContaining("--objects 4: there is no such object. Give some of 1 (chair), 2");
    assertThatThrownBy(
            () ->
                export(
                    ExportFormat.MASKS,
                    ExportOptions.builder().frames(4, 4).build(),
                    folder.resolve("out")))
        .hasMessageContaining("holds no mask of the frames that are asked for.");
    assertThatThrownBy(
            () ->
                export(
                    ExportFormat.MASKS,
                    ExportOptions.builder().frames(6, 8).build(),
                    folder.resolve("out")))
        .hasMessageContaining("--from 6: ", "has 6 frames");
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> export(ExportFormat.MASKS, file.resolve("out")))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("cannot be written");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
