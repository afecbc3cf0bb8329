package dev.engram.video;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The functions that FFmpeg calls back. JavaCPP has room for ten of a kind, so there is one of each
 * for all inputs, which finds its input by the number passed as FFmpeg's opaque pointer.
 */
final class NativeCallbacks {
  private static final Map<Long, Target> TARGETS = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT = new AtomicLong(1);

  static final Interrupt INTERRUPT = new Interrupt();
  static final Read READ = new Read();

  private NativeCallbacks() {}

  /** Called on the thread that has called FFmpeg; must not throw. */
  interface Target {
    /** Whether FFmpeg should give up what it waits for. */
    boolean isOver();

    /**
     * @param buffer to fill from its start
     * @return bytes filled, or a negative error code
     */
    int read(BytePointer buffer, int size);
  }

  /**
   * @return the number by which FFmpeg names the target, until {@link #remove}
   */
  static long add(Target target) {
    long id = NEXT.getAndIncrement();
    TARGETS.put(id, target);
    return id;
  }

  static void remove(long id) {
    TARGETS.remove(id);
  }

  /** The number as FFmpeg carries it; never dereferenced. */
  static Pointer opaque(long id) {
    return new Opaque(id);
  }

  private static @Nullable Target find(@Nullable Pointer opaque) {
    return opaque == null ? null : TARGETS.get(opaque.address());
  }

  private static final class Opaque extends Pointer {
    Opaque(long id) {
      address = id;
    }
  }

  static final class Interrupt extends AVIOInterruptCB.Callback_Pointer {
    @Override
    public int call(@Nullable Pointer opaque) {
      Target target = find(opaque);
      return target == null || target.isOver() ? 1 : 0;
    }
  }

  static final class Read extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(@Nullable Pointer opaque, BytePointer buffer, int size) {
      Target target = find(opaque);
      return target == null ? AVERROR_EXTERNAL : target.read(buffer, size);
    }
  }
}
