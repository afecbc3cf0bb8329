package dev.engram.project;

/**
 * A frame with the user's own mask.
 *
 * @param frame its index, from 0
 * @param mask the file, relative to the project folder, with {@code /} between names
 * @param whole whether it is the whole truth: objects that it lacks are not in the frame; otherwise
 *     it says nothing of them
 */
public record ProjectReference(int frame, String mask, boolean whole) {}
