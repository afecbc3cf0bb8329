package dev.engram.eval.references;

/**
 * How good the mask of a frame is.
 *
 * @param frame its index in the video
 * @param region J, mean over the objects of the video, 0 to 1; 1 for an object that neither the
 *     truth nor the result has
 * @param contour F, likewise
 * @param reference whether its mask was given
 */
public record FrameQuality(long frame, double region, double contour, boolean reference) {}
