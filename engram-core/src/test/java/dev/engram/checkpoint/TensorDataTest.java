package dev.engram.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class TensorDataTest {
  @Test
  void everyTypeWidensToFloats() {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, -3).putLong(8, 7);
    assertThat(of(ElementType.I64, 2, bytes).toFloats()).containsExactly(-3, 7);
    assertThat(of(ElementType.I32, 2, bytes).toFloats()).containsExactly(-3, -1);
    assertThat(of(ElementType.I16, 2, bytes).toFloats()).containsExactly(-3, -1);
    assertThat(of(ElementType.I8, 2, bytes).toFloats()).containsExactly(-3, -1);
    assertThat(of(ElementType.U8, 2, bytes).toFloats()).containsExactly(253, 255);
    assertThat(of(ElementType.BOOL, 9, bytes).toFloats())
        .containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1);
    bytes.putDouble(0, 0.1);
    assertThat(of(ElementType.F64, 1, bytes).toFloats()).containsExactly(0.1f);
    bytes.putFloat(0, 0.1f);
    assertThat(of(ElementType.F32, 1, bytes).toFloats()).containsExactly(0.1f);
  }

  @Test
  void theShapeAndTheBytesCannotBeChangedFromOutside() {
    long[] shape = {2, 1};
    TensorData tensor = TensorData.ofFloats(new float[] {1, 2}, shape);
    shape[0] = 9;
    tensor.shape()[0] = 9;
    assertThat(tensor.shape()).containsExactly(2, 1);
    tensor.bytes().getFloat();
    assertThat(tensor.bytes().remaining()).isEqualTo(8);
    assertThatThrownBy(() -> tensor.bytes().putFloat(3))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void anEmptyShapeIsAScalarAndAZeroAnEmptyTensor() {
    assertThat(TensorData.ofFloats(new float[] {5}).elementCount()).isEqualTo(1);
    assertThat(TensorData.ofFloats(new float[0], 3, 0, 2).elementCount()).isZero();
  }

  @Test
  void aShapeThatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TensorData.ofFloats(new float[3], 2, 2))
        .withMessageContaining("16 bytes, not 12");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TensorData.ofFloats(new float[1], -1, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TensorData.ofFloats(new float[0], 1L << 62, 1L << 62));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TensorData.ofFloats(ElementType.I64, new float[1], 1));
  }

  private static TensorData of(ElementType type, int count, ByteBuffer bytes) {
    return TensorData.of(type, new long[] {count}, bytes.slice(0, count * type.bytes()));
  }
}
