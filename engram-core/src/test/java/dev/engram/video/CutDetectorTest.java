package dev.engram.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutDetectorTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 180;

  /** Smooth blobs of colours of its own, as wide as one likes. */
  private static final class Scene {
    private final double[][] waves = new double[3][];

    Scene(int seed) {
      // neighbouring seeds begin alike
      Random random = new Random(seed * 1_000_003L);
      for (int channel = 0; channel < 3; channel++) {
        waves[channel] =
            new double[] {
              80 + 100 * random.nextDouble(),
              40 + 30 * random.nextDouble(),
              0.01 + 0.03 * random.nextDouble(),
              0.02 + 0.04 * random.nextDouble(),
              7 * random.nextDouble(),
              25
            };
      }
    }

    int at(double x, double y, int channel) {
      double[] wave = waves[channel];
      double value =
          wave[0]
              + wave[1] * Math.sin(wave[2] * x + wave[4]) * Math.cos(wave[3] * y)
              + wave[5] * Math.sin(0.05 * x + 0.03 * y + wave[4]);
      return clamp(value);
    }
  }

  private interface Picture {
    int at(int x, int y, int channel);
  }

  private static int clamp(double value) {
    return (int) Math.max(0, Math.min(255, value));
  }

  private static Frame frame(Picture picture) {
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) picture.at(i / 3 % WIDTH, i / 3 / WIDTH, i % 3);
    }
    return new Frame(0, "0", "made up", 0, WIDTH, HEIGHT, rgb);
  }

  private static Frame pan(Scene scene, double shift) {
    return frame((x, y, channel) -> scene.at(x + shift, y, channel));
  }

  private static List<Integer> cuts(List<Frame> frames) {
    CutDetector detector = new CutDetector();
    List<Integer> cuts = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      if (detector.isCut(frames.get(i))) {
        cuts.add(i);
      }
    }
    return cuts;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aHardCutIsFoundAtTheFirstFrameOfTheNewShot(int seed) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      frames.add(pan(new Scene(i < 8 ? seed : seed + 100), 3 * i));
    }
    assertThat(cuts(frames)).containsExactly(8);
    assertThat(cuts(frames.subList(7, 20))).containsExactly(1);
  }

  @Test
  void everyCutOfAFastSequenceIsFound() {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      frames.add(pan(new Scene(i / 8), i));
    }
    assertThat(cuts(frames)).containsExactly(8, 16, 24, 32);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 30})
  void aPanIsNoCut(int speed) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      frames.add(pan(new Scene(1), i * speed));
    }
    assertThat(cuts(frames)).isEmpty();
  }

  @Test
  void aShakingCameraIsNoCut() {
    Random random = new Random(3);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      frames.add(pan(new Scene(2), 30 * random.nextDouble()));
    }
    assertThat(cuts(frames)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noiseIsNoCut(boolean overAScene) {
    Random random = new Random(4);
    Scene scene = new Scene(3);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      frames.add(
          frame(
              (x, y, channel) ->
                  clamp((overAScene ? scene.at(x, y, channel) : 40) + 25 * random.nextGaussian())));
    }
    assertThat(cuts(frames)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 255})
  void aFlashInBlackOrWhiteIsNoCutButAnotherShotAfterItIs(int level) {
    Frame blank = frame((x, y, channel) -> level);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      frames.add(i == 6 || i == 12 ? blank : pan(new Scene(i < 12 ? 1 : 2), i));
    }
    assertThat(cuts(frames)).containsExactly(13);
  }

  @Test
  void theReturnFromAFlashOfSomethingElseIsNoCut() {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      frames.add(pan(new Scene(i == 8 ? 7 : 1), i));
    }
    assertThat(cuts(frames)).containsExactly(8);
  }

  @Test
  void aStrobeIsOneCutAtMost() {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      frames.add(pan(new Scene(i > 8 && i % 2 == 0 ? 7 : 1), i));
    }
    assertThat(cuts(frames)).containsExactly(10);
  }

  @Test
  void aFadeToBlackAndBackIsNoCut() {
    Scene scene = new Scene(5);
    List<Frame> frames = new ArrayList<>();
    for (int i = -12; i <= 12; i++) {
      double light = Math.abs(i) / 12.0;
      frames.add(frame((x, y, channel) -> clamp(light * scene.at(x, y, channel))));
    }
    assertThat(cuts(frames)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aDissolveIsNoCut(int seed) {
    Scene from = new Scene(seed);
    Scene to = new Scene(seed + 1);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i <= 25; i++) {
      double share = i / 25.0;
      frames.add(
          frame(
              (x, y, channel) ->
                  clamp((1 - share) * from.at(x, y, channel) + share * to.at(x, y, channel))));
    }
    assertThat(cuts(frames)).isEmpty();
  }

  @Test
  void aLampThatIsSwitchedOnIsNoCut() {
    Scene scene = new Scene(8);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      double light = i < 5 ? 0.5 : 1;
      frames.add(frame((x, y, channel) -> clamp(light * scene.at(x, y, channel))));
    }
    assertThat(cuts(frames)).isEmpty();
  }

  @Test
  void afterAResetTheNextFrameIsTheFirst() {
    CutDetector detector = new CutDetector();
    assertThat(detector.isCut(pan(new Scene(1), 0))).isFalse();
    detector.reset();
    assertThat(detector.isCut(pan(new Scene(101), 0))).isFalse();
    assertThat(detector.isCut(pan(new Scene(1), 0))).isTrue();
  }

  @Test
  void realShotsAreWholeAndOnlyTheSeamBetweenThemIsACut() {
    List<Frame> frames = new ArrayList<>();
    for (String shot : List.of("clips/chair.mp4", "clips/JPEGImages/judo")) {
      try (FrameSource source = FrameSources.open(Shared.file("data/" + shot).toString())) {
        for (Frame frame = source.next(); frame != null; frame = source.next()) {
          frames.add(frame);
        }
      }
    }
    assertThat(cuts(frames)).containsExactly(60);
  }
}
