package dev.engram.project;

import dev.engram.common.EngramException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A file of COCO, YouTube-VIS or "CVAT for video", which holds the masks of many frames. */
final class AnnotationFile {
  private AnnotationFile() {}

  /** Whether a file is one, by the ending of its name. */
  static boolean is(Path file) {
    return Files.isRegularFile(file)
        && file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(json|xml)");
  }

  /**
   * Reads the run lengths.
   *
   * @throws EngramException if it is damaged or of other frames
   */
  static AnnotatedShapes read(Path file, Footage footage) {
    boolean xml = file.toString().toLowerCase(Locale.ROOT).endsWith(".xml");
    return xml ? CvatTracks.read(file, footage) : CocoAnnotations.read(file, footage);
  }
}
