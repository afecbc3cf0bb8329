package dev.engram.interact;

import dev.engram.common.EngramException;
import dev.engram.video.Frame;

/**
 * Makes masks of prompts.
 *
 * <pre>{@code
 * try (PromptSegmenter segmenter = PromptSegmenters.embedded();
 *     PreparedFrame prepared = segmenter.prepare(frame)) {
 *   LabelMap mask = prepared.segment(Prompts.of(Click.on(120, 80)), null);
 * }
 * }</pre>
 *
 * <p>It and its frames belong to one thread at a time.
 */
public interface PromptSegmenter extends AutoCloseable {
  /** What it is, such as {@code random walks over colours and features of engram-s}. */
  String description();

  /**
   * Does what depends on the image alone, so that each click after it is cheap.
   *
   * @param frame kept until the prepared frame is closed; its pixels must not change
   * @return to be closed before the segmenter
   * @throws EngramException if the frame is too large for the memory at hand
   */
  PreparedFrame prepare(Frame frame);

  /** Frees what it holds. */
  @Override
  void close();
}
