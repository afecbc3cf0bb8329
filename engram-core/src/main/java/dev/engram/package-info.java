/**
 * Video object segmentation: load a model once ({@link dev.engram.Engram}), then step through each
 * video with a session of its own ({@link dev.engram.VideoSegmenter}).
 */
@NullMarked
package dev.engram;

import org.jspecify.annotations.NullMarked;
