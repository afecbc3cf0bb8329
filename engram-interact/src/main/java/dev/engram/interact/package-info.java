/**
 * Clicks, boxes and scribbles on one frame become the mask of one object.
 *
 * <p>{@link dev.engram.interact.Prompts} is what a user has marked, {@link
 * dev.engram.interact.PromptSegmenter} makes masks of it. The only place that knows OpenCV and ONNX
 * Runtime.
 */
@NullMarked
package dev.engram.interact;

import org.jspecify.annotations.NullMarked;
