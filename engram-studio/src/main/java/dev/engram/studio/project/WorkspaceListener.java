package dev.engram.studio.project;

/** Hears of changes, on the thread that made them; returns at once. */
public interface WorkspaceListener {
  /** Something of the project's state has changed. */
  void changed();

  /** Another mask is shown of a frame. */
  void maskChanged(int frame);

  /**
   * Something went wrong behind the user's back.
   *
   * @param what a line for the user
   */
  void failed(String what);
}
