package dev.engram.video;

import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.IntSupplier;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** An input that FFmpeg has opened and recognised, with an end to every wait. */
final class OpenInput implements AutoCloseable, NativeCallbacks.Target {
  private static final int BUFFER = 1 << 16;

  /** Formats in which FFmpeg paints any text as a video. */
  private static final Set<String> TEXT_ART = Set.of("tty", "bin", "xbin", "adf", "idf");

  private final VideoInput origin;
  private final long id;
  private final byte[] chunk = new byte[BUFFER];
  private final byte[] head = new byte[MatroskaSize.HEAD];

  /** Bytes from the stream so far, or in the file. */
  private long received;

  private @Nullable IOException failure;
  private @Nullable AVIOContext io;
  private @Nullable AVFormatContext format;
  private long deadline = Long.MAX_VALUE;

  private OpenInput(VideoInput origin) {
    this.origin = origin;
    this.id = NativeCallbacks.add(this);
  }

  /**
   * @throws EngramException if nothing answers, or what answers is no video
   */
  static OpenInput open(VideoInput origin) {
    Ffmpeg.load();
    OpenInput input = new OpenInput(origin);
    try {
      input.openNative();
      return input;
    } catch (RuntimeException | Error e) {
      input.close();
      throw e;
    }
  }

  private void openNative() {
    if (origin.file() != null) {
      readHead(origin.file());
    }
    AVFormatContext context = Ffmpeg.allocated(avformat_alloc_context());
    if (origin.patienceMillis() > 0) {
      context.interrupt_callback().callback(NativeCallbacks.INTERRUPT);
      context.interrupt_callback().opaque(NativeCallbacks.opaque(id));
    }
    if (origin.stream() != null) {
      BytePointer buffer = new BytePointer(Ffmpeg.allocated(av_malloc(BUFFER)));
      AVIOContext reader =
          Ffmpeg.allocated(
              avio_alloc_context(
                  buffer, BUFFER, 0, NativeCallbacks.opaque(id), NativeCallbacks.READ, null, null));
      io = reader;
      context.pb(reader);
    }
    startWaiting();
    int code = openContext(context);
    if (code < 0) {
      throw cannotOpen(code);
    }
    format = context;
    if (TEXT_ART.contains(context.iformat().name().getString())) {
      throw cannotOpen(AVERROR_INVALIDDATA);
    }
    code = avformat_find_stream_info(context, (AVDictionary) null);
    if (code < 0) {
      throw cannotOpen(code);
    }
  }

  /** On failure FFmpeg has freed the context. */
  private int openContext(AVFormatContext context) {
    String address = origin.address() == null ? "" : origin.address();
    try (PointerPointer<AVFormatContext> slot = new PointerPointer<>(1);
        PointerPointer<AVDictionary> options = new PointerPointer<>(1);
        BytePointer url = Ffmpeg.string(address)) {
      slot.put(0, context);
      options.put(0, (Pointer) null);
      if (address.startsWith("rtsp")) {
        // one connection passes routers and loses nothing
        try (BytePointer key = Ffmpeg.string("rtsp_flags");
            BytePointer value = Ffmpeg.string("prefer_tcp")) {
          av_dict_set(options, key, value, 0);
        }
      }
      int code = avformat_open_input(slot, url, null, options);
      av_dict_free(options);
      return code;
    }
  }

  private EngramException cannotOpen(int code) {
    String why = failure();
    if (why == null && code == AVERROR_EXIT && isLate()) {
      why = "no answer within " + patience();
    }
    if (why == null && origin.stream() != null && received == 0) {
      why = "nothing arrived";
    }
    if (why != null || (code != AVERROR_INVALIDDATA && code != AVERROR_EOF)) {
      String reason = why == null ? Ffmpeg.message(code) : why;
      return new EngramException(
          label() + ": cannot be opened (" + reason + "). Check that it is there and sends video.");
    }
    if (isMp4()) {
      return new EngramException(
          label() + ": has no index (moov), so it was cut short or never finished. Copy it again.");
    }
    return new EngramException(
        label() + ": not a video that can be read. Give a video file or a folder of images.");
  }

  private boolean isMp4() {
    return new String(head, 4, 4, StandardCharsets.ISO_8859_1).equals("ftyp");
  }

  /** Whether, at the end, a container that states its own length has not come whole. */
  boolean isShorterThanItSays() {
    return received < MatroskaSize.promised(head);
  }

  private void readHead(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      in.readNBytes(head, 0, head.length);
      received = Files.size(file);
    } catch (IOException e) {
      // FFmpeg meets the same failure and words it
      received = 0;
    }
  }

  /**
   * Runs one call into FFmpeg with a limit on its waiting.
   *
   * @return the call's own code
   * @throws EngramException if the limit has passed or the thread was interrupted
   */
  int guarded(IntSupplier call) {
    startWaiting();
    int code = call.getAsInt();
    if (code == AVERROR_EXIT && origin.patienceMillis() > 0) {
      throw new EngramException(
          Thread.currentThread().isInterrupted()
              ? label() + ": reading was interrupted. Open it again to go on."
              : label()
                  + ": nothing came for "
                  + patience()
                  + ". Check the connection and open it again.");
    }
    return code;
  }

  private void startWaiting() {
    deadline = System.nanoTime() + origin.patienceMillis() * 1_000_000L;
  }

  private String patience() {
    return origin.patienceMillis() / 1000.0 + " seconds";
  }

  private boolean isLate() {
    return System.nanoTime() - deadline > 0;
  }

  @Override
  public boolean isOver() {
    return isLate() || Thread.currentThread().isInterrupted();
  }

  @Override
  public int read(BytePointer buffer, int size) {
    try {
      InputStream stream = origin.stream();
      int count = stream == null ? -1 : stream.read(chunk, 0, Math.min(size, chunk.length));
      if (count <= 0) {
        return AVERROR_EOF;
      }
      for (int i = 0; i < count && received + i < head.length; i++) {
        head[(int) received + i] = chunk[i];
      }
      received += count;
      buffer.put(chunk, 0, count);
      return count;
    } catch (IOException e) {
      failure = e;
      return AVERROR_EXTERNAL;
    } catch (RuntimeException e) {
      failure = new IOException(e);
      return AVERROR_EXTERNAL;
    }
  }

  /** What the stream behind the input failed with, or null. */
  @Nullable String failure() {
    return failure == null ? null : AtomicFile.reason(failure);
  }

  AVFormatContext format() {
    return Ffmpeg.allocated(format);
  }

  String label() {
    return origin.label();
  }

  boolean lossy() {
    return origin.lossy();
  }

  @Override
  public void close() {
    if (format != null) {
      avformat_close_input(format);
      format = null;
    }
    AVIOContext reader = io;
    if (reader != null) {
      io = null;
      // FFmpeg may have replaced the buffer that it was given
      av_free(reader.buffer());
      avio_context_free(reader);
    }
    NativeCallbacks.remove(id);
  }
}
