package dev.engram.network.stma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.network.EncodedFrame;
import dev.engram.network.FrameEncoder;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.Tensors;
import dev.engram.testing.Closeness;
import dev.engram.testing.TinyStma;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any weights, of the full network and of every ablation. */
class StmaTest {
  private static final int H = 32;
  private static final int W = 48;
  private static final double TOLERANCE = 1e-5;

  static Stream<TinyStma> variants() {
    return TinyStma.all().stream();
  }

  private static Stma load(TinyStma tiny) {
    return Stma.load(tiny.weights(), Device.CPU, Precision.FP32);
  }

  private static Stma load(Map<String, TensorData> entries, Map<String, String> metadata) {
    StateDict.Builder builder = StateDict.builder();
    entries.forEach(builder::add);
    metadata.forEach(builder::metadata);
    return Stma.load(builder.build(), Device.CPU, Precision.FP32);
  }

  private static Tensor image(int seed, int h, int w) {
    Random random = new Random(seed);
    float[] values = new float[3 * h * w];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensors.of(values, 1, 3, h, w);
  }

  /** The left part of the frame, and a square at its right. */
  private static Tensor masks(boolean swapped, int h, int w) {
    float[] values = new float[2 * h * w];
    for (int i = 0; i < h * w; i++) {
      boolean left = i % w < w / 3;
      boolean square = i % w > w / 2 && i / w < h / 2;
      values[(swapped ? 1 : 0) * h * w + i] = left ? 1 : 0;
      values[(swapped ? 0 : 1) * h * w + i] = square ? 1 : 0;
    }
    return Tensors.of(values, 2, 1, h, w);
  }

  private static final List<Integer> BOTH = List.of(1, 2);
  private static final List<Integer> SWAPPED = List.of(2, 1);

  private static EncodedFrame encode(Stma network, FrameEncoder encoder, Tensor image) {
    return encoder.encode(network.imageFeatures(image));
  }

  private static EncodedFrame remember(
      EncodedFrame frame, Tensor masks, List<Integer> objects, Set<Integer> given) {
    Tensor value = frame.encodeValue(masks, null, false).value();
    return frame.remember(masks, value, objects, given);
  }

  /** An encoder that has a given frame, and one whose masks were predicted, in its memory. */
  private static FrameEncoder warm(Stma network, boolean swapped) {
    FrameEncoder encoder = network.open(network.options.spatialFrames());
    encoder.setObjects(swapped ? SWAPPED : BOTH);
    Tensor masks = masks(swapped, H, W);
    List<Integer> objects = swapped ? SWAPPED : BOTH;
    remember(encode(network, encoder, image(1, H, W)), masks, objects, Set.of(1, 2));
    remember(encode(network, encoder, image(2, H, W)), masks, objects, Set.of());
    return encoder;
  }

