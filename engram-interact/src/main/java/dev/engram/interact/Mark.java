package dev.engram.interact;

/** A part of the frame of which the user says whether it belongs to the object. */
public sealed interface Mark permits Click, Scribble {
  /** Whether it belongs to the object; if not, it belongs to anything else. */
  boolean positive();
}
