package dev.engram.testing;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.VideoSegmenter;
import dev.engram.memory.MemoryOptions;
import dev.engram.tensor.Device;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A tiny model that is loaded once for a test class. */
public final class TinyEngram implements BeforeAllCallback, AfterAllCallback {
  private @Nullable Engram loaded;

  /**
   * Options that fill all kinds of memory within a few frames: every other frame is memorised, at
   * most four frames are kept, and prototypes are made of the rest.
   */
  public static SegmenterOptions fewFrames(boolean referencePairing) {
    return SegmenterOptions.defaults()
        .withSize(SegmenterOptions.OWN_SIZE)
        .withMemEvery(2)
        .withMemory(new MemoryOptions(4, 2, 4, 20, 30, true, referencePairing));
  }

  /** The model; closed after the class's last test. */
  public Engram model() {
    return Objects.requireNonNull(loaded, "only while tests run");
  }

  /** A session, which the caller closes. */
  public VideoSegmenter open(SegmenterOptions options) {
    return model().open(options);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    loaded = Engram.of(TinyXMem.plain().weights(), Device.CPU);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    model().close();
  }
}
