package dev.engram.common;

/**
 * Something that the user can mend: a missing file, a mask of another size, a checkpoint of another
 * network.
 *
 * <p>The message is one line that names the place (file, frame), what is wrong with it and the way
 * out, such as {@code masks/00012.png (frame 12): 640x360, but the frames are 854x480. Give a mask
 * of the frame's size.} Everything else that goes wrong is a defect of ours and surfaces as another
 * unchecked exception.
 */
public final class EngramException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line: place, what is wrong, way out
   */
  public EngramException(String message) {
    super(message);
  }

  /**
   * @param message one line: place, what is wrong, way out
   * @param cause what was caught; shown only when asked for
   */
  public EngramException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The same with its place, where the message does not begin with it already.
   *
   * @param place a file, or a part of one
   */
  public EngramException at(String place) {
    String message = String.valueOf(getMessage());
    return message.startsWith(place) ? this : new EngramException(place + ": " + message, this);
  }
}
