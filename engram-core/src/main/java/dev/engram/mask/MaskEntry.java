package dev.engram.mask;

import dev.engram.common.EngramException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The mask of one frame, on disk: one file, or one file an object. Holds no pixels; every call of
 * {@link #read} decodes anew.
 */
public final class MaskEntry {
  /** A file, and the label it gives to all it shows, or 0 if it holds labels itself. */
  record Part(Path file, int label) {}

  private final String name;
  private final String stem;
  private final List<Path> files;
  private final Supplier<Mask> mask;

  private MaskEntry(String name, String stem, List<Path> files, Supplier<Mask> mask) {
    this.name = name;
    this.stem = stem;
    this.files = List.copyOf(files);
    this.mask = mask;
  }

  /**
   * @param parts at least one, in ascending order of labels
   */
  MaskEntry(List<Part> parts, MaskReader reader) {
    this(
        parts.get(0).file().toString(),
        ImageFile.stem(parts.get(0).file()),
        parts.stream().map(Part::file).toList(),
        () -> read(parts, reader));
  }

  /**
   * A mask that is part of another file.
   *
   * @param name what messages call it
   * @param mask called by every {@link #read}
   */
  public static MaskEntry of(String name, Supplier<Mask> mask) {
    return new MaskEntry(name, name, List.of(), mask);
  }

  /**
   * The mask that one file holds.
   *
   * @throws EngramException if it is no file
   */
  static MaskEntry ofFile(Path file, MaskReader reader) {
    if (!Files.isRegularFile(file)) {
      throw new EngramException(file + ": no such file. Put a mask there.");
    }
    return new MaskEntry(List.of(new Part(file, 0)), reader);
  }

  /** Where it lies, for messages: the file, or the first object's. */
  public String name() {
    return name;
  }

  /** The file name without extension. */
  public String stem() {
    return stem;
  }

  /** Its files; none if it is part of another. */
  List<Path> files() {
    return files;
  }

  /**
   * Decodes the mask. Where files of several objects overlap, the object of the higher number is in
   * front.
   *
   * @throws EngramException if a file cannot be read, or the objects' files differ in size
   */
  public Mask read() {
    return mask.get();
  }

  private static Mask read(List<Part> parts, MaskReader reader) {
    Part first = parts.get(0);
    if (first.label() == 0) {
      return reader.read(first.file());
    }
    LabelMap bottom = reader.readBinary(first.file(), first.label());
    int[] labels = bottom.toArray();
    for (Part part : parts.subList(1, parts.size())) {
      LabelMap map = reader.readBinary(part.file(), part.label());
      if (map.width() != bottom.width() || map.height() != bottom.height()) {
        throw new EngramException(
            part.file()
                + ": "
                + size(map.width(), map.height())
                + ", but "
                + first.file()
                + " is "
                + size(bottom.width(), bottom.height())
                + ". Give all objects' masks in one size.");
      }
      for (int i = 0; i < labels.length; i++) {
        int label = map.at(i);
        labels[i] = label == 0 ? labels[i] : label;
      }
    }
    return new Mask(LabelMap.of(bottom.width(), bottom.height(), labels), null);
  }

  /**
   * Decodes the mask, which must have the frames' size: it is never scaled.
   *
   * @throws EngramException as {@link #read()}, and if it has another size; names both
   */
  public Mask read(int width, int height) {
    Mask mask = read();
    LabelMap map = mask.labels();
    if (map.width() != width || map.height() != height) {
      throw new EngramException(
          name()
              + ": "
              + size(map.width(), map.height())
              + ", but the frames are "
              + size(width, height)
              + ". Give a mask of the frames' size.");
    }
    return mask;
  }

  @Override
  public String toString() {
    return name();
  }

  private static String size(int width, int height) {
    return width + "x" + height;
  }
}
