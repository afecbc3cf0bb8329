package dev.engram.project;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import dev.engram.mask.MaskColours;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code labelmap.txt} as CVAT exports it: lines {@code name:red,green,blue:parts:actions}. The
 * labels count from 1 in the order of the lines, without that of the background.
 */
final class LabelNames {
  private static final Pattern LINE =
      Pattern.compile("(.+?)\\s*:\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*(:.*)?");

  private final Map<Integer, String> names = new LinkedHashMap<>();
  private final Map<Integer, Integer> rgbByLabel = new LinkedHashMap<>();
  private final Set<Integer> backgrounds = new TreeSet<>();

  private LabelNames() {}

  /** No names, as where there is no such file. */
  static LabelNames none() {
    return new LabelNames();
  }

  /** Names that are known already, by label. */
  static LabelNames of(Map<Integer, String> names) {
    LabelNames labels = new LabelNames();
    labels.names.putAll(names);
    return labels;
  }

  /**
   * @throws EngramException if it cannot be read, a line is none, or two have one colour; names the
   *     line
   */
  static LabelNames read(Path file) {
    LabelNames labels = new LabelNames();
    List<String> lines = linesOf(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replace("\uFEFF", "").strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        labels.add(line, file + " (line " + (i + 1) + ")");
      }
    }
    if (labels.names.isEmpty()) {
      throw new EngramException(file + ": lists no object. Export it again, or take it away.");
    }
    return labels;
  }

  private void add(String line, String place) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new EngramException(place + ": is not name:red,green,blue:: . Correct the line.");
    }
    int rgb =
        channel(parts, 2, place) << 16 | channel(parts, 3, place) << 8 | channel(parts, 4, place);
    String name = parts.group(1);
    if (name.toLowerCase(Locale.ROOT).equals("background")) {
      backgrounds.add(rgb);
      return;
    }
    if (rgb == 0 || backgrounds.contains(rgb) || rgbByLabel.containsValue(rgb)) {
      String whose = rgb == 0 ? "black, which is the background" : "the colour of another label";
      throw new EngramException(place + ": " + name + " is " + whose + ". Choose another colour.");
    }
    int label = names.size() + 1;
    names.put(label, name);
    rgbByLabel.put(label, rgb);
  }

  private static int channel(Matcher parts, int group, String place) {
    int value = Integer.parseInt(parts.group(group));
    if (value > 255) {
      throw new EngramException(place + ": " + value + " is no colour. Channels are 0 to 255.");
    }
    return value;
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new EngramException(file + ": not a text in UTF-8. Save it as UTF-8.", e);
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be read (" + AtomicFile.reason(e) + "). Check its rights.", e);
    }
  }

  /** The objects' names by label; empty without a file. */
  Map<Integer, String> names() {
    return names;
  }

  MaskColours colours() {
    return names.isEmpty() ? MaskColours.none() : MaskColours.declared(rgbByLabel, backgrounds);
  }
}
