/**
 * Which frame to annotate next (XMem++ section 3.3): the one that is least like every frame that is
 * annotated already.
 *
 * <p>{@link dev.engram.suggest.FrameKeys} keeps what a pass over the video has seen of each frame,
 * on disk; {@link dev.engram.suggest.FrameSuggester} compares frames, as few as will do.
 */
@NullMarked
package dev.engram.suggest;

import org.jspecify.annotations.NullMarked;
