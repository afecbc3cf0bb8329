package dev.engram.export;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;

/** Names of objects' folders that every file system takes. */
final class ObjectFolders {
  private static final int LONGEST = 60;

  private ObjectFolders() {}

  /** {@code 1-chair}: the label keeps apart what the name does not. */
  static Path of(Path folder, ExportObject object) {
    String name = safe(object.name());
    try {
      return folder.resolve(joined(object.label(), name));
    } catch (InvalidPathException e) {
      // in a locale without Unicode, Java knows no such paths
      String plain = safe(name.replaceAll("[^\\x20-\\x7e]", "-"));
      return folder.resolve(joined(object.label(), plain));
    }
  }

  private static String joined(int label, String name) {
    return name.isEmpty() ? String.valueOf(label) : label + "-" + name;
  }

  private static String safe(String name) {
    String letters =
        Normalizer.normalize(name, Normalizer.Form.NFC)
            .replaceAll("[^\\p{L}\\p{M}\\p{N}_]+", "-")
            .replaceAll("^-+|-+$", "");
    int end = letters.offsetByCodePoints(0, Math.min(LONGEST, codePoints(letters)));
    return letters.substring(0, end);
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }
}
