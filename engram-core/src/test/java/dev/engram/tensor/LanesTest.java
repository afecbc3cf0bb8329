package dev.engram.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final int threads = TorchRuntime.threads();

  @BeforeEach
  void severalThreads() {
    TorchRuntime.setThreads(3);
  }

  @AfterEach
  void asBefore() {
    TorchRuntime.setThreads(threads);
  }

  @Test
  void eachPieceRunsOnce() {
    AtomicIntegerArray runs = new AtomicIntegerArray(1000);
    Lanes.forEach(1000, runs::incrementAndGet);
    for (int i = 0; i < 1000; i++) {
      assertThat(runs.get(i)).isEqualTo(1);
    }
  }

  @Test
  void aPieceUsesOneThreadAndAllOthersWhatTheyUsedBefore() throws InterruptedException {
    Set<Integer> inside = ConcurrentHashMap.newKeySet();
    Lanes.forEach(30, piece -> inside.add(TorchRuntime.threads()));
    assertThat(inside).containsExactly(1);
    assertThat(TorchRuntime.threads()).isEqualTo(3);
    AtomicInteger later = new AtomicInteger();
    Thread other = new Thread(() -> later.set(TorchRuntime.threads()));
    other.start();
    other.join();
    assertThat(later).hasValue(3);
  }

  @Test
  void whereOperatorsUseOneThreadTheCallerDoesAll() {
    TorchRuntime.setThreads(1);
    Set<Thread> by = ConcurrentHashMap.newKeySet();
    Lanes.forEach(5, piece -> by.add(Thread.currentThread()));
    assertThat(by).containsExactly(Thread.currentThread());
  }

  @Test
  void whatAPieceThrowsIsThrownWhenAllHaveEnded() {
    AtomicInteger running = new AtomicInteger();
    CountDownLatch thrown = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                Lanes.forEach(
                    100,
                    piece -> {
                      running.incrementAndGet();
                      try {
                        if (piece == 7) {
                          thrown.countDown();
                          throw new IllegalStateException("the seventh");
                        }
                        if (piece > 7) {
                          thrown.await();
                          Thread.sleep(20);
                        }
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      } finally {
                        running.decrementAndGet();
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the seventh");
    assertThat(running).hasValue(0);
  }

  @Test
  void aCallerThatIsInterruptedStillWaitsAndStaysInterrupted() {
    AtomicInteger done = new AtomicInteger();
    Thread.currentThread().interrupt();
    Lanes.forEach(20, piece -> done.incrementAndGet());
    assertThat(done).hasValue(20);
    assertThat(Thread.interrupted()).isTrue();
  }
}
