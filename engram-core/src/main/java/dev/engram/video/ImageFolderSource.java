package dev.engram.video;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.common.NaturalOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The images of a folder in natural order, or a single image. */
final class ImageFolderSource implements FrameSource {
  /** The rate at which a folder, which has no clock, is counted. */
  static final double RATE = 25;

  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "bmp", "gif", "webp", "tif", "tiff");

  private final Path input;
  private final List<Path> files;
  private final List<String> names;
  private final int width;
  private final int height;
  private final int step;
  private final int end;
  private @Nullable Frame first;
  private int position;

  private ImageFolderSource(Path input, List<Path> files, List<String> names) {
    this.input = input;
    this.files = files;
    this.names = names;
    this.step = 1;
    this.end = files.size();
    StillImage image = StillImage.read(files.get(0));
    this.width = image.width();
    this.height = image.height();
    this.first = frame(0, image);
  }

  private ImageFolderSource(ImageFolderSource other, int position, int end, int step) {
    this.input = other.input;
    this.files = other.files;
    this.names = other.names;
    this.width = other.width;
    this.height = other.height;
    this.step = step;
    this.end = end;
    this.position = position;
  }

  /** Where a frame comes from, or null beyond the end. */
  @Nullable Path file(long index) {
    return index < files.size() ? files.get((int) index) : null;
  }

  /** The same images once more. Reads nothing yet. */
  ImageFolderSource forward() {
    return new ImageFolderSource(this, 0, files.size(), 1);
  }

  /** The images {@code from} to {@code to}, the last of them first. Reads nothing yet. */
  ImageFolderSource backward(long from, long to) {
    int start = (int) Math.min(to, files.size() - 1L);
    return new ImageFolderSource(this, start, (int) Math.min(from - 1, start), -1);
  }

  /**
   * @throws EngramException if the folder cannot be read, holds no image, or two of one stem
   */
  static ImageFolderSource ofFolder(Path folder) {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      entries.filter(ImageFolderSource::isVisibleImage).forEach(files::add);
    } catch (IOException e) {
      throw new EngramException(
          folder + ": cannot be listed (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
    if (files.isEmpty()) {
      throw new EngramException(
          folder
              + ": holds no image. Give a folder of jpg, png, bmp, gif, webp or tiff files, or a"
              + " video.");
    }
    files.sort((a, b) -> NaturalOrder.COMPARATOR.compare(fileName(a), fileName(b)));
    Map<String, Path> stems = new HashMap<>();
    for (Path file : files) {
      Path other = stems.put(stem(fileName(file)), file);
      if (other != null) {
        throw new EngramException(
            String.format(
                "%s: %s and %s would be written under one name. Remove or rename one of them.",
                folder, fileName(other), fileName(file)));
      }
    }
    return new ImageFolderSource(folder, files, stems(files));
  }

  static ImageFolderSource ofFile(Path file) {
    return new ImageFolderSource(file, List.of(file), stems(List.of(file)));
  }

  static ImageFolderSource ofFiles(List<Path> files, List<String> names) {
    if (files.isEmpty() || files.size() != names.size()) {
      throw new IllegalArgumentException(files.size() + " files, but " + names.size() + " names");
    }
    return new ImageFolderSource(files.get(0), List.copyOf(files), List.copyOf(names));
  }

  private static List<String> stems(List<Path> files) {
    return files.stream().map(file -> stem(fileName(file))).toList();
  }

  /** By its name alone. */
  static boolean isImage(Path file) {
    String name = fileName(file);
    int dot = name.lastIndexOf('.');
    return EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT)) && dot > 0;
  }

  private static boolean isVisibleImage(Path file) {
    return isImage(file) && !fileName(file).startsWith(".") && Files.isRegularFile(file);
  }

  private static String fileName(Path file) {
    Path name = file.getFileName();
    return name == null ? file.toString() : name.toString();
  }

  private static String stem(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot > 0 ? fileName.substring(0, dot) : fileName;
  }

  @Override
  public @Nullable Frame next() {
    Frame waiting = first;
    if (waiting != null) {
      first = null;
      position = 1;
      return waiting;
    }
    if (position == end) {
      return null;
    }
    Path file = files.get(position);
    StillImage image = StillImage.read(file);
    if (image.width() != width || image.height() != height) {
      throw new EngramException(
          String.format(
              "%s (frame %d): %dx%d, but the frames before it are %dx%d. Bring all images to one"
                  + " size, or put them into folders of their own.",
              file, position, image.width(), image.height(), width, height));
    }
    Frame frame = frame(position, image);
    position += step;
    return frame;
  }

  private Frame frame(int index, StillImage image) {
    long micros = Math.round(index * 1e6 / RATE);
    String place = files.get(index).toString();
    return new Frame(
        index, names.get(index), place, micros, image.width(), image.height(), image.rgb());
  }

  @Override
  public long skip(long count) {
    long skipped = Math.min(Math.max(0, count), (long) (end - position) * step);
    if (skipped > 0) {
      first = null;
      position += (int) skipped * step;
    }
    return skipped;
  }

  /**
   * Goes to an image, forwards or backwards; only of a forward pass.
   *
   * @return the frame that {@link #next} gives: less than {@code index} beyond the end
   */
  long seek(long index) {
    first = null;
    position = (int) Math.min(index, end);
    return position;
  }

  @Override
  public long frameCount() {
    return files.size();
  }

  @Override
  public double frameRate() {
    return RATE;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public List<String> names() {
    return names;
  }

  /** With their extensions, in order. */
  List<String> fileNames() {
    return files.stream().map(ImageFolderSource::fileName).toList();
  }

  @Override
  public String describe() {
    return input.toString();
  }

  @Override
  public void close() {
    first = null;
    position = end;
  }
}
