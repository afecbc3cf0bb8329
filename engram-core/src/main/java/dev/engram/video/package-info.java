/**
 * Frames in and frames out: videos of any container and codec, folders of images, streams.
 *
 * <p>{@link dev.engram.video.FrameSources#open} gives a {@link dev.engram.video.FrameSource}, which
 * hands out one {@link dev.engram.video.Frame} after another in presentation order; {@link
 * dev.engram.video.FrameAccess} reads one video more than once, also backwards and frame by frame
 * in any order; {@link dev.engram.video.FrameCache} makes pictures of it for display; {@link
 * dev.engram.video.CutDetector} tells its shots apart; {@link dev.engram.video.VideoWriter} writes
 * frames to a video. FFmpeg's C interface and ImageIO stay behind this package.
 */
@NullMarked
package dev.engram.video;

import org.jspecify.annotations.NullMarked;
