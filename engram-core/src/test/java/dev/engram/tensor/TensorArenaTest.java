package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorArenaTest {
  private final TensorArena arena = new TensorArena();

  private Tensor adopted(float value) {
    try (TensorScope scope = TensorScope.open()) {
      return arena.adopt(Tensors.of(new float[] {value, value}, 2));
    }
  }

  private static float[] values(Tensor tensor) {
    try (TensorScope scope = TensorScope.open()) {
      return tensor.toFloats();
    }
  }

  @Test
  void anAdoptedTensorOutlivesItsScope() {
    Tensor tensor = adopted(3);
    assertThat(values(tensor)).containsExactly(3, 3);
    assertThat(arena.size()).isEqualTo(1);
    arena.close();
    assertThatThrownBy(() -> values(tensor)).isInstanceOf(IllegalStateException.class);
    assertThat(arena.size()).isZero();
  }

  @Test
  void aReleasedTensorIsGoneAndTheOthersStay() {
    Tensor first = adopted(1);
    Tensor second = adopted(2);
    arena.release(first);
    assertThatThrownBy(() -> values(first)).isInstanceOf(IllegalStateException.class);
    assertThat(values(second)).containsExactly(2, 2);
    assertThatThrownBy(() -> arena.release(first)).isInstanceOf(IllegalStateException.class);
    assertThat(arena.size()).isEqualTo(1);
    arena.close();
  }

  @Test
  void aTensorReleasedInItsOwnScopeLivesUntilTheScopeCloses() {
    Tensor tensor;
    try (TensorScope scope = TensorScope.open()) {
      tensor = arena.adopt(Tensors.of(new float[] {4}, 1));
      arena.release(tensor);
      assertThat(tensor.toFloats()).containsExactly(4);
    }
    assertThatThrownBy(tensor::shape).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsKeptAnewStaysWhereItLiesAsLongAsItHasTheSameForm() {
    Tensor held = adopted(1);
    try (TensorScope scope = TensorScope.open()) {
      Tensor next = Tensors.of(new float[] {2, 3, 4}, 3);
      assertThat(arena.keep(held, next.narrow(0, 1, 2))).isSameAs(held);
      Tensor longer = arena.keep(held, next);
      assertThat(longer).isNotSameAs(held).isNotSameAs(next);
      assertThat(arena.keep(longer, longer)).isSameAs(longer);
      next.fillInPlace(0);
      assertThat(values(longer)).containsExactly(2, 3, 4);
    }
    assertThat(arena.size()).isEqualTo(1);
    arena.close();
  }

  @Test
  void itsLayoutIsPartOfATensorsForm() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor map = Tensors.zeros(TensorType.FLOAT32, Device.CPU, 2, 3, 4, 5);
      Tensor held = arena.keep(null, map);
      Tensor other = arena.keep(held, map.channelsLast());
      assertThat(other).isNotSameAs(held);
      assertThat(arena.keep(other, map.add(1).channelsLast())).isSameAs(other);
      assertThat(arena.keep(other, map.to(TensorType.BFLOAT16))).isNotSameAs(other);
    }
    assertThat(arena.size()).isEqualTo(1);
    arena.close();
  }

  @Test
  void aViewOutlivesTheReleaseOfItsOrigin() {
    Tensor origin = adopted(5);
    try (TensorScope scope = TensorScope.open()) {
      Tensor view = origin.narrow(0, 1, 1);
      arena.release(origin);
      assertThat(view.toFloats()).containsExactly(5);
    }
  }

  @Test
  void adoptingTwiceIsAdoptingOnce() {
    Tensor tensor = adopted(6);
    assertThat(arena.adopt(tensor)).isSameAs(tensor);
    assertThat(arena.size()).isEqualTo(1);
    arena.release(tensor);
    assertThatThrownBy(tensor::shape).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void twoArenasMayShareATensor() {
    Tensor tensor = adopted(7);
    try (TensorArena other = new TensorArena()) {
      other.adopt(tensor);
      arena.close();
      assertThat(values(tensor)).containsExactly(7, 7);
    }
    assertThatThrownBy(tensor::shape).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aClosedArenaTakesNothingAndClosesAgainWithoutHarm() {
    arena.close();
    arena.close();
    assertThatThrownBy(() -> adopted(8)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFreedTensorIsNotAdoptedAndNotCounted() {
    Tensor freed;
    try (TensorScope scope = TensorScope.open()) {
      freed = Tensors.of(new float[] {1}, 1);
    }
    assertThatThrownBy(() -> arena.adopt(freed)).isInstanceOf(IllegalStateException.class);
    assertThat(arena.size()).isZero();
    arena.close();
  }
}
