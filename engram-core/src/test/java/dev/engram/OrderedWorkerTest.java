package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OrderedWorkerTest {
  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void allIsDoneInTheOrderInWhichItCame() {
    List<Integer> done = new ArrayList<>();
    try (OrderedWorker worker = new OrderedWorker("test")) {
      for (int i = 0; i < 100; i++) {
        int piece = i;
        worker.submit(() -> done.add(piece));
      }
      worker.finish();
      assertThat(done).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }
  }

  @Test
  void whoHandsInTooMuchWaits() throws InterruptedException {
    CountDownLatch slow = new CountDownLatch(1);
    AtomicInteger handedIn = new AtomicInteger();
    try (OrderedWorker worker = new OrderedWorker("test")) {
      Thread producer =
          new Thread(
              () -> {
                for (int i = 0; i < 50; i++) {
                  worker.submit(() -> await(slow));
                  handedIn.incrementAndGet();
                }
                worker.finish();
              });
      producer.start();
      while (producer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(handedIn.get()).isLessThan(10);
      slow.countDown();
      producer.join();
      assertThat(handedIn.get()).isEqualTo(50);
    }
  }

  @Test
  void whatGoesWrongIsThrownLaterAndNothingIsDoneAfterIt() {
    List<Integer> done = new ArrayList<>();
    try (OrderedWorker worker = new OrderedWorker("test")) {
      worker.submit(() -> done.add(1));
      worker.submit(
          () -> {
            throw new IllegalArgumentException("the disk is full");
          });
      assertThatThrownBy(
              () -> {
                worker.submit(() -> done.add(3));
                worker.finish();
              })
          .hasMessage("the disk is full");
    }
    assertThat(done).containsExactly(1);
  }

  @Test
  void closingWaitsForWhatWasHandedIn() {
    List<Integer> done = new ArrayList<>();
    try (OrderedWorker worker = new OrderedWorker("test")) {
      worker.submit(() -> done.add(1));
      worker.submit(() -> done.add(2));
    }
    assertThat(done).containsExactly(1, 2);
  }
}
