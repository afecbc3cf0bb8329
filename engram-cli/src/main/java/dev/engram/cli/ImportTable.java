package dev.engram.cli;

import dev.engram.mask.ColourSurvey;
import dev.engram.mask.HexColour;
import dev.engram.project.MaskImport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What an import understood, as lines of a terminal. */
final class ImportTable {
  private static final int MOST_STRAYS = 12;

  private ImportTable() {}

  static void print(PrintWriter out, Path input, MaskImport found) {
    out.println(input + ": " + found.footage());
    out.println();
    printRows(out, found.rows());
    out.println();
    out.printf("%-6s  %-20s  %-7s  %12s  %5s%n", "OBJECT", "NAME", "COLOUR", "PIXELS", "MASKS");
    for (MaskImport.ImportedObject object : found.objects()) {
      out.printf(
          Locale.ROOT,
          "%-6d  %-20s  %-7s  %,12d  %5d%n",
          object.label(),
          object.name(),
          HexColour.format(object.rgb()),
          object.pixels(),
          object.masks());
    }
    if (!found.strays().isEmpty()) {
      out.println();
      printStrays(out, found);
    }
    out.flush();
  }

  private static void printRows(PrintWriter out, List<MaskImport.Row> rows) {
    int widest = rows.stream().mapToInt(row -> row.frameName().length()).max().orElse(0);
    int name = Math.max("FRAME".length(), widest);
    out.printf("%-" + name + "s     %s%n", "FRAME", "MASK: OBJECTS (PIXELS)");
    for (MaskImport.Row row : rows) {
      String objects =
          row.areas().entrySet().stream()
              .map(area -> String.format(Locale.ROOT, "%d (%,d)", area.getKey(), area.getValue()))
              .collect(Collectors.joining(", "));
      out.printf(
          "%-" + name + "s  <- %s: %s%n",
          row.frameName(),
          row.mask(),
          objects.isEmpty() ? "no object; left out" : objects);
    }
  }

  private static void printStrays(PrintWriter out, MaskImport found) {
    List<ColourSurvey.Stray> strays = found.strays();
    out.println("COLOURS TAKEN FOR SOFT EDGES OR STRAY PIXELS");
    for (ColourSurvey.Stray stray : strays.subList(0, Math.min(MOST_STRAYS, strays.size()))) {
      out.printf(
          Locale.ROOT,
          "%s  %,8d pixels -> %s%n",
          HexColour.format(stray.rgb()),
          stray.pixels(),
          meaning(found, stray.standsFor()));
    }
    if (strays.size() > MOST_STRAYS) {
      List<ColourSurvey.Stray> others = strays.subList(MOST_STRAYS, strays.size());
      out.printf(
          Locale.ROOT,
          "and %,d more colours, %,d pixels, each to the nearest%n",
          others.size(),
          others.stream().mapToLong(ColourSurvey.Stray::pixels).sum());
    }
  }

  private static String meaning(MaskImport found, int rgb) {
    if (rgb == 0) {
      return "background";
    }
    OptionalInt label = found.labelOf(rgb);
    return label.isPresent() ? "object " + label.getAsInt() : HexColour.format(rgb);
  }
}
