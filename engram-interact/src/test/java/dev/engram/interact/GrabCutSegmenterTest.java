package dev.engram.interact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.mask.LabelMap;
import dev.engram.mask.RegionSimilarity;
import dev.engram.video.Frame;
import org.junit.jupiter.api.Test;

class GrabCutSegmenterTest {
  @Test
  void findsTheThingInABoxAndTheSameEachTime() {
    Frame frame = Pictures.twoDisks(121, 81);
    Prompts prompts = Prompts.of(new PromptBox(10, 18, 52, 64));
    try (PromptSegmenter segmenter = PromptSegmenters.open("grabcut");
        PreparedFrame prepared = segmenter.prepare(frame)) {
      LabelMap mask = prepared.segment(prompts, null);
      LabelMap disk = Pictures.disk(121, 81, 30.25, 40.5, 81 / 5.0);
      assertThat(RegionSimilarity.of(mask, disk, 1)).isGreaterThan(0.9);
      assertThat(prepared.segment(prompts, null)).isEqualTo(mask);
    }
  }

  @Test
  void marksHaveTheirWayInTheSmallestFrames() {
    try (PromptSegmenter segmenter = PromptSegmenters.open("grabcut");
        PreparedFrame prepared = segmenter.prepare(Pictures.noise(7, 1, 2))) {
      LabelMap mask = prepared.segment(Prompts.of(Click.on(2, 0), Click.off(6, 0)), null);
      assertThat(mask.at(2, 0)).isEqualTo(1);
      assertThat(mask.at(6, 0)).isZero();
    }
  }
}
