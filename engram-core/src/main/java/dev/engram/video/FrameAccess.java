package dev.engram.video;

import dev.engram.common.EngramException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A video whose frames can be read more than once: forwards, backwards, or only some of them.
 *
 * <p>Each pass is a {@link FrameSource} of its own. Its frames have the index, name and time that
 * they have in the video, and the frame count and names that it gives are the whole video's. Any
 * number of passes may be open at once, each on a thread of its own; this belongs to one thread.
 *
 * <p>A video file is looked through once, without decoding, when a frame of it is first wanted out
 * of turn. If that tells for certain which frame is where, frames are decoded from the key picture
 * before them; otherwise (pictures without times, hidden or half ones, signs of damage) from the
 * first frame. They are the same either way, bit for bit.
 *
 * <p>What cannot be opened twice (standard input, pipes, live transports) can be read in one
 * forward pass and no other way.
 */
public final class FrameAccess implements AutoCloseable {
  /** Pixels that a backward pass over a video holds: 86 frames of 1920x1080, 436 of 854x480. */
  static final long CHUNK_BYTES = 512L << 20;

  /** Fetched from a place where the same bytes can be fetched again. */
  private static final Set<String> LASTING = Set.of("file", "http", "https", "ftp", "sftp");

  private final String input;
  private final boolean canReopen;
  private final long chunkBytes;
  private final FrameSource opened;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final Set<Pass> passes = ConcurrentHashMap.newKeySet();
  private final LazyFrameIndex index;
  private @Nullable Pass stepping;
  private long count = -1;
  private boolean closed;

  private FrameAccess(String input, boolean canReopen, FrameSource opened, long chunkBytes) {
    this.input = input;
    this.canReopen = canReopen;
    this.opened = opened;
    this.chunkBytes = chunkBytes;
    this.index =
        new LazyFrameIndex(canReopen && opened instanceof VideoSource video ? video.input() : null);
  }

  /**
   * Opens what {@link FrameSources#open(String)} does.
   *
   * @return the caller closes it
   * @throws EngramException if nothing is there, or nothing that can be decoded; names the input
   */
  public static FrameAccess open(String input) {
    // a quarter of the heap, so that a small one has room for the rest
    return open(input, Math.min(CHUNK_BYTES, Runtime.getRuntime().maxMemory() / 4));
  }

  /**
   * A source of which every frame can be had once.
   *
   * @param source at its first frame; closed with this
   */
  public static FrameAccess once(FrameSource source) {
    return new FrameAccess(source.describe(), false, source, CHUNK_BYTES);
  }

  /**
   * @param chunkBytes of pixels that a backward pass over a video holds; at least one frame
   */
  static FrameAccess open(String input, long chunkBytes) {
    FrameSource opened = FrameSources.open(input);
    return new FrameAccess(input, isLasting(input), opened, chunkBytes);
  }

  /** Whether the same frames can be had again. Of an input that could be opened. */
  static boolean isLasting(String input) {
    if (input.equals("-")) {
      return false;
    }
    int scheme = input.indexOf("://");
    if (scheme >= 0) {
      return LASTING.contains(input.substring(0, scheme).toLowerCase(Locale.ROOT));
    }
    // not so a named pipe, a device, or what a shell makes of <(...)
    Path path = Path.of(input);
    return Files.isDirectory(path) || Files.isRegularFile(path);
  }

  /**
   * Whether it can be read more than once: true for files, folders and addresses of files, false
   * for standard input, pipes, devices and live transports.
   */
  public boolean canReopen() {
    return canReopen;
  }

  /**
   * The frames from one on.
   *
   * @param first its index, 0 or more; beyond the end there are no frames
   * @return at that frame; the caller closes it, or it is closed with this
   * @throws EngramException if a frame that it is decoded from is damaged, the input is gone, or it
   *     can be read only once and has been
   */
  public FrameSource forward(long first) {
    requireIndex(first);
    requireOpen();
    Pass pass = pass(fromTheStart());
    try {
      pass.skip(first);
      return pass;
    } catch (RuntimeException | Error e) {
      pass.close();
      throw e;
    }
  }

  /**
   * The frames {@code last}, {@code last - 1}, ..., {@code first}.
   *
   * <p>Of images each is read when its turn comes. A video is decoded in chunks of at most 512 MiB
   * of pixels (or a quarter of the heap, if that is less), which are then held. Chunks begin at key
   * pictures where these are near enough, so that every frame is decoded once; where a chunk is
   * shorter than the way from one key picture to the next, that way is decoded up to each chunk.
   * Without an index it is so from the first frame: {@code n} frames in chunks of {@code c} cost
   * about {@code n * n / (2 * c)} frames decoded, though not converted.
   *
   * @param first 0 or more
   * @param last beyond the end, such as {@link Long#MAX_VALUE}, for the video's last frame
   * @return the caller closes it, or it is closed with this. Decodes a chunk when that is asked
   *     for; damage in what it is decoded from is an error then.
   * @throws EngramException if the input can be read only once
   */
  public FrameSource backward(long first, long last) {
    requireIndex(first);
    requireOpen();
    requireReopening();
    if (opened instanceof ImageFolderSource images) {
      return pass(images.backward(first, last));
    }
    FrameIndex frames = index.get();
    long frameCount = frames == null ? count : frames.count();
    long end = frameCount < 0 ? last : Math.min(last, frameCount - 1);
    long frameBytes = 3L * opened.width() * opened.height();
    int chunk = (int) Math.max(1, Math.min(chunkBytes / frameBytes, Integer.MAX_VALUE));
    LongUnaryOperator entries = frames == null ? LongUnaryOperator.identity() : frames::nextEntry;
    return pass(new BackwardVideo(opened, this::seeking, entries, chunk, first, end));
  }

