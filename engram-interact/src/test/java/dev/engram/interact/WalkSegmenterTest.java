package dev.engram.interact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.RegionSimilarity;
import dev.engram.video.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WalkSegmenterTest {
  private static final int WIDTH = 120;
  private static final int HEIGHT = 81;

  private static LabelMap segment(Frame frame, Prompts prompts, @Nullable LabelMap start) {
    try (PromptSegmenter segmenter = PromptSegmenters.open("walk");
        PreparedFrame prepared = segmenter.prepare(frame)) {
      return prepared.segment(prompts, start);
    }
  }

  @Test
  void aClickIsTheThingClickedOn() {
    LabelMap mask = segment(Pictures.twoDisks(WIDTH, HEIGHT), Prompts.of(Click.on(30, 40)), null);
    LabelMap left = Pictures.disk(WIDTH, HEIGHT, 30, 40.5, HEIGHT / 5.0);
    assertThat(RegionSimilarity.of(mask, left, 1)).isGreaterThan(0.95);
  }

  @Test
  void anotherPositiveClickAddsAndANegativeOneRemoves() {
    Frame frame = Pictures.twoDisks(WIDTH, HEIGHT);
    Prompts both = Prompts.of(Click.on(30, 40), Click.on(90, 40));
    LabelMap two = segment(frame, both, null);
    assertThat(two.at(30, 40)).isEqualTo(1);
    assertThat(two.at(92, 45)).isEqualTo(1);
    LabelMap one = segment(frame, both.with(Click.off(30, 40)), null);
    LabelMap right = Pictures.disk(WIDTH, HEIGHT, 90, 40.5, HEIGHT / 5.0);
    assertThat(RegionSimilarity.of(one, right, 1)).isGreaterThan(0.9);
  }

  @Test
  void aBoxAloneFindsWhatItHolds() {
    LabelMap mask =
        segment(Pictures.twoDisks(WIDTH, HEIGHT), Prompts.of(new PromptBox(10, 20, 50, 62)), null);
    LabelMap left = Pictures.disk(WIDTH, HEIGHT, 30, 40.5, HEIGHT / 5.0);
    assertThat(RegionSimilarity.of(mask, left, 1)).isGreaterThan(0.95);
  }

  @Test
  void scribblesMarkAsClicksDo() {
    Frame frame = Pictures.twoDisks(WIDTH, HEIGHT);
    Scribble on = new Scribble(List.of(new Point(24, 40), new Point(36, 42)), 2, true);
    Scribble off = new Scribble(List.of(new Point(80, 40), new Point(100, 40)), 3, false);
    LabelMap mask = segment(frame, Prompts.of(on, off), null);
    LabelMap left = Pictures.disk(WIDTH, HEIGHT, 30, 40.5, HEIGHT / 5.0);
    assertThat(RegionSimilarity.of(mask, left, 1)).isGreaterThan(0.95);
  }

  @Test
  void ofAStartOnlyWhatTheMarksCorrectChanges() {
    Frame frame = Pictures.twoDisks(WIDTH, HEIGHT);
    LabelMap disk = Pictures.disk(WIDTH, HEIGHT, 30, 40.5, 14);
    byte[] both = union(disk, Pictures.disk(WIDTH, HEIGHT, 62, 12, 7));
    LabelMap start = LabelMap.ofBytes(WIDTH, HEIGHT, both);
    assertThat(segment(frame, Prompts.of(Click.off(62, 12)), start)).isEqualTo(disk);
    assertThat(segment(frame, Prompts.of(Click.on(62, 12)), start)).isEqualTo(start);
    LabelMap added = segment(frame, Prompts.of(Click.on(90, 40)), disk);
    assertThat(RegionSimilarity.of(disk, LabelMap.ofBytes(WIDTH, HEIGHT, left(added)), 1))
        .isEqualTo(1);
    assertThat(added.area(1) - disk.area(1)).isGreaterThan(disk.area(1) / 2);
  }

  private static byte[] left(LabelMap map) {
    byte[] mask = map.mask(1);
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % WIDTH < WIDTH / 2 ? mask[i] : 0;
    }
    return mask;
  }

  private static byte[] union(LabelMap a, LabelMap b) {
    byte[] mask = a.mask(1);
    for (int i = 0; i < mask.length; i++) {
      mask[i] |= b.mask(1)[i];
    }
    return mask;
  }

  @Test
  void negativeMarksAloneAreNoObject() {
    assertThat(segment(Pictures.noise(20, 20, 1), Prompts.of(Click.off(3, 3)), null).labels())
        .isEmpty();
  }

  @Test
  void aStartOfAnotherSizeIsRefused() {
    LabelMap start = LabelMap.ofBytes(2, 2, new byte[4]);
    assertThatThrownBy(() -> segment(Pictures.noise(20, 10, 1), Prompts.of(Click.on(3, 3)), start))
        .isInstanceOf(EngramException.class)
        .hasMessage("start mask: 2x2, but the frame is 20x10. Give a mask of the frame's size.");
  }

  @Property(tries = 60)
  void pixelsHaveTheLabelAskedForWhateverTheSize(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll long seed) {
    Random random = new Random(seed);
    Frame frame = Pictures.noise(width, height, seed);
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      marks.add(
          new Click(
              random.nextInt(width) + 0.5, random.nextInt(height) + 0.5, random.nextBoolean()));
    }
    LabelMap mask = segment(frame, new Prompts(null, marks), null);
    MarkRaster raster = new MarkRaster(width, height, width, height);
    marks.forEach(raster::draw);
    for (int i = 0; i < width * height; i++) {
      if (raster.marks()[i] != MarkRaster.NONE) {
        assertThat(mask.at(i % width, i / width)).isEqualTo(raster.marks()[i] == 1 ? 1 : 0);
      }
    }
  }

  @Property(tries = 30)
  void nothingIsOutsideOfTheBox(
      @ForAll @IntRange(min = 0, max = 30) int left,
      @ForAll @IntRange(min = 0, max = 20) int top,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll long seed) {
    PromptBox box = new PromptBox(left, top, left + width, top + height);
    Prompts prompts = new Prompts(box, List.of(Click.on(20.5, 12.5), Click.off(3.5, 3.5)));
    LabelMap mask = segment(Pictures.noise(41, 31, seed), prompts, null);
    for (int i = 0; i < 41 * 31; i++) {
      if (!box.holds(i % 41, i / 41)) {
        assertThat(mask.at(i % 41, i / 41)).isZero();
      }
    }
  }

  @Test
  void theSamePromptsGiveTheSameMaskWhateverWasAskedBefore() {
    Frame frame = Pictures.noise(97, 55, 3);
    Prompts first = Prompts.of(Click.on(40, 20), Click.off(70, 30));
    Prompts other = Prompts.of(Click.on(40, 20), Click.on(5, 50), Click.off(80, 10));
    LabelMap fresh = segment(frame, first, null);
    try (PromptSegmenter segmenter = PromptSegmenters.open("walk");
        PreparedFrame prepared = segmenter.prepare(frame)) {
      prepared.segment(other, null);
      prepared.segment(Prompts.of(new PromptBox(2, 2, 50, 50)), null);
      prepared.segment(first, Pictures.disk(97, 55, 40, 20, 9));
      assertThat(prepared.segment(first, null)).isEqualTo(fresh);
    }
  }

  @Test
  void aMaskOfALargeFrameFollowsTheFramesOwnEdges() {
    Frame frame = Pictures.twoDisks(800, 450);
    LabelMap mask = segment(frame, Prompts.of(Click.on(200, 225)), null);
    assertThat(RegionSimilarity.of(mask, Pictures.disk(800, 450, 200, 225, 90), 1))
        .isGreaterThan(0.98);
  }
}
