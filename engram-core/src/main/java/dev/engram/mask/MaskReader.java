package dev.engram.mask;

import dev.engram.common.EngramException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the mask files of one video: PNG, BMP, GIF, TIFF, and JPEG where it has kept flat colours.
 *
 * <ul>
 *   <li>Palette images: the indices are the labels; an index that is fully transparent is
 *       background. If index 0 is visible while another one in use is black or transparent, as
 *       image editors like to write, the image is read by its colours instead.
 *   <li>Grey images: the values are the labels, unscaled; a mask of 0 and 255 has the one label
 *       255, a mask of one bit a pixel the label 1.
 *   <li>RGB images: every colour is one object, exactly; black and fully transparent are
 *       background. Channels of 16 bits count by their upper 8. Colours that the video's masks have
 *       shown before keep their label. If all colours of a file are the DAVIS palette's, so are the
 *       labels; otherwise new colours get the lowest free labels in the order of their values.
 * </ul>
 *
 * <p>Photographs and masks with soft edges are refused, as every shade would become an object: RGB
 * images above {@value FlatColours#MAX_COLOURS} colours, grey ones above as many values up to white
 * (256 in 16 bits), and both if they have many shades that appear in edges only; JPEG files if they
 * have any.
 *
 * <p>One reader for one video, so that a colour has the same label in all its masks; the labels of
 * RGB masks may depend on the order of reading. Not safe for use by several threads at once.
 */
public final class MaskReader {
  private final MaskColours known;
  private final ColourLabels colours;

  /** A reader that has not seen a colour yet. */
  public MaskReader() {
    this(MaskColours.none());
  }

  /** A reader that knows some colours beforehand. */
  MaskReader(MaskColours known) {
    this.known = known;
    this.colours = known.labels();
  }

  /** The label that an RGB colour has so far. */
  OptionalInt labelOf(int rgb) {
    return colours.labelOf(rgb);
  }

  /**
   * Reads one file whole.
   *
   * @return its objects, possibly none, and its colours if it shows any
   * @throws EngramException if the file is missing, damaged, no image, above 2^28 pixels or 32768 a
   *     side, or no mask but a picture; names the file
   */
  public Mask read(Path file) {
    RawImage raw = known.replace(ImageFile.read(file), file);
    Optional<byte[]> plain = raw.plainIndices();
    if (plain.isPresent()) {
      return indexed(LabelMap.ofBytes(raw.width, raw.height, plain.get()), raw);
    }
    RawImage image = flat(raw, file);
    return switch (image.kind) {
      case INDEXED -> indexed(LabelMap.of(image.width, image.height, image.values()), image);
      case GREY, GREY16 -> grey(image);
      case COLOUR -> coloured(image, file);
    };
  }

  /** Reads one file whose every pixel that is not background belongs to the one object given. */
  LabelMap readBinary(Path file, int label) {
    RawImage image = flat(known.replace(ImageFile.read(file), file), file);
    int[] labels = image.values();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = labels[i] == 0 ? 0 : label;
    }
    return LabelMap.of(image.width, image.height, labels);
  }

  /** A mask in which 0 is the background whatever its kind. */
  private static RawImage flat(RawImage raw, Path file) {
    RawImage image = raw;
    if (image.kind == RawImage.Kind.INDEXED) {
      if (hidesBackgroundElsewhere(image)) {
        image = MaskColours.none().coloured(image);
      } else {
        hideTransparent(image);
      }
    }
    requireFlat(image, file);
    return image;
  }

  private static void hideTransparent(RawImage image) {
    int[] values = image.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = image.palette[values[i]] >>> 24 == 0 ? 0 : values[i];
    }
  }

  static boolean hidesBackgroundElsewhere(RawImage image) {
    if (RawImage.isBackground(image.palette[0])) {
      return false;
    }
    for (int value : image.values()) {
      if (value != 0 && RawImage.isBackground(image.palette[value])) {
        return true;
      }
    }
    return false;
  }

  private static void requireFlat(RawImage image, Path file) {
    String whatElse =
        switch (image.kind) {
          case INDEXED -> "";
          case GREY -> FlatColours.oddityOfGrey(image, 255, FlatColours.MAX_COLOURS);
          case GREY16 -> FlatColours.oddityOfGrey(image, 65535, 256);
          case COLOUR -> FlatColours.oddityOfColours(image);
        };
    if (!whatElse.isEmpty()) {
      throw new EngramException(
          file
              + ": not a mask of flat colours ("
              + whatElse
              + "; each would be an object). Export it as PNG without anti-aliasing, or set a"
              + " threshold on a soft mask.");
    }
  }

  private Mask indexed(LabelMap map, RawImage image) {
    Palette palette = Palette.of(image.palette);
    for (int label : map.labels()) {
      colours.take(label, palette.rgb(label));
    }
    return new Mask(map, palette);
  }

  private Mask grey(RawImage image) {
    LabelMap map = LabelMap.of(image.width, image.height, image.values());
    for (int label : map.labels()) {
      colours.take(label);
    }
    return new Mask(map, null);
  }

  private Mask coloured(RawImage image, Path file) {
    Map<Integer, Integer> labelOf =
        new HashMap<>(colours.labelsOf(FlatColours.distinct(image.values()), file));
    labelOf.put(0, 0);
    FlatColours.replace(image.values(), labelOf);
    return new Mask(LabelMap.of(image.width, image.height, image.values()), colours.palette());
  }
}
