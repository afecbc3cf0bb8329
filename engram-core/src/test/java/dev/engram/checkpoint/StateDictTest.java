package dev.engram.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateDictTest {
  private static final float[] ONE_TWO = {1, 2};

  private static final TensorData WEIGHT = TensorData.ofFloats(new float[] {1, 0.1f}, 2);
  private static final TensorData COUNT =
      TensorData.of(ElementType.I64, new long[0], ByteBuffer.allocate(8));

  @Test
  void keepsTheOrderOfItsTensors() {
    StateDict weights = StateDict.builder().add("z", WEIGHT).add("a", COUNT).build();
    assertThat(weights.names()).containsExactly("z", "a");
    assertThat(weights.size()).isEqualTo(2);
    assertThat(weights.parameterCount()).isEqualTo(3);
    assertThat(weights.find("z")).containsSame(WEIGHT);
    assertThat(weights.find("y")).isEmpty();
    assertThat(weights.contains("a")).isTrue();
    assertThat(weights.source()).isEmpty();
  }

  @Test
  void isNotChangedByItsBuilderOrItsViews() {
    StateDict.Builder builder = StateDict.builder().add("a", WEIGHT);
    StateDict weights = builder.build();
    builder.add("b", WEIGHT).metadata("k", "v");
    assertThat(weights.names()).containsExactly("a");
    assertThat(weights.metadata()).isEmpty();
    assertThatThrownBy(() -> weights.names().remove("a"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void refusesTheSameNameTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateDict.builder().add("a", WEIGHT).add("a", COUNT))
        .withMessageContaining("two tensors are named a");
  }

  @Test
  void convertsFloatsAndLeavesWholeNumbersAlone() {
    StateDict half =
        StateDict.builder()
            .add("weight", WEIGHT)
            .add("count", COUNT)
            .metadata("k", "v")
            .source(Path.of("x.pth"))
            .build()
            .withFloatsAs(ElementType.F16);
    assertThat(half.find("count")).containsSame(COUNT);
    TensorData weight = half.find("weight").orElseThrow();
    assertThat(weight.type()).isEqualTo(ElementType.F16);
    assertThat(weight.toFloats()).containsExactly(1, 0.099975586f);
    assertThat(half.metadata()).containsEntry("k", "v");
    assertThat(half.source()).contains(Path.of("x.pth"));
  }

  @Test
  void aChecksumTellsOtherNamesValuesAndShapesApart() {
    StateDict weights = StateDict.builder().add("a", TensorData.ofFloats(ONE_TWO, 2)).build();

    assertThat(weights.checksum()).matches("[0-9a-f]{8}");
    assertThat(StateDict.builder().add("a", TensorData.ofFloats(ONE_TWO, 2)).build().checksum())
        .isEqualTo(weights.checksum());
    for (StateDict other :
        List.of(
            StateDict.builder().add("b", TensorData.ofFloats(ONE_TWO, 2)).build(),
            StateDict.builder().add("a", TensorData.ofFloats(ONE_TWO, 1, 2)).build(),
            StateDict.builder().add("a", TensorData.ofFloats(new float[] {1, 3}, 2)).build())) {
      assertThat(other.checksum()).isNotEqualTo(weights.checksum());
    }
  }
}
