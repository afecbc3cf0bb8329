package dev.engram.studio.work;

import dev.engram.common.EngramException;
import dev.engram.interact.PreparedFrame;
import dev.engram.interact.PromptSegmenter;
import dev.engram.interact.PromptSegmenters;
import dev.engram.interact.Prompts;
import dev.engram.mask.LabelMap;
import dev.engram.studio.mask.Region;
import dev.engram.video.Frame;
import dev.engram.video.FrameCache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From clicks, boxes and scribbles to regions. Keeps what it knows of the frame that was asked for
 * last. One request at a time; may be used by any thread.
 */
public final class Clicks implements AutoCloseable {
  private final FrameCache frames;
  private final ClickMethods methods = new ClickMethods();
  private @Nullable PromptSegmenter segmenter;
  private @Nullable PreparedFrame prepared;
  private String method = "";
  private long preparedFrame = -1;

  /**
   * @param frames stays the caller's
   */
  public Clicks(FrameCache frames) {
    this.frames = frames;
  }

  /** The names of the methods there are, as of some seconds ago at most; the usual one first. */
  public List<String> methods() {
    return methods.names();
  }

  /**
   * The region that prompts mean.
   *
   * @param wanted one of {@link #methods}
   * @param start what the object was before the first of the prompts; null for nothing
   * @throws EngramException if there is no such method or frame, or a prompt lies outside of it
   */
  public synchronized Region region(
      int frame, String wanted, Prompts prompts, @Nullable LabelMap start) {
    LabelMap found = prepare(frame, wanted).segment(prompts, start);
    return Region.of(found.width(), found.height(), found.mask(PreparedFrame.OBJECT));
  }

  /** Looks at a frame before anybody clicks on it. */
  public synchronized void look(int frame, String wanted) {
    prepare(frame, wanted);
  }

  private PreparedFrame prepare(int frame, String wanted) {
    PreparedFrame known = prepared;
    if (known != null && preparedFrame == frame && method.equals(wanted)) {
      return known;
    }
    forget();
    PromptSegmenter current = segmenter;
    if (current == null || !method.equals(wanted)) {
      if (current != null) {
        current.close();
      }
      current = PromptSegmenters.open(wanted);
      segmenter = current;
      method = wanted;
    }
    Frame pixels = frames.frame(frame).join();
    PreparedFrame fresh = current.prepare(pixels);
    prepared = fresh;
    preparedFrame = frame;
    return fresh;
  }

  private void forget() {
    if (prepared != null) {
      prepared.close();
      prepared = null;
    }
  }

  @Override
  public synchronized void close() {
    forget();
    if (segmenter != null) {
      segmenter.close();
      segmenter = null;
    }
  }
}