  private static float[] decoded(Stma network, EncodedFrame frame, boolean swapped) {
    Tensor readout = null;
    if (network.readsMemory()) {
      Random random = new Random(7);
      long h = frame.key().size(2);
      long w = frame.key().size(3);
      int half = (int) (network.valueChannels() * h * w);
      float[] values = new float[2 * half];
      for (int i = 0; i < values.length; i++) {
        values[swapped ? (i + half) % values.length : i] = (float) random.nextGaussian();
      }
      readout = Tensors.of(values, 2, network.valueChannels(), h, w);
    }
    Tensor logits = frame.decode(readout, null, false).logits();
    return (swapped ? Tensors.cat(0, logits.narrow(0, 1, 1), logits.narrow(0, 0, 1)) : logits)
        .toFloats();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void permutingObjectsPermutesTheirMasksAndChangesNothingElse(TinyStma tiny) {
    try (Stma network = load(tiny);
        TensorScope scope = TensorScope.open();
        FrameEncoder one = warm(network, false);
        FrameEncoder other = warm(network, true)) {
      EncodedFrame frame = encode(network, one, image(3, H, W));
      EncodedFrame swapped = encode(network, other, image(3, H, W));
      assertClose(decoded(network, swapped, true), decoded(network, frame, false));
      if (network.readsMemory()) {
        assertClose(swapped.key().toFloats(), frame.key().toFloats());
      }
    }
  }

  private static void assertClose(float[] found, float[] expected) {
    assertThat(Closeness.relative(found, expected)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void whatIsKeptBetweenFramesIsWhatWouldBeComputedAnew(TinyStma tiny) {
    try (Stma network = load(tiny);
        TensorScope scope = TensorScope.open();
        FrameEncoder used = warm(network, false);
        FrameEncoder fresh = warm(network, false)) {
      for (int seed = 10; seed < 13; seed++) {
        encode(network, used, image(seed, H, W));
      }
      // nothing is removed, but what was kept is forgotten
      fresh.removeReference(999);
      assertClose(
          decoded(network, encode(network, used, image(3, H, W)), false),
          decoded(network, encode(network, fresh, image(3, H, W)), false));
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aFrameIsSeenInTheLightOfThoseBeforeIt(TinyStma tiny) {
    try (Stma network = load(tiny);
        TensorScope scope = TensorScope.open();
        FrameEncoder warm = warm(network, false);
        FrameEncoder cut = warm(network, false)) {
      EncodedFrame frame = encode(network, warm, image(3, H, W));
      cut.cut();
      EncodedFrame other = encode(network, cut, image(3, H, W));
      assertThat(Closeness.absolute(decoded(network, frame, false), decoded(network, other, false)))
          .isGreaterThan(1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void referencesLeaveNoTraceOfTheirOrder(TinyStma tiny) {
    try (Stma network = load(tiny);
        TensorScope scope = TensorScope.open();
        FrameEncoder one = network.open(2);
        FrameEncoder other = network.open(2);
        FrameEncoder without = network.open(2)) {
      Tensor both = masks(false, H, W);
      Tensor first = both.narrow(0, 0, 1);
      Tensor second = both.narrow(0, 1, 1);
      for (FrameEncoder each : List.of(one, other, without)) {
        each.setObjects(BOTH);
      }
      one.putReference(0, network.imageFeatures(image(1, H, W)), first, List.of(1));
      one.putReference(5, network.imageFeatures(image(2, H, W)), second, List.of(2));
      other.putReference(5, network.imageFeatures(image(2, H, W)), second, List.of(2));
      other.putReference(3, network.imageFeatures(image(9, H, W)), both, BOTH);
      other.putReference(0, network.imageFeatures(image(1, H, W)), first, List.of(1));
      other.removeReference(3);
      without.putReference(0, network.imageFeatures(image(1, H, W)), first, List.of(1));
      float[] found = decoded(network, encode(network, one, image(3, H, W)), false);
      assertClose(decoded(network, encode(network, other, image(3, H, W)), false), found);
      assertThat(
              Closeness.absolute(
                  decoded(network, encode(network, without, image(3, H, W)), false), found))
          .isGreaterThan(1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aReferenceCountsForTheObjectsThatItShowsNotForAllThatItSpeaksOf(TinyStma tiny) {
    try (Stma network = load(tiny);
        TensorScope scope = TensorScope.open();
        FrameEncoder whole = network.open(2);
        FrameEncoder later = network.open(2)) {
      Tensor both = masks(false, H, W);
      Tensor onlyFirst = Tensors.cat(0, both.narrow(0, 0, 1), both.narrow(0, 1, 1).mul(0));
      for (FrameEncoder each : List.of(whole, later)) {
        each.setObjects(BOTH);
        each.putReference(0, network.imageFeatures(image(1, H, W)), onlyFirst, BOTH);
      }
      later.putReference(4, network.imageFeatures(image(2, H, W)), both, BOTH);
      assertThat(
              Closeness.absolute(
                  decoded(network, encode(network, whole, image(3, H, W)), false),
                  decoded(network, encode(network, later, image(3, H, W)), false)))
          .isGreaterThan(1e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({"16, 16", "16, 64", "48, 32", "80, 112"})
  void framesMayHaveAnySizeThatThePaddingAllows(int h, int w) {
    for (TinyStma tiny : TinyStma.all()) {
      try (Stma network = load(tiny);
          TensorScope scope = TensorScope.open();
          FrameEncoder encoder = network.open(network.options.spatialFrames())) {
        encoder.setObjects(BOTH);
        Tensor masks = masks(false, h, w);
        remember(encode(network, encoder, image(1, h, w)), masks, BOTH, Set.of(1, 2));
        EncodedFrame frame = encode(network, encoder, image(2, h, w));
        assertThat(decoded(network, frame, false)).as(tiny.toString()).hasSize(2 * h * w);
      }
    }
  }

  @Test
  void anObjectThatIsNowhereHasNoFeaturesAndChangesNoneOfOtherFrames() {
    try (Stma network = load(TinyStma.plain());
        TensorScope scope = TensorScope.open()) {
      Tensor masks = masks(false, H, W);
      Tensor nowhere = masks.mul(0);
      Tensor value = network.encodeKey(image(1, H, W)).encodeValue(masks, null, false).value();
      assertThat(ObjectFeatures.positions(nowhere, TinyStma.TOKEN).toFloats()).containsOnly(0);
      ReferenceFrame there = frame(network, value, masks);
      ReferenceFrame gone = frame(network, value, nowhere);
      float[] expected = ObjectTokens.of(network.objectFeatures, List.of(there)).toFloats();
      for (List<ReferenceFrame> frames : List.of(List.of(there, gone), List.of(gone, there))) {
        assertClose(ObjectTokens.of(network.objectFeatures, frames).toFloats(), expected);
      }
      Tensor nothing =
          network.objectFeatures.tokens(
              value.mul(0).max(false, 2, 3),
              value.mul(0).max(false, 2, 3).narrow(1, 0, 1).expand(-1, TinyStma.TOKEN));
      assertClose(
          ObjectTokens.of(network.objectFeatures, List.of(gone)).toFloats(), nothing.toFloats());
    }
  }

  private static ReferenceFrame frame(Stma network, Tensor value, Tensor masks) {
    return ReferenceFrame.of(
        network, network.imageFeatures(image(1, H, W)), masks, value, BOTH, Set.of(1, 2));
  }

  @Test
  void featuresOfAGivenMaskAreTheLargestOfWhereItIs() {
    try (Stma network = load(TinyStma.plain());
        TensorScope scope = TensorScope.open()) {
      Tensor value =
          network.encodeKey(image(1, H, W)).encodeValue(masks(false, H, W), null, false).value();
      Tensor left = columns(0, 16);
      Tensor right = columns(16, W);
      Tensor ofLeft = network.objectFeatures.given(value, left);
      Tensor ofRight = network.objectFeatures.given(value, right);
      Tensor ofAll = network.objectFeatures.given(value, left.add(right));
      assertThat(ofLeft.toFloats()).isNotEqualTo(ofRight.toFloats());
      assertClose(ofLeft.maximum(ofRight).toFloats(), ofAll.toFloats());
    }
  }

  /** Two objects that cover all rows of some columns. */
  private static Tensor columns(int from, int to) {
    float[] values = new float[2 * H * W];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % W >= from && i % W < to ? 1 : 0;
    }
    return Tensors.of(values, 2, 1, H, W);
  }

  @Test
  void headsThatDoNotDivideTheChannelsAndPairsThatTellNoObjectsApartAreRefused() {
    assertThatThrownBy(() -> load(TinyStma.plain().entries(), Map.of("heads", "3")))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("heads is 3, which does not divide the 16 channels");
    assertThatThrownBy(() -> new StmaOptions(2, 2, true, false, true))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("nothing is left to tell objects apart");
  }

  @Test
  void whatIsMissingAndTooMuchIsNamed() {
    Map<String, TensorData> entries = TinyStma.plain().entries();
    entries.remove("objects.projection.bias");
    entries.put("backbone.extra", TensorData.ofFloats(new float[2], 2));
    assertThatThrownBy(() -> load(entries, TinyStma.plain().options().metadata()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("1 missing (objects.projection.bias)")
        .hasMessageContaining("1 surplus (backbone.extra)");
  }

  @Test
  void aFileWithoutTheNumberOfHeadsIsRefused() {
    assertThatThrownBy(() -> load(TinyStma.plain().entries(), Map.of()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("no heads");
  }

  @Test
  void halfPrecisionComesClose() {
    try (Stma exact = load(TinyStma.plain());
        Stma near = Stma.load(TinyStma.plain().weights(), Device.CPU, Precision.BF16);
        TensorScope scope = TensorScope.open();
        FrameEncoder one = warm(exact, false);
        FrameEncoder other = warm(near, false)) {
      float[] expected = encode(exact, one, image(3, H, W)).key().toFloats();
      float[] found = encode(near, other, image(3, H, W)).key().toFloats();
      assertThat(Closeness.relative(found, expected)).isLessThan(0.06);
    }
  }
}
