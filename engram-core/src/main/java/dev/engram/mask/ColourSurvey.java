package dev.engram.mask;

import dev.engram.common.EngramException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of the colours of a video's masks are objects, and which are the soft edges and stray
 * pixels that image editors leave.
 *
 * <p>A colour is no object if it covers less than {@value #FEW_PERCENT} % of what is not background
 * in every mask that has it, or if it is seen along edges (has few squares of 2x2 pixels for its
 * many pixels) and is a mixture of two others. It stands for the nearest object's colour, or for
 * the background. Label values are never judged: palette images, grey images without white, and RGB
 * images that show only grey without white or only colours of the DAVIS palette.
 *
 * <p>Immutable.
 */
public final class ColourSurvey {
  private static final double FEW_PERCENT = 0.1;

  /** Pixels for each square of 2x2 of a colour that fills areas. */
  private static final long LEAST_SQUARES = 4;

  private static final int MOST_COLOURS = 1 << 16;
  private static final int WHITE = 0xFFFFFF;

  private final MaskColours colours;
  private final List<Stray> strays;

  private ColourSurvey(MaskColours colours, List<Stray> strays) {
    this.colours = colours;
    this.strays = List.copyOf(strays);
  }

  /**
   * A colour that is taken for a soft edge or for stray pixels.
   *
   * @param rgb {@code 0xRRGGBB}
   * @param pixels how many, in all masks
   * @param standsFor the object's colour, or 0 for the background
   */
  public record Stray(int rgb, long pixels, int standsFor) {}

  /** What the masks show of one colour. */
  private static final class Use {
    private long pixels;
    private double percent;
    private long squares;
    private Path file;

    Use(Path file) {
      this.file = file;
    }

    void add(FlatColours.Count count, double percentHere, Path here) {
      pixels += count.pixels();
      squares += count.squares();
      if (percentHere > percent) {
        percent = percentHere;
        file = here;
      }
    }

    /** Whether it fills areas; along edges there are few squares for many pixels. */
    boolean isSolid() {
      return squares * LEAST_SQUARES >= pixels;
    }

    boolean isLarge() {
      return percent >= FEW_PERCENT;
    }
  }

  /**
   * Looks at all masks, one after another.
   *
   * @param known colours that are labels in any case; if they are declared, no others may be
   * @throws EngramException if a file cannot be read or is a picture, or shows plainly a colour
   *     that is not declared; names it
   */
  public static ColourSurvey of(MaskSet masks, MaskColours known) {
    Map<Integer, Use> uses = new HashMap<>();
    boolean lossy = false;
    for (MaskEntry entry : masks.entries()) {
      for (Path file : entry.files()) {
        lossy |= look(file, known, uses);
      }
    }
    if (!known.areDeclared() && areLabels(uses.keySet())) {
      return new ColourSurvey(known, List.of());
    }
    Set<Integer> objects = new TreeSet<>(known.rgbByLabel().values());
    if (known.areDeclared()) {
      requireDeclared(uses, objects);
      // nothing stands for what is nowhere to be seen
      objects.retainAll(uses.keySet());
    } else {
      addObjects(uses, lossy, objects);
    }
    requireFlat(uses, objects);
    List<Stray> strays = new ArrayList<>();
    Map<Integer, Integer> standsFor = new LinkedHashMap<>();
    uses.forEach(
        (rgb, use) -> {
          if (!objects.contains(rgb)) {
            int nearest = Mixtures.nearest(rgb, objects);
            strays.add(new Stray(rgb, use.pixels, nearest));
            standsFor.put(rgb, nearest);
          }
        });
    strays.sort(Comparator.comparingLong(Stray::pixels).reversed().thenComparing(Stray::rgb));
    return new ColourSurvey(known.withReplaced(standsFor), strays);
  }

  /** The colours as masks are to be read. */
  public MaskColours colours() {
    return colours;
  }

  /** What is no object, the most pixels first. */
  public List<Stray> strays() {
    return strays;
  }

  /** Whether the file's compression may have changed its colours. */
  private static boolean look(Path file, MaskColours known, Map<Integer, Use> uses) {
    RawImage image = ImageFile.read(file);
    if (!known.showsColours(image) && !MaskColours.isBlackAndWhite(image)) {
      return false;
    }
    Map<Integer, FlatColours.Count> counts =
        FlatColours.census(known.coloured(image), MOST_COLOURS);
    if (counts.size() == MOST_COLOURS) {
      throw picture(file, "more than " + MOST_COLOURS + " colours");
    }
    counts.remove(0);
    long all = counts.values().stream().mapToLong(FlatColours.Count::pixels).sum();
    counts.forEach(
        (rgb, count) ->
            uses.computeIfAbsent(rgb, unused -> new Use(file))
                .add(count, 100.0 * count.pixels() / all, file));
    return image.lossy;
  }

  private static boolean areLabels(Set<Integer> colours) {
    boolean grey = colours.stream().allMatch(rgb -> (rgb & 255) * 0x010101 == rgb);
    return (grey && !colours.contains(WHITE)) || ColourLabels.areDavis(colours);
  }

  private static void requireDeclared(Map<Integer, Use> uses, Set<Integer> objects) {
    uses.forEach(
        (rgb, use) -> {
          boolean stray = !use.isLarge() || (!use.isSolid() && Mixtures.isMixture(rgb, objects));
          if (!objects.contains(rgb) && !stray) {
            throw new EngramException(
                String.format(
                    "%s: shows the colour %d,%d,%d (%d pixels), which labelmap.txt does not list."
                        + " Add a line for it, or take the colour out.",
                    use.file, rgb >> 16, rgb >> 8 & 255, rgb & 255, use.pixels));
          }
        });
  }

  private static void addObjects(Map<Integer, Use> uses, boolean lossy, Set<Integer> objects) {
    List<Integer> thin = new ArrayList<>();
    List<Map.Entry<Integer, Use>> mostFirst = new ArrayList<>(uses.entrySet());
    mostFirst.sort(
        Comparator.<Map.Entry<Integer, Use>>comparingLong(use -> -use.getValue().pixels)
            .thenComparing(Map.Entry::getKey));
    for (Map.Entry<Integer, Use> use : mostFirst) {
      int rgb = use.getKey();
      if (objects.size() == FlatColours.MAX_COLOURS) {
        break;
      }
      if (!use.getValue().isLarge() || (lossy && isCompression(rgb, objects))) {
        continue;
      }
      // compression leaves few pixels of an area alike
      if (use.getValue().isSolid() || (lossy && use.getValue().squares > 0)) {
        objects.add(rgb);
      } else if (!lossy) {
        thin.add(rgb);
      }
    }
    if (objects.size() < FlatColours.MAX_COLOURS) {
      Set<Integer> solid = Set.copyOf(objects);
      thin.stream().filter(rgb -> !Mixtures.isMixture(rgb, solid)).forEach(objects::add);
    }
  }

  /** Whether JPEG makes such a colour of the others: a little beside one, or between two. */
  private static boolean isCompression(int rgb, Set<Integer> others) {
    return Mixtures.isWithin(rgb, Mixtures.nearest(rgb, others), Mixtures.JPEG_NOISE)
        || Mixtures.isMixture(rgb, others);
  }

  private static void requireFlat(Map<Integer, Use> uses, Set<Integer> objects) {
    Optional<Path> file =
        uses.values().stream()
            .max(Comparator.comparingLong(use -> use.pixels))
            .map(use -> use.file);
    if (file.isPresent() && (objects.isEmpty() || objects.size() >= FlatColours.MAX_COLOURS)) {
      String many =
          objects.isEmpty()
              ? uses.size() + " colours, none of them in more than a few pixels"
              : objects.size() + " colours of many pixels or more";
      throw picture(file.get(), many);
    }
  }

  private static EngramException picture(Path file, String what) {
    return new EngramException(
        file
            + ": not a mask of flat colours ("
            + what
            + "). Export it as PNG without anti-aliasing, a colour for each object.");
  }
}
