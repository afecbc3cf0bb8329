package dev.engram.export;

import dev.engram.mask.Palette;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * An object that is exported.
 *
 * @param label in the masks, 1 to 65535
 * @param name of its category and its folder; several objects may have the same
 * @param rgb the colour it is shown in, {@code 0xRRGGBB}
 */
public record ExportObject(int label, String name, int rgb) {
  static Palette palette(Collection<ExportObject> objects) {
    Map<Integer, Integer> rgbByLabel = new HashMap<>();
    objects.forEach(object -> rgbByLabel.put(object.label(), object.rgb()));
    return Palette.ofColours(rgbByLabel);
  }
}
