package dev.engram.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkLayoutTest {
  @TempDir Path data;

  /** Masks of four frames with the given labels each, and folders for the frames. */
  private void video(String images, String annotations, String name, int... labels)
      throws IOException {
    Files.createDirectories(data.resolve(images).resolve(name));
    for (int i = 0; i < labels.length; i++) {
      MaskWriter.write(
          data.resolve(annotations).resolve(name).resolve("0000" + i + ".png"),
          LabelMap.of(2, 1, new int[] {0, labels[i]}),
          Palette.davis());
    }
  }

  private List<BenchmarkVideo> videos(Benchmark benchmark, String split, String... asked) {
    return new BenchmarkLayout(benchmark, data, split).videos(List.of(asked));
  }

  @Test
  void davisGivesTheFirstMaskOfTheVideosOfItsList() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      video("JPEGImages/480p", "Annotations/480p", name, 1, 2, 1, 1);
    }
    Files.createDirectories(data.resolve("ImageSets/2017"));
    Files.createDirectories(data.resolve("ImageSets/2016"));
    Files.writeString(data.resolve("ImageSets/2017/val.txt"), "a\nc\n");
    Files.writeString(data.resolve("ImageSets/2016/val.txt"), "b\n");
    List<BenchmarkVideo> videos = videos(Benchmark.DAVIS2017, "val");
    assertThat(videos).extracting(BenchmarkVideo::name).containsExactly("a", "c");
    assertThat(videos.get(0).masks()).containsExactly(data.resolve("Annotations/480p/a/00000.png"));
    assertThat(videos.get(0).truth()).contains(data.resolve("Annotations/480p/a"));
    assertThat(videos(Benchmark.DAVIS2016, "val"))
        .extracting(BenchmarkVideo::name)
        .containsExactly("b");
  }

  @Test
  void aSplitWithoutAListIsRefusedWhereOthersHaveOne() throws IOException {
    video("JPEGImages/480p", "Annotations/480p", "a", 1, 1);
    assertThat(videos(Benchmark.DAVIS2017, "vall")).as("without lists all are taken").hasSize(1);
    Files.createDirectories(data.resolve("ImageSets/2017"));
    Files.writeString(data.resolve("ImageSets/2017/val.txt"), "a\n");
    Files.writeString(data.resolve("ImageSets/2017/train.txt"), "a\n");
    assertThatThrownBy(() -> videos(Benchmark.DAVIS2017, "vall"))
        .isInstanceOf(EngramException.class)
        .hasMessage(data.resolve("ImageSets") + ": has no list vall. Choose --split train or val.");
  }

  @Test
  void theListOfDavis2016MayBeOfPaths() throws IOException {
    video("JPEGImages/480p", "Annotations/480p", "a", 1, 1);
    video("JPEGImages/480p", "Annotations/480p", "b", 1, 1);
    Files.createDirectories(data.resolve("ImageSets/480p"));
    Files.writeString(
        data.resolve("ImageSets/480p/val.txt"),
        "/JPEGImages/480p/b/00000.jpg /Annotations/480p/b/00000.png\n"
            + "/JPEGImages/480p/b/00001.jpg /Annotations/480p/b/00001.png\n");
    assertThat(videos(Benchmark.DAVIS2016, "val"))
        .extracting(BenchmarkVideo::name)
        .containsExactly("b");
  }

  @Test
  void ofYoutubeAllFramesAreSegmentedAndThoseOfTheListAreWanted() throws IOException {
    video("valid/JPEGImages", "valid/Annotations", "v", 1, 0, 2);
    Files.createDirectories(data.resolve("all_frames/valid_all_frames/JPEGImages/v"));
    Files.writeString(
        data.resolve("valid/meta.json"),
        """
        {"videos": {"v": {"objects": {
          "1": {"category": "ape", "frames": ["00000", "00005"]},
          "2": {"category": "cat", "frames": ["00005", "00010"]}}}}}
        """);
    BenchmarkVideo video = videos(Benchmark.YOUTUBE2019, "val").get(0);
    assertThat(video.frames()).isEqualTo(data.resolve("all_frames/valid_all_frames/JPEGImages/v"));
    assertThat(video.wanted()).containsExactlyInAnyOrder("00000", "00005", "00010");
    assertThat(video.masks())
        .extracting(f -> f.getFileName().toString())
        .containsExactly("00000.png", "00001.png", "00002.png");
    assertThat(video.truth()).isEmpty();
  }

  @Test
  void ofYoutubeWhatHasAllWantedMasksIsATruth() throws IOException {
    video("JPEGImages", "Annotations", "v", 1, 2, 2);
    video("JPEGImages", "Annotations", "w", 1, 2, 2);
    Files.writeString(
        data.resolve("meta.json"),
        """
        {"videos": {"v": {"objects": {"1": {"category": "ape", "frames": ["00000", "00002"]}}}}}
        """);
    List<BenchmarkVideo> videos = videos(Benchmark.YOUTUBE2019, "val");
    assertThat(videos.get(0).truth()).isPresent();
    assertThat(videos.get(0).wanted()).containsExactlyInAnyOrder("00000", "00001", "00002");
    assertThat(videos.get(1).truth()).isEmpty();
  }

  @Test
  void whereObjectsMayAppearAnyMaskMayStartThem() throws IOException {
    video("JPEGImages", "Annotations", "v", 0, 1, 1, 3);
    assertThat(videos(Benchmark.LVOS, "val").get(0).masks())
        .extracting(f -> f.getFileName().toString())
        .containsExactly("00000.png", "00001.png", "00002.png", "00003.png");
  }

  @Test
  void aSingleMaskIsNoTruth() throws IOException {
    video("valid/JPEGImages", "valid/Annotations", "v", 1);
    assertThat(videos(Benchmark.MOSE, "val").get(0).truth()).isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertThatThrownBy(() -> videos(Benchmark.GENERIC, "val"))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("holds no JPEGImages and Annotations");
    video("JPEGImages", "Annotations", "v", 1, 1);
    assertThatThrownBy(() -> videos(Benchmark.GENERIC, "val", "w"))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("has no video w");
  }
}