  /**
   * Some frames in ascending order, in one pass that decodes no more than it must.
   *
   * @param indices 0 or more, in natural order; copied
   * @return the caller closes it, or it is closed with this. An index beyond the end is an {@link
   *     EngramException} at that frame, which says how many there are.
   * @throws EngramException if the input can be read only once, or is gone
   */
  public FrameSource chosen(SortedSet<Long> indices) {
    indices.forEach(FrameAccess::requireIndex);
    requireOpen();
    requireReopening();
    return pass(new ChosenFrames(fromTheStart(), indices));
  }

  /**
   * One frame. The decoder stays open and where it is: the frame after the last one costs no more
   * than its own decoding, any other the way from the key picture before it.
   *
   * @param index 0 or more
   * @throws EngramException if the video has no such frame, or cannot be read so far, or only once
   */
  public Frame frame(long index) {
    requireIndex(index);
    requireOpen();
    requireReopening();
    Pass pass = stepping;
    if (pass == null) {
      pass = pass(fromTheStart());
      stepping = pass;
    }
    long reached;
    Frame frame;
    try {
      reached = pass.seek(index);
      frame = reached < index ? null : pass.next();
    } catch (RuntimeException | Error e) {
      // past damage a decoder gives nothing more
      pass.close();
      stepping = null;
      throw e;
    }
    if (frame == null) {
      throw ChosenFrames.noFrame(describe(), reached, index);
    }
    return frame;
  }

  /**
   * How many frames there are, exactly. What a container says may be missing, or count frames that
   * cannot be shown, so a video file's are told from a look through its packets, or else counted in
   * a pass over the whole of it the first time.
   *
   * @throws EngramException if the video is damaged so that frames are missing, or can be read only
   *     once
   */
  public long countFrames() {
    if (count < 0) {
      requireReopening();
      FrameIndex frames = index.get();
      if (frames != null) {
        return frames.count();
      }
      try (FrameSource source = forward(0)) {
        count = source.skip(Long.MAX_VALUE);
      }
    }
    return count;
  }

  /** The image file that a frame comes from; null for a video, and beyond the end. */
  @Nullable Path imageFile(long index) {
    return opened instanceof ImageFolderSource images ? images.file(index) : null;
  }

  /** Whether frames are found by an index, which none has been found to differ from so far. */
  boolean goesByIndex() {
    return index.get() != null;
  }

  private FrameSource fromTheStart() {
    return opened instanceof ImageFolderSource images ? images.forward() : seeking();
  }

  /** A pass that may go by the index; of what can be read only once, that one reading. */
  private FrameSource seeking() {
    FrameSource video = reopen();
    return canReopen ? new SeekingSource(video, index, this::reopen) : video;
  }

  private FrameSource reopen() {
    if (!taken.getAndSet(true)) {
      return opened;
    }
    requireReopening();
    return FrameSources.open(input);
  }

  private Pass pass(FrameSource source) {
    Pass pass = new Pass(source, passes::remove);
    passes.add(pass);
    return pass;
  }

  private static void requireIndex(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("frame " + index + ": they count from 0");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(describe() + " is closed");
    }
  }

  /**
   * @throws EngramException if it can be read only once
   */
  void requireReopening() {
    if (!canReopen) {
      throw new EngramException(
          describe() + ": can be read only once, and forwards. Save it to a file first.");
    }
  }

  /** As {@link FrameSource#frameCount}: -1 if unknown, and not always exact. */
  public long frameCount() {
    return opened.frameCount();
  }

  /** As {@link FrameSource#frameRate}: frames a second, 0 if unknown. */
  public double frameRate() {
    return opened.frameRate();
  }

  /** Pixels a row of every frame, after rotation. */
  public int width() {
    return opened.width();
  }

  /** Rows of every frame, after rotation. */
  public int height() {
    return opened.height();
  }

  /** The names of all frames in order if they are image files; empty for a video. */
  public List<String> names() {
    return opened.names();
  }

  /** The names of all image files in order, with their extensions; empty for a video. */
  public List<String> fileNames() {
    return opened instanceof ImageFolderSource images ? images.fileNames() : List.of();
  }

  /** The input as messages name it: a path, a URL or {@code standard input}. */
  public String describe() {
    return opened.describe();
  }

  /** Closes all passes; one that another thread reads is freed when it has its frame. */
  @Override
  public void close() {
    closed = true;
    for (Pass pass : passes) {
      pass.close();
    }
    if (!taken.getAndSet(true)) {
      opened.close();
    }
  }
}
