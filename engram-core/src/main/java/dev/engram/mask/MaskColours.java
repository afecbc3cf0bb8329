package dev.engram.mask;

import dev.engram.common.EngramException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of the colours of a video's masks before they are read: which are labels already,
 * and which stand for others, as the shades of a soft edge do.
 *
 * <p>Colours are {@code 0xRRGGBB}. Immutable.
 */
public final class MaskColours {
  private static final MaskColours NONE = new MaskColours(Map.of(), Map.of(), Set.of(), false);
  private static final int GREY = 0x010101;

  private final Map<Integer, Integer> rgbByLabel;
  private final Map<Integer, Integer> standsFor;
  private final Set<Integer> backgrounds;
  private final boolean declared;

  private MaskColours(
      Map<Integer, Integer> rgbByLabel,
      Map<Integer, Integer> standsFor,
      Set<Integer> backgrounds,
      boolean declared) {
    this.rgbByLabel = Map.copyOf(rgbByLabel);
    this.standsFor = Map.copyOf(standsFor);
    this.backgrounds = Set.copyOf(backgrounds);
    this.declared = declared;
  }

  /** Nothing: every colour is taken as it is. */
  public static MaskColours none() {
    return NONE;
  }

  /**
   * Colours that are labels already, such as those of masks that were read earlier.
   *
   * @param rgbByLabel labels within 1 to 65535; copied
   */
  public static MaskColours known(Map<Integer, Integer> rgbByLabel) {
    return new MaskColours(rgbByLabel, Map.of(), Set.of(), false);
  }

  /**
   * Colours that a file beside the masks declares: palette and grey images are read by their
   * colours too, not by their values.
   *
   * @param rgbByLabel labels within 1 to 65535; copied
   * @param backgrounds colours of the background beside black; copied
   */
  public static MaskColours declared(Map<Integer, Integer> rgbByLabel, Set<Integer> backgrounds) {
    return new MaskColours(rgbByLabel, Map.of(), backgrounds, true);
  }

  /** The same, and further colours that stand for others or, as 0, for the background. */
  MaskColours withReplaced(Map<Integer, Integer> more) {
    return new MaskColours(rgbByLabel, more, backgrounds, declared);
  }

  /** Whether the labels' colours are all that masks may show. */
  boolean areDeclared() {
    return declared;
  }

  /** The colours that have a label. */
  Map<Integer, Integer> rgbByLabel() {
    return rgbByLabel;
  }

  /** What a new reader starts with. */
  ColourLabels labels() {
    ColourLabels labels = new ColourLabels();
    new TreeMap<>(rgbByLabel).forEach(labels::take);
    return labels;
  }

  /**
   * The image with colours in the place of those that stand for them.
   *
   * @param image may be written to
   * @throws EngramException if more of its pixels change than stay, so that it is no mask
   */
  RawImage replace(RawImage image, Path file) {
    if (standsFor.isEmpty() && !declared) {
      return image;
    }
    RawImage coloured = showsColours(image) ? coloured(image) : image;
    if (coloured.kind == RawImage.Kind.COLOUR) {
      replaceIn(coloured.values(), standsFor, file);
    } else if (isBlackAndWhite(coloured)) {
      replaceIn(coloured.values(), greys(), file);
    }
    return coloured;
  }

  /** What shades of grey stand for: white or black where a colour would be nearer. */
  private Map<Integer, Integer> greys() {
    Map<Integer, Integer> greys = new HashMap<>();
    standsFor.forEach(
        (from, to) -> {
          int shade = from & 255;
          if (from == shade * GREY) {
            greys.put(shade, to % GREY == 0 ? to / GREY : shade < 128 ? 0 : 255);
          }
        });
    return greys;
  }

  private static void replaceIn(int[] values, Map<Integer, Integer> standsFor, Path file) {
    long replaced = 0;
    long kept = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] == 0) {
        continue;
      }
      int other = standsFor.getOrDefault(values[i], values[i]);
      if (Mixtures.isWithin(values[i], other, Mixtures.JPEG_NOISE)) {
        kept++;
      } else {
        replaced++;
      }
      values[i] = other;
    }
    if (replaced > kept) {
      throw new EngramException(
          String.format(
              "%s: not a mask of flat colours (%d pixels are soft edges or stray, but only %d have"
                  + " an object's colour). Export it as PNG without anti-aliasing.",
              file, replaced, kept));
    }
  }

  /** Whether the image's colours tell its objects, rather than its values. */
  boolean showsColours(RawImage image) {
    return switch (image.kind) {
      case COLOUR -> true;
      case INDEXED ->
          declared
              || MaskReader.hidesBackgroundElsewhere(image)
              || FlatColours.haveEdgeShades(image.values(), image, 256);
      case GREY -> declared;
      case GREY16 -> false;
    };
  }

  /** Whether it is grey and shows white, so that the shades between are soft edges. */
  static boolean isBlackAndWhite(RawImage image) {
    return image.kind == RawImage.Kind.GREY && FlatColours.isSolid(image, 255);
  }

  /**
   * The colours of an image of 8 bits.
   *
   * @param image is written to
   */
  RawImage coloured(RawImage image) {
    int[] values = image.values();
    for (int i = 0; i < values.length; i++) {
      if (image.kind == RawImage.Kind.GREY) {
        values[i] *= GREY;
      } else if (image.kind == RawImage.Kind.INDEXED) {
        int argb = image.palette[values[i]];
        values[i] = RawImage.isBackground(argb) ? 0 : argb & 0xFFFFFF;
      }
      if (backgrounds.contains(values[i])) {
        values[i] = 0;
      }
    }
    return new RawImage(
        RawImage.Kind.COLOUR, image.width, image.height, values, new int[0], image.lossy);
  }
}
