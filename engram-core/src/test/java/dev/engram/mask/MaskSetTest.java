package dev.engram.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskSetTest {
  private static final FrameNames SIXTY =
      FrameNames.of(IntStream.range(0, 60).mapToObj(i -> String.format("%05d", i)).toList());

  @TempDir Path folder;

  private Path mask(String name, int... labels) {
    return Samples.save(
        folder.resolve(name), Samples.grey(labels.length == 0 ? 1 : labels.length, 1, labels));
  }

  private void masks(String... names) {
    Arrays.stream(names).forEach(name -> mask(name, 0, 1));
  }

  private List<String> stems() {
    return MaskSet.open(folder).entries().stream().map(MaskEntry::stem).toList();
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(Runnable action) {
    return assertThatThrownBy(action::run)
        .isInstanceOf(EngramException.class)
        .hasMessageMatching("[^\\n]+: [^\\n]+\\. [A-Z][^\\n]+\\.");
  }

  @Test
  void filesOfAFolderComeInNaturalOrder() {
    masks("frame10.png", "frame2.png", "Frame1.PNG");
    assertThat(stems()).containsExactly("Frame1", "frame2", "frame10");
  }

  @Test
  void whatIsNotNamedLikeAnImageIsIgnored() {
    masks("00000.png", ".hidden.png");
    for (String name :
        new String[] {".DS_Store", "Thumbs.db", "notes.txt", "png", "backup/1.txt"}) {
      Samples.save(folder.resolve(name), "x".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(stems()).containsExactly("00000");
  }

  @Test
  void aFolderWithoutMasksIsAnErrorWithAWayOut() {
    assertRefused(() -> MaskSet.open(folder)).hasMessageContaining(folder + ": no mask");
    masks("bear/00000.png");
    assertRefused(() -> MaskSet.open(folder))
        .hasMessageContaining("such as " + folder.resolve("bear"));
    assertRefused(() -> MaskSet.open(folder.resolve("missing"))).hasMessageContaining("missing");
  }

  @Test
  void framesThatAreGivenCountWhateverTheNames() {
    Path file = mask("00007.png", 0, 3);
    MaskSet set = MaskSet.at(new TreeMap<>(Map.of(2, file, 5, mask("other.png", 1, 0))));
    assertThat(set.framesAreKnown()).isTrue();
    assertThat(set.match(SIXTY).keySet()).containsExactly(2, 5);
    assertThat(set.match(SIXTY).get(2).name()).isEqualTo(file.toString());
  }

  @Test
  void aFrameThatIsGivenHasAFileAndNoFolder() {
    masks("two/0.png", "two/1.png");
    Path two = folder.resolve("two");
    assertRefused(() -> MaskSet.at(new TreeMap<>(Map.of(0, two))).match(SIXTY))
        .hasMessageContaining(two + ": no such file");
  }

  @Test
  void foldersNamedByNumbersAreObjects() {
    mask("1/00000.png", 0, 255, 255, 0);
    mask("1/00005.png", 1, 0, 0, 0);
    mask("02-a chair/00000.png", 0, 0, 9, 9);
    SortedMap<Integer, MaskEntry> matched = MaskSet.open(folder).match(SIXTY);
    assertThat(matched.keySet()).containsExactly(0, 5);
    assertThat(matched.get(0).read().labels().toArray()).containsExactly(0, 1, 2, 2);
    assertThat(matched.get(5).read().labels().toArray()).containsExactly(1, 0, 0, 0);
  }

  @Test
  void aFolderOfObjectZeroShiftsAllLabelsByOne() {
    mask("000/00000.png", 255, 0, 0);
    mask("002/00000.png", 0, 0, 255);
    assertThat(MaskSet.open(folder).entries().get(0).read().labels().toArray())
        .containsExactly(1, 0, 3);
  }

  @Test
  void objectFoldersThatContradictEachOtherAreRefused() {
    mask("1/00000.png", 0, 1);
    mask("2/00000.png", 0, 1, 1);
    MaskEntry entry = MaskSet.open(folder).entries().get(0);
    assertRefused(entry::read).hasMessageContaining("3x1").hasMessageContaining("2x1");
    mask("2/00000.bmp", 0, 1);
    assertRefused(() -> MaskSet.open(folder))
        .hasMessageContaining("00000.bmp")
        .hasMessageContaining("00000.png");
    mask("01/00000.png", 0, 1);
    assertRefused(() -> MaskSet.open(folder)).hasMessageContaining("the same object");
  }

  @Test
  void filesBesideObjectFoldersAreAmbiguous() {
    masks("1/00000.png", "00000.png");
    assertRefused(() -> MaskSet.open(folder)).hasMessageContaining("Keep one of both");
  }

  @Test
  void numbersOfObjectsHaveAnEnd() {
    masks("20240101/00000.png");
    assertRefused(() -> MaskSet.open(folder)).hasMessageContaining("20240101");
  }

  @Test
  void severalPathsAreTheMasksOfOneVideo() {
    MaskSet masks = MaskSet.open(List.of(mask("a/00003.png", 1), mask("b/00001.png", 1)));
    assertThat(masks.match(SIXTY).keySet()).containsExactly(1, 3);
  }

  @Test
  void aColourIsTheSameObjectInAllMasksOfASet() {
    Samples.save(folder.resolve("0.png"), Samples.rgb(2, 1, 0xFFFFFF, 0xFF00FF));
    Samples.save(folder.resolve("1.png"), Samples.rgb(2, 1, 0x00FF00, 0xFFFFFF));
    List<MaskEntry> entries = MaskSet.open(folder).entries();
    assertThat(entries.get(0).read().labels().toArray()).containsExactly(2, 1);
    assertThat(entries.get(1).read().labels().toArray()).containsExactly(3, 2);
  }

  @Test
  void anEqualNameComesBeforeAnEqualNumber() {
    masks("b1.png");
    FrameNames frames = FrameNames.of(List.of("a1", "b1", "c1"));
    assertThat(MaskSet.open(folder).match(frames).keySet()).containsExactly(1);
  }

  @Test
  void theLastNumberOfTheNameIsTheFramesNumberWhateverItsZeros() {
    masks("video2_mask_7.png", "frame_000012_mask.png", "0.png");
    assertThat(MaskSet.open(folder).match(SIXTY).keySet()).containsExactly(0, 7, 12);
    FrameNames named = FrameNames.of(List.of("f0", "f7", "f9", "f0012"));
    assertThat(MaskSet.open(folder).match(named).keySet()).containsExactly(0, 1, 3);
  }

  @Test
  void withoutFrameNamesTheNumberIsTheIndexFromZero() {
    masks("frame_000012.png", "000.png");
    assertThat(MaskSet.open(folder).match(FrameNames.unknown()).keySet()).containsExactly(0, 12);
  }

  @Test
  void aSingleMaskWithoutANumberBelongsToTheFirstFrame() {
    masks("mask.png");
    assertThat(MaskSet.open(folder).match(FrameNames.unknown()).keySet()).containsExactly(0);
    assertThat(MaskSet.open(folder.resolve("mask.png")).match(SIXTY).keySet()).containsExactly(0);
    FrameNames named = FrameNames.of(List.of("first", "mask"));
    assertThat(MaskSet.open(folder).match(named).keySet()).containsExactly(1);
    masks("other.png");
    assertRefused(() -> MaskSet.open(folder).match(SIXTY))
        .hasMessageContaining("mask.png")
        .hasMessageContaining("no frame number");
  }

  @Test
  void twoMasksOfOneFrameAreBothNamed() {
    masks("3.png", "00003.png");
    assertRefused(() -> MaskSet.open(folder).match(SIXTY))
        .hasMessageContaining(folder.resolve("3.png").toString())
        .hasMessageContaining(folder.resolve("00003.png").toString());
    assertRefused(() -> MaskSet.open(folder).match(FrameNames.unknown()))
        .hasMessageContaining("frame 3,");
  }

  @Test
  void aMaskOfNoFrameIsNamedTogetherWithTheFramesThereAre() {
    masks("00060.png");
    assertRefused(() -> MaskSet.open(folder).match(SIXTY))
        .hasMessageContaining("00060.png")
        .hasMessageContaining("frames are 00000 to 00059");
    assertRefused(() -> MaskSet.open(folder).match(FrameNames.of(List.of("only"))))
        .hasMessageContaining("the only frame is only");
    assertRefused(() -> MaskSet.open(folder).match(FrameNames.of(List.of("a60", "b60"))))
        .hasMessageContaining("several frames, a60 and b60");
  }

  @Test
  void aNumberBeyondAnyVideoIsRefusedAtOnce() {
    masks("20240101120000.png");
    assertRefused(() -> MaskSet.open(folder).match(FrameNames.unknown()))
        .hasMessageContaining("20240101120000");
  }

  @Test
  void masksBehindTheEndOfAVideoAreReportedAfterIt() {
    masks("0.png", "59.png", "60.png", "70.png");
    SortedMap<Integer, MaskEntry> matched = MaskSet.open(folder).match(FrameNames.unknown());
    assertThat(MaskSet.unmatchedAfter(matched, 71)).isEmpty();
    assertThat(MaskSet.unmatchedAfter(matched, 0))
        .get()
        .satisfies(e -> assertThat(e).hasMessageContaining("there are none"));
    assertThat(MaskSet.unmatchedAfter(matched, 60))
        .get()
        .satisfies(
            e ->
                assertThat(e)
                    .hasMessageContaining("60.png")
                    .hasMessageContaining("frames are 0 to 59")
                    .hasMessageContaining("2 masks in all"));
  }

  @Test
  void aMaskOfAnotherSizeThanTheFramesIsRefusedWithBothSizes() {
    MaskEntry entry = MaskSet.open(mask("0.png", 0, 1, 1)).entries().get(0);
    assertThat(entry.read(3, 1).labels().labels()).containsExactly(1);
    assertRefused(() -> entry.read(854, 480))
        .hasMessageContaining("0.png: 3x1")
        .hasMessageContaining("854x480");
  }

  @Test
  void filesAreReadOnlyWhenAskedFor() {
    Samples.save(folder.resolve("0.png"), new byte[0]);
    MaskEntry entry = MaskSet.open(folder).match(SIXTY).get(0);
    assertRefused(entry::read).hasMessageContaining("empty");
  }
}
