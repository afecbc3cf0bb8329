package dev.engram.train;

import dev.engram.common.OtherThread;
import dev.engram.train.TrainConfig.Phase;
import dev.engram.train.data.Clip;
import dev.engram.train.data.ClipSource;
import dev.engram.train.data.Clips;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes the clips of coming iterations beside the network's work. What an iteration gets depends on
 * the seed and its number alone, so that a resumed run sees what an undisturbed one would have.
 */
final class BatchLoader implements AutoCloseable {
  private static final int AHEAD = 3;

  private final TrainConfig config;
  private final Clips clips;
  private final ExecutorService threads;
  private final Deque<List<Future<Clip>>> pending = new ArrayDeque<>();
  private long next;

  BatchLoader(TrainConfig config, Clips clips, long firstIteration, int threadCount) {
    this.config = config;
    this.clips = clips;
    this.next = firstIteration;
    threads =
        Executors.newFixedThreadPool(
            threadCount,
            task -> {
              Thread thread = new Thread(task, "data loader");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The random numbers of one purpose in one iteration. */
  static SplittableRandom random(long seed, long iteration, int purpose) {
    return new SplittableRandom(
        new SplittableRandom(seed + 0x9E3779B97F4A7C15L * iteration).nextLong() + purpose);
  }

  /** The clips of the next iteration. */
  List<Clip> next() {
    while (pending.size() < AHEAD && next < config.iterations()) {
      pending.addLast(request(next));
      next++;
    }
    List<Clip> batch = new ArrayList<>();
    for (Future<Clip> clip : pending.removeFirst()) {
      batch.add(await(clip));
    }
    return batch;
  }

  private List<Future<Clip>> request(long iteration) {
    Phase phase = config.phaseAt(iteration);
    int objects =
        random(config.seed(), iteration, -1).nextInt(phase.leastObjects(), phase.mostObjects() + 1);
    ClipSource.Request request =
        new ClipSource.Request(
            phase.frames(), phase.size(), objects, phase.maxJump(), phase.motion());
    List<Future<Clip>> batch = new ArrayList<>();
    for (int i = 0; i < phase.batch(); i++) {
      SplittableRandom random = random(config.seed(), iteration, i);
      batch.add(threads.submit(() -> clips.clip(random, request, phase.mix())));
    }
    return batch;
  }

  private static Clip await(Future<Clip> clip) {
    try {
      return clip.get();
    } catch (ExecutionException e) {
      throw OtherThread.failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for data", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
