package dev.engram.studio.web;

import dev.engram.common.EngramException;
import dev.engram.common.Folders;
import dev.engram.mask.MaskSet;
import dev.engram.project.Project;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Masks that somebody sends, in a folder that goes with this. A file is a mask by what it holds and
 * not by its name: a PNG of the frames' size, which its first bytes say, so that nothing larger is
 * ever unpacked.
 */
final class Uploads implements AutoCloseable {
  private static final long MOST_FILE = 64L << 20;
  private static final long MOST_ANNOTATIONS = 128L << 20;

  /** Files at once. */
  static final int MOST_FILES = 100_000;

  /** What macOS puts beside each file of a zip file. */
  private static final Pattern HIDDEN = Pattern.compile("(^|/)(__MACOSX/|\\._)");

  private static final byte[] PNG = {(byte) 137, 'P', 'N', 'G', 13, 10, 26, 10};
  private static final int HEADER = 24;

  private final Project project;
  private final Path folder;
  private final List<Path> masks = new ArrayList<>();
  private final List<Path> annotations = new ArrayList<>();
  private long bytes;

  Uploads(Project project) throws IOException {
    this.project = project;
    folder = Files.createTempDirectory("engram-upload");
  }

  /**
   * Takes a zip file, or the files of a form.
   *
   * @throws Refusal if they are too large, damaged, or no masks
   */
  void take(Context ctx) {
    String type = ctx.contentType();
    try {
      if (type != null && type.startsWith("application/zip")) {
        takeZip(ctx.req().getInputStream());
      } else if (type != null && type.startsWith("multipart/form-data")) {
        takeForm(ctx);
      } else {
        throw new Refusal(415, "Send PNG files as a form, or a zip file of them.");
      }
      if (!masks.isEmpty()) {
        for (Path each : annotations) {
          Files.delete(each);
        }
      }
    } catch (IOException e) {
      throw brokenOff();
    }
    if (masks.isEmpty() && annotations.isEmpty()) {
      throw new Refusal(
          400,
          "There is no mask in it. Send PNG files that are named after frames, or one COCO,"
              + " YouTube-VIS or CVAT file.");
    }
    if (masks.isEmpty() && annotations.size() > 1) {
      throw new Refusal(400, "These are several annotation files. Send one.");
    }
  }

  private static Refusal brokenOff() {
    return new Refusal(400, "The upload broke off, or a file of it is damaged. Send it again.");
  }

  /**
   * Takes one mask.
   *
   * @param name that it is to have
   * @throws Refusal if it is too large, damaged, or no mask
   */
  void takeMask(Context ctx, String name) {
    try {
      takePng(ctx.req().getInputStream(), name);
    } catch (IOException e) {
      throw brokenOff();
    }
  }

  private static boolean isAnnotations(String name) {
    return name.toLowerCase(Locale.ROOT).matches("(?s).*\\.(json|xml)");
  }

  /**
   * Takes an annotation file; where there are masks too, such as in a zip file, they alone count.
   */
  private void takeAnnotations(InputStream in, String name) throws IOException {
    Path file = place(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      copy(in, out, name, MOST_ANNOTATIONS);
    }
    annotations.add(file);
  }

  private void takeForm(Context ctx) throws IOException {
    List<UploadedFile> files;
    try {
      files = ctx.uploadedFiles();
    } catch (Exception e) {
      // nothing declares what is thrown here of a form that is too large, or none
      throw new Refusal(400, "The form is damaged or too large. Send a zip file.");
    }
    for (UploadedFile file : files) {
      try (InputStream in = file.content()) {
        if (file.filename().toLowerCase(Locale.ROOT).endsWith(".zip")) {
          takeZip(in);
        } else if (isAnnotations(file.filename())) {
          takeAnnotations(in, file.filename());
        } else {
          takePng(in, file.filename());
        }
      }
    }
  }

