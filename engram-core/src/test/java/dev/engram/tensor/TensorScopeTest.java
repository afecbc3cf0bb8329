package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TensorScopeTest {
  private static Tensor one() {
    return Tensors.of(new float[] {1}, 1);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
  }

  private static void inAnotherThread(Runnable task) {
    CompletableFuture.runAsync(task, command -> new Thread(command).start()).join();
  }

  @Test
  void aTensorMadeOutsideOfAnyScopeIsRefused() {
    assertRefused(TensorScopeTest::one);
    assertRefused(() -> Tensors.zeros(TensorType.FLOAT32, Device.CPU, 2));
    assertRefused(() -> Tensors.range(3, 1, Device.CPU));
    try (TensorArena arena = new TensorArena()) {
      Tensor kept;
      try (TensorScope scope = TensorScope.open()) {
        kept = arena.adopt(one());
      }
      assertRefused(() -> kept.add(1));
      assertRefused(() -> kept.narrow(0, 0, 1));
      assertRefused(kept::toFloats);
      assertRefused(() -> Tensors.cat(0, kept, kept));
      assertThat(kept.shape()).containsExactly(1);
    }
  }

  @Test
  void aTensorIsGoneWithItsScope() {
    Tensor tensor;
    Tensor view;
    try (TensorScope scope = TensorScope.open()) {
      tensor = one();
      view = tensor.narrow(0, 0, 1);
      assertThat(view.toFloats()).containsExactly(1);
    }
    assertRefused(tensor::shape);
    assertRefused(view::elementCount);
    assertThat(tensor).hasToString("Tensor(freed)");
    try (TensorScope scope = TensorScope.open()) {
      assertRefused(() -> tensor.add(1));
      assertRefused(() -> tensor.fillInPlace(1));
      assertRefused(view::toFloats);
      assertRefused(() -> one().add(tensor));
      assertRefused(() -> one().copyInPlace(view));
      assertRefused(() -> Tensors.cat(0, one(), tensor));
      assertRefused(() -> scope.pass(tensor));
    }
  }

  @Test
  void aPassedTensorLivesAsLongAsTheEnclosingScope() {
    Tensor passed;
    try (TensorScope outer = TensorScope.open()) {
      Tensor left;
      try (TensorScope inner = TensorScope.open()) {
        left = one();
        passed = inner.pass(left.add(1));
        assertThat(inner.pass(passed)).isSameAs(passed);
      }
      assertRefused(left::shape);
      assertThat(passed.toFloats()).containsExactly(2);
    }
    assertRefused(passed::shape);
  }

  @Test
  void aViewKeepsItsOriginAlive() {
    try (TensorScope outer = TensorScope.open()) {
      Tensor view;
      try (TensorScope inner = TensorScope.open()) {
        view = inner.pass(Tensors.of(new float[] {1, 2, 3}, 3).narrow(0, 1, 2));
      }
      assertThat(view.toFloats()).containsExactly(2, 3);
    }
  }

  @Test
  void theOutermostScopeHasNoneToPassTo() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor tensor = one();
      assertRefused(() -> scope.pass(tensor));
    }
  }

  @Test
  void anExceptionClosesScopesInTheirOrder() {
    assertThatThrownBy(
            () -> {
              try (TensorScope outer = TensorScope.open();
                  TensorScope inner = TensorScope.open()) {
                one().reshape(2);
              }
            })
        .isInstanceOf(RuntimeException.class);
    assertRefused(TensorScopeTest::one);
  }

  @Test
  void scopesCloseTheInnermostFirst() {
    try (TensorScope outer = TensorScope.open()) {
      Tensor tensor = one();
      try (TensorScope inner = TensorScope.open()) {
        assertRefused(outer::close);
        assertThat(tensor.add(1).toFloats()).containsExactly(2);
      }
      assertThat(tensor.toFloats()).containsExactly(1);
    }
  }

  @Test
  void closingTwiceIsClosingOnce() {
    try (TensorScope outer = TensorScope.open()) {
      Tensor tensor = one();
      TensorScope inner = TensorScope.open();
      inner.close();
      inner.close();
      assertThat(tensor.toFloats()).containsExactly(1);
    }
  }

  @Test
  void aScopeIsItsThreads() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor tensor = one();
      assertThatThrownBy(() -> inAnotherThread(scope::close))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> inAnotherThread(TensorScopeTest::one))
          .hasCauseInstanceOf(IllegalStateException.class);
      inAnotherThread(
          () -> {
            try (TensorScope own = TensorScope.open()) {
              assertThat(tensor.add(1).toFloats()).containsExactly(2);
            }
          });
      assertThat(tensor.toFloats()).containsExactly(1);
    }
  }

  @Test
  void whatScopesFreeTheSystemGetsBack() {
    allocate(50);
    long before = TorchRuntime.residentBytes();
    allocate(2000);
    assertThat(TorchRuntime.residentBytes() - before).isLessThan(200L << 20);
  }

  /** 10 MB each time, of which half a megabyte is touched: a leak would be 1 GB and more. */
  private static void allocate(int times) {
    for (int i = 0; i < times; i++) {
      try (TensorScope outer = TensorScope.open()) {
        Tensor passed;
        try (TensorScope scope = TensorScope.open()) {
          Tensor tensor = Tensors.empty(TensorType.FLOAT32, Device.CPU, 80, 32_768);
          for (int row = 0; row < 80; row += 20) {
            tensor.narrow(0, row, 1).fillInPlace(i);
          }
          passed = scope.pass(tensor.narrow(0, 3, 1));
        }
        assertThat(passed.elementCount()).isEqualTo(32_768);
      }
    }
  }
}
