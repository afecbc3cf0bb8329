package dev.engram.export;

/** Writes the frames of one export. Nothing is seen of a file before {@link #finish}. */
interface FormatWriter extends AutoCloseable {
  /**
   * @param frame in ascending order; one without a mask comes only to formats that take pictures
   * @return whether it is in the export
   */
  boolean write(ExportFrame frame);

  /** All frames were there. */
  void finish();

  /** Frees everything, and leaves nothing of a file that was not finished. */
  @Override
  void close();
}