  private void takeZip(InputStream in) throws IOException {
    InputStream packed = new Bounded(in, Guard.MOST_UPLOAD);
    try (ZipInputStream zip = new ZipInputStream(packed)) {
      InputStream unpacked = new Bounded(zip, Guard.MOST_UPLOAD);
      int entries = 0;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (++entries > MOST_FILES) {
          throw new Refusal(413, "More than " + MOST_FILES + " files in one zip file.");
        }
        String name = entry.getName();
        boolean wanted = !entry.isDirectory() && !HIDDEN.matcher(name).find();
        if (wanted && name.toLowerCase(Locale.ROOT).endsWith(".png")) {
          takePng(unpacked, name);
        } else if (wanted && isAnnotations(name)) {
          takeAnnotations(unpacked, name);
        } else {
          // what is not wanted is unpacked too on the way to the next, so it counts
          unpacked.transferTo(OutputStream.nullOutputStream());
        }
      }
      // between two entries an upload that breaks off looks like the end of the last one
      packed.transferTo(OutputStream.nullOutputStream());
    } catch (IllegalArgumentException e) {
      throw new IOException("a name that is no text", e);
    }
  }

  /** Refuses to give more than so many bytes. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long most) {
      super(in);
      left = most;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] target, int from, int most) throws IOException {
      int n = super.read(target, from, most);
      count(n);
      return n;
    }

    private void count(int bytes) {
      left -= Math.max(0, bytes);
      if (left < 0) {
        throw new Refusal(413, "That is more than " + (Guard.MOST_UPLOAD >> 20) + " MB.");
      }
    }
  }

  /** Takes one PNG file; its stream is not closed. */
  private void takePng(InputStream in, String name) throws IOException {
    if (masks.size() >= MOST_FILES) {
      throw new Refusal(413, "More than " + MOST_FILES + " files at once.");
    }
    byte[] header = in.readNBytes(HEADER);
    requireFit(header, name);
    Path file = place(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(header);
      copy(in, out, name, MOST_FILE - HEADER);
    }
    masks.add(file);
  }

  private void copy(InputStream in, OutputStream out, String name, long most) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long size = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      size += n;
      bytes += n;
      if (size > most || bytes > Guard.MOST_UPLOAD) {
        throw new Refusal(413, printable(name) + ": is too large for masks.");
      }
      out.write(buffer, 0, n);
    }
  }

  private void requireFit(byte[] header, String name) {
    boolean png = header.length == HEADER && Arrays.equals(PNG, Arrays.copyOf(header, PNG.length));
    if (!png) {
      throw new Refusal(415, printable(name) + ": is no PNG file. Send masks as PNG.");
    }
    int width = ByteBuffer.wrap(header).getInt(16);
    int height = ByteBuffer.wrap(header).getInt(20);
    if (width != project.width() || height != project.height()) {
      throw new Refusal(
          415,
          String.format(
              "%s: is %sx%s, but the frames are %dx%d. Send masks of the frames' size.",
              printable(name),
              Integer.toUnsignedString(width),
              Integer.toUnsignedString(height),
              project.width(),
              project.height()));
    }
  }

  /**
   * Where a file goes: by the last part of its name, in a folder of its own for each other part.
   */
  private Path place(String name) throws IOException {
    String[] parts = name.replace('\\', '/').split("/", -1);
    String file = clean(parts[parts.length - 1]);
    Path place = folder;
    if (parts.length > 1) {
      place = folder.resolve(clean(parts[parts.length - 2]));
      Files.createDirectories(place);
    }
    boolean ended = file.toLowerCase(Locale.ROOT).endsWith(".png") || isAnnotations(file);
    Path target = place.resolve(ended ? file : file + ".png");
    if (Files.exists(target)) {
      throw new Refusal(400, printable(name) + ": is there twice.");
    }
    return target;
  }

  private static String clean(String part) {
    String clean = part.replaceAll("[^\\p{L}\\p{N} ._-]", "_");
    if (clean.isBlank() || clean.startsWith(".") || clean.length() > 200) {
      throw new Refusal(400, "A file has no usable name. Name masks after their frames.");
    }
    return clean;
  }

  private static String printable(String name) {
    String last = name.replace('\\', '/');
    last = last.substring(last.lastIndexOf('/') + 1).replaceAll("[^\\p{L}\\p{N} ._-]", "_");
    return last.length() > 80 ? last.substring(0, 80) : last;
  }

  /** The masks, or the folder of objects' folders that they lie in, or one annotation file. */
  List<Path> masks() {
    if (masks.isEmpty()) {
      return List.copyOf(annotations);
    }
    Set<Path> parents = masks.stream().map(Path::getParent).collect(Collectors.toSet());
    Path only = parents.size() == 1 ? parents.iterator().next() : null;
    // a folder around all masks says nothing, unless it is called as an object's
    boolean flat =
        only != null
            && (only.equals(folder) || !MaskSet.isObjectFolder(only.getFileName().toString()));
    return flat ? List.copyOf(masks) : List.of(folder);
  }

  /** What was said against the masks, without the folder that they lie in for a moment. */
  Refusal refusal(EngramException e) {
    String said = String.valueOf(e.getMessage());
    return new Refusal(
        409, said.replace(folder + File.separator, "").replace(folder.toString(), "The upload"));
  }

  @Override
  public void close() {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new EngramException(folder + ": cannot be deleted. Delete it by hand.", e);
    }
  }
}
