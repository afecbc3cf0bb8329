package dev.engram.studio;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A clip and where its object is.
 *
 * @param x of a place that is the object's in the first frame
 * @param steadyX of a place that is the object's in every frame
 * @param besideX of a place beside it in the first frame
 * @param otherX of a place that never is the object's
 */
record Scene(
    Path clip,
    int frames,
    int x,
    int y,
    int steadyX,
    int steadyY,
    int besideX,
    int besideY,
    int otherX,
    int otherY) {
  /** The sample of a chair, or a drifting disc where it is missing. */
  static Scene of(Path folder) {
    Path chair = Path.of(System.getProperty("engram.shared", "../shared"), "data/clips/chair.mp4");
    if (Files.exists(chair)) {
      return new Scene(chair, 60, 262, 60, 290, 154, 210, 110, 420, 240);
    }
    System.err.println("no data/clips/chair.mp4 here: the session is held on a drawn clip");
    NumberedClip disc = new NumberedClip(40);
    return new Scene(
        disc.write(folder.resolve("disc.mp4")),
        disc.frames(),
        disc.discX(0),
        disc.discY(),
        disc.discX(disc.frames() / 2),
        disc.discY(),
        220,
        disc.discY(),
        260,
        200);
  }
}
