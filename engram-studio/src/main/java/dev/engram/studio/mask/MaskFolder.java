package dev.engram.studio.mask;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The masks that were propagated, one file a frame. Written behind the network's back, and read as
 * if they had been written at once. May be used by any thread.
 */
public final class MaskFolder implements AutoCloseable {
  private static final int CACHED = 64;
  private static final int MOST_WAITING = 16;

  private final Path folder;
  private final IntFunction<String> frameName;
  private final Consumer<EngramException> onFailure;
  private final BitSet present = new BitSet();
  private final Map<Integer, LabelMap> waiting = new ConcurrentHashMap<>();
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "engram-masks");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<Integer, LabelMap> cache = LatestUsed.map(CACHED);

  /**
   * @param frames how many the video has
   * @param frameName after which masks are called
   * @param onFailure hears of masks that could not be written
   */
  public MaskFolder(
      Path folder, int frames, IntFunction<String> frameName, Consumer<EngramException> onFailure) {
    this.folder = folder;
    this.frameName = frameName;
    this.onFailure = onFailure;
    if (Files.isDirectory(folder)) {
      for (int frame = 0; frame < frames; frame++) {
        present.set(frame, Files.exists(file(frame)));
      }
    }
  }

  private Path file(int frame) {
    return folder.resolve(frameName.apply(frame) + ".png");
  }

  /** The frames that have a mask; a copy. */
  public synchronized BitSet present() {
    return (BitSet) present.clone();
  }

  /**
   * The mask of a frame, or null if it has none.
   *
   * @throws EngramException if its file is damaged
   */
  public @Nullable LabelMap get(int frame) {
    LabelMap fresh = waiting.get(frame);
    if (fresh != null) {
      return fresh;
    }
    synchronized (this) {
      LabelMap known = cache.get(frame);
      if (known != null || !present.get(frame)) {
        return known;
      }
    }
    Path file = file(frame);
    if (!Files.exists(file)) {
      return null;
    }
    LabelMap read = new MaskReader().read(file).labels();
    synchronized (this) {
      cache.put(frame, read);
    }
    return read;
  }

  /** Puts the mask of a frame; waits if too many have not been written yet. */
  public void put(int frame, LabelMap mask, Palette palette) {
    room.acquireUninterruptibly();
    synchronized (this) {
      waiting.put(frame, mask);
      cache.put(frame, mask);
      present.set(frame);
    }
    writer.execute(
        () -> {
          try {
            MaskWriter.write(file(frame), mask, palette);
          } catch (EngramException e) {
            onFailure.accept(e);
          } finally {
            waiting.remove(frame, mask);
            room.release();
          }
        });
  }

  /** Waits until all masks are on disk. */
  public void finish() {
    room.acquireUninterruptibly(MOST_WAITING);
    room.release(MOST_WAITING);
  }

  /** Finishes writing. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(1, TimeUnit.MINUTES)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
