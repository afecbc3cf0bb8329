package dev.engram.export;

import dev.engram.common.EngramException;
import dev.engram.video.VideoWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The forms in which results can leave; docs/export.md says what each is for. */
public enum ExportFormat {
  /** Palette PNGs. */
  MASKS("masks", "Palette PNGs, one a frame, in the objects' colours (DAVIS style)"),
  /** Black and white PNGs. */
  BINARY("binary", "Black and white PNGs, one folder an object"),
  /** Soft grey PNGs. */
  MATTES("mattes", "Soft mattes as grey PNGs of 8 or 16 bits, one folder an object"),
  /** Coloured objects over the video. */
  OVERLAY("overlay", "A video with the objects in their colours"),
  /** ProRes with alpha. */
  RGBA("rgba", "The objects alone as ProRes 4444 with straight alpha"),
  /** PNGs with alpha. */
  RGBA_PNG("rgba-png", "The objects alone as PNGs with straight alpha"),
  /** Objects on one colour. */
  GREEN("green", "A video of the objects on a green screen"),
  /** A picture between. */
  LAYER("layer", "A video with a picture or video behind the objects"),
  /** COCO instances. */
  COCO("coco", "COCO instances with compressed run lengths"),
  /** YouTube-VIS. */
  YOUTUBE_VIS("youtube-vis", "YouTube-VIS tracks with compressed run lengths"),
  /** CVAT tracks. */
  CVAT("cvat", "Tracks of masks as \"CVAT for video 1.1\"");

  /** What a format makes. */
  public enum Kind {
    /** A folder of files. */
    FOLDER,
    /** One file. */
    FILE
  }

  private final String id;
  private final String description;

  ExportFormat(String id, String description) {
    this.id = id;
    this.description = description;
  }

  /**
   * The format of a name.
   *
   * @throws EngramException if there is none; lists them
   */
  public static ExportFormat of(String id) {
    String wanted = id.toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(values())
        .filter(format -> format.id.equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new EngramException(
                    "--format " + id + ": there is no such format. Give one of " + ids() + "."));
  }

  private static String ids() {
    return Arrays.stream(values()).map(ExportFormat::id).collect(Collectors.joining(", "));
  }

  /** What users call it, such as {@code rgba-png}. */
  public String id() {
    return id;
  }

  /** Whether it makes a folder or a file. */
  public Kind kind() {
    return extensions().isEmpty() ? Kind.FOLDER : Kind.FILE;
  }

  /** How the file's name ends by default, with the dot; empty for a folder. */
  public String extension() {
    return kind() == Kind.FOLDER ? "" : extensions().get(0);
  }

  private List<String> extensions() {
    return switch (this) {
      case MASKS, BINARY, MATTES, RGBA_PNG -> List.of();
      case OVERLAY, GREEN, LAYER -> VideoWriter.EXTENSIONS;
      case RGBA -> List.of(".mov");
      case COCO, YOUTUBE_VIS -> List.of(".json");
      case CVAT -> List.of(".xml");
    };
  }

  /** A phrase of what it is, without a full stop. */
  public String description() {
    return description;
  }

  /** Whether it takes the video's pictures, and not its masks alone. */
  boolean needsPictures() {
    return switch (this) {
      case MATTES, OVERLAY, RGBA, RGBA_PNG, GREEN, LAYER -> true;
      case MASKS, BINARY, COCO, YOUTUBE_VIS, CVAT -> false;
    };
  }

  /**
   * @throws EngramException if a file of this format cannot have such a name
   */
  void requireName(Path target) {
    String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
    if (kind() == Kind.FILE && extensions().stream().noneMatch(name::endsWith)) {
      throw new EngramException(
          target
              + ": no name for a file of format "
              + id
              + ". Let it end in "
              + String.join(" or ", extensions())
              + ".");
    }
  }
}
