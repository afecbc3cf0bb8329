package dev.engram.suggest;

import dev.engram.common.EngramException;
import dev.engram.tensor.Resize;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorFile;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keys, shrinkage, selection and masks of a video's frames, in a file that lives as long as this.
 *
 * <p>All that it holds in memory is where each frame lies and how much of it each object covers,
 * some hundred bytes a frame. In half precision a frame of 480p with 64 channels takes 0.4 MB of
 * the file.
 *
 * <p>Belongs to one thread. An interrupt during a read or a write closes the file, as it does every
 * {@link FileChannel}.
 */
public final class FrameKeys implements AutoCloseable {
  /** A pixel belongs to an object whose probability is above it. */
  private static final double PRESENT = 0.5;

  private static final double GREATEST_HALF = 65504;

  private final Path file;
  private final FileChannel channel;
  private final TensorType type;
  private final TreeMap<Integer, Entry> entries = new TreeMap<>();
  private long[] shape = {};
  private long end;

  private FrameKeys(Path file, FileChannel channel, TensorType type) {
    this.file = file;
    this.channel = channel;
    this.type = type;
  }

  /**
   * How many of a frame's pixels are each object's. Counts, as shares of objects would not add up
   * to the share of all.
   */
  private record Presence(List<Long> counts, long pixels) {}

  /**
   * Where a frame lies, and what is asked of it without reading it.
   *
   * @param room how many objects' masks fit where its masks lie
   */
  private record Entry(long keys, long masks, int room, Presence presence, double uncertainty) {}

  /**
   * An empty store in a file of the system's temporary folder.
   *
   * @param type what elements are kept as: FLOAT16, or FLOAT32 for twice the space and every bit
   * @throws EngramException if the file cannot be made
   */
  public static FrameKeys temporary(TensorType type) {
    try {
      Path file = Files.createTempFile("engram-keys-", ".bin");
      return open(file, type, StandardOpenOption.CREATE);
    } catch (IOException e) {
      throw new EngramException(
          "The temporary folder "
              + System.getProperty("java.io.tmpdir")
              + " takes no file for the frames' keys. Free some space, or name another by"
              + " -Djava.io.tmpdir.",
          e);
    }
  }

