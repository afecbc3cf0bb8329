package dev.engram.studio.work;

/**
 * Which frames to suggest.
 *
 * @param count how many, 1 or more
 * @param alpha how much the objects count, and not the whole frame, 0 to 1
 * @param minimumMask part of a frame that the objects must cover, 0 to 1
 */
public record SuggestionRequest(int count, double alpha, double minimumMask) {}