  /**
   * An empty store in a file of this name, which some systems do not show while it is in use.
   *
   * @param type as for {@link #temporary}
   * @throws EngramException if the file exists already, or cannot be made
   */
  public static FrameKeys in(Path file, TensorType type) {
    try {
      return open(file, type, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new EngramException(
          file + ": it exists already. Name a file for the frames' keys that does not.", e);
    } catch (IOException e) {
      throw new EngramException(
          file + ": it cannot be made. Name a file in a folder that can be written.", e);
    }
  }

  private static FrameKeys open(Path file, TensorType type, StandardOpenOption create)
      throws IOException {
    if (type != TensorType.FLOAT16 && type != TensorType.FLOAT32) {
      throw new IllegalArgumentException("keys are kept as FLOAT16 or FLOAT32, not " + type);
    }
    return new FrameKeys(
        file,
        FileChannel.open(
            file,
            create,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE),
        type);
  }

  /**
   * Adds a frame, in any order of frames; copies what it is given.
   *
   * @param frame its index in the video, from 0
   * @param key k: [1, C, h, w], the same C, h and w for all frames
   * @param shrinkage s: [1, 1, h, w]
   * @param selection e, in 0..1: [1, C, h, w]
   * @param masks probabilities of the objects without the background, at least one object and the
   *     same area as the key's: [objects, 1, H, W]. They are resized to (h, w) by nearest
   * @param uncertainty how unsure the masks are, in 0..1, as by {@link Uncertainty#of}
   * @throws IllegalArgumentException if the frame is there already, or something is of another
   *     shape
   * @throws EngramException if the file cannot be written
   */
  public void append(
      int frame, Tensor key, Tensor shrinkage, Tensor selection, Tensor masks, double uncertainty) {
    if (frame < 0 || entries.containsKey(frame)) {
      throw new IllegalArgumentException("frame " + frame + " is negative or there already");
    }
    if (entries.isEmpty()) {
      shape = key.shape();
    }
    requireShape(key, shape);
    requireShape(selection, shape);
    requireShape(shrinkage, 1, 1, shape[2], shape[3]);
    try (TensorScope scope = TensorScope.open()) {
      Tensor all = Tensors.cat(1, key, selection, shrinkage);
      Tensor rows = all.reshape(2 * shape[1] + 1, elements()).transpose(0, 1);
      long behind = write(end, rows);
      putMasks(frame, end, behind, 0, masks, uncertainty);
    }
  }

  /**
   * Gives a frame other masks; its keys stay. Tell {@link FrameSuggester#maskChanged}.
   *
   * @param masks as for {@link #append}; there may be more or fewer objects than before
   * @param uncertainty as for {@link #append}
   * @throws IllegalArgumentException if the frame is not there
   * @throws EngramException if the file cannot be written
   */
  public void replaceMasks(int frame, Tensor masks, double uncertainty) {
    Entry entry = entry(frame);
    long place = masks.size(0) <= entry.room ? entry.masks : end;
    try (TensorScope scope = TensorScope.open()) {
      putMasks(frame, entry.keys, place, entry.room, masks, uncertainty);
    }
  }

  private void putMasks(
      int frame, long keys, long place, int room, Tensor masks, double uncertainty) {
    if (!(uncertainty >= 0 && uncertainty <= 1)) {
      throw new IllegalArgumentException("an uncertainty of " + uncertainty + " is not in 0..1");
    }
    int objects = Math.toIntExact(masks.size(0));
    Tensor resized = Resize.nearest(masks, shape[2], shape[3]).reshape(objects, elements());
    long behind = write(place, resized);
    end = Math.max(end, behind);
    entries.put(
        frame, new Entry(keys, place, Math.max(room, objects), presences(masks), uncertainty));
  }

  private static Presence presences(Tensor masks) {
    long pixels = masks.size(2) * masks.size(3);
    Tensor present = masks.greater(PRESENT).to(TensorType.INT64);
    List<Long> counts = new ArrayList<>();
    for (long count : present.reshape(masks.size(0), pixels).sum(1, false).toLongs()) {
      counts.add(count);
    }
    return new Presence(counts, pixels);
  }

  private long write(long position, Tensor rows) {
    Tensor bounded = type == TensorType.FLOAT16 ? rows.clamp(-GREATEST_HALF, GREATEST_HALF) : rows;
    try {
      return TensorFile.write(channel, position, bounded.to(type));
    } catch (IOException e) {
      throw new EngramException(
          file + ": the frames' keys cannot be written. Free some space on that disk.", e);
    }
  }

  private static void requireShape(Tensor tensor, long... shape) {
    if (!Arrays.equals(tensor.shape(), shape) || shape[0] != 1) {
      throw new IllegalArgumentException(tensor + " is not " + Arrays.toString(shape));
    }
  }

  private long elements() {
    return shape[2] * shape[3];
  }

  private Entry entry(int frame) {
    Entry entry = entries.get(frame);
    if (entry == null) {
      throw new IllegalArgumentException("frame " + frame + " was not appended");
    }
    return entry;
  }

  /** Whether a frame is there. */
  public boolean contains(int frame) {
    return entries.containsKey(frame);
  }

  /** The frames that are there, ascending; a view that must not be changed. */
  public NavigableSet<Integer> frames() {
    return Collections.unmodifiableNavigableSet(entries.navigableKeySet());
  }

  /**
   * How much of a frame objects cover, in percent of its pixels. A pixel is an object's where its
   * probability is above 0.5, which no two objects' are.
   *
   * @param objects rows of the frame's masks, counted from 0; those that it lacks cover nothing.
   *     None stand for all
   * @throws IllegalArgumentException if the frame is not there
   */
  public double presence(int frame, Set<Integer> objects) {
    Presence presence = entry(frame).presence;
    long sum = 0;
    for (int o = 0; o < presence.counts.size(); o++) {
      sum += objects.isEmpty() || objects.contains(o) ? presence.counts.get(o) : 0;
    }
    return 100.0 * sum / presence.pixels;
  }

  /**
   * How unsure the frame's masks are, as it was given, in 0..1.
   *
   * @throws IllegalArgumentException if the frame is not there
   */
  public double uncertainty(int frame) {
    return entry(frame).uncertainty;
  }

  /** Reads a frame into the innermost scope. */
  StoredFrame read(int frame) {
    Entry entry = entry(frame);
    long channels = shape[1];
    long n = elements();
    try {
      Tensor rows = read(entry.keys, n, 2 * channels + 1);
      return new StoredFrame(
          rows.narrow(1, 0, channels),
          rows.narrow(1, 2 * channels, 1),
          rows.narrow(1, channels, channels),
          read(entry.masks, entry.presence.counts.size(), n));
    } catch (IOException e) {
      throw new EngramException(
          file + " (frame " + frame + "): its keys cannot be read back. Segment the video again.",
          e);
    }
  }

  private Tensor read(long position, long rows, long columns) throws IOException {
    return TensorFile.read(channel, position, type, rows, columns).to(TensorType.FLOAT32);
  }

  /** Deletes the file; nothing can be read or written any more. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EngramException(file + ": it cannot be deleted. Delete it by hand.", e);
    }
  }
}
