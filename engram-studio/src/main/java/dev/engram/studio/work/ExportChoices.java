package dev.engram.studio.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.common.EngramException;
import dev.engram.export.ExportFormat;
import dev.engram.export.ExportOptions;
import dev.engram.mask.HexColour;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a user can choose of an export: as the page asks for it, and as an export takes it. */
public final class ExportChoices {
  private static final Choice SOFT_EDGES =
      Choice.of("softEdges", "Soft edges", "boolean", true, "A few pixels around the contour.");
  private static final Choice MATTE_BITS =
      new Choice(
          "matteBits", "Bits a pixel", "choice", 8, null, null, null, List.of(8, 16), "Of grey.");
  private static final Choice OVERLAY_ALPHA =
      new Choice(
          "overlayAlpha",
          "Colour's share",
          "number",
          0.5,
          0.0,
          1.0,
          0.05,
          null,
          "0 shows contours alone, 1 hides what is under the object.");
  private static final Choice SCREEN =
      Choice.of("screen", "Background", "colour", "#00b140", "Behind the objects.");
  private static final Choice LAYER =
      Choice.of(
          "layer",
          "Picture or video",
          "text",
          "",
          "A file in the project folder, or in one that the studio was given with --folder.");
  private static final Choice CROWD =
      Choice.of("crowd", "Mark as crowd", "boolean", false, "iscrowd is 1, as COCO has it.");

  private ExportChoices() {}

  /**
   * A value that the user can choose.
   *
   * @param type number, boolean, choice, colour or text
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Choice(
      String id,
      String title,
      String type,
      @JsonProperty("default") Object usual,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double step,
      @Nullable List<Integer> choices,
      String description) {
    static Choice of(String id, String title, String type, Object usual, String description) {
      return new Choice(id, title, type, usual, null, null, null, null, description);
    }
  }

  /** A format as the page offers it; its options are names or {@link Choice}s. */
  public record Format(String id, String kind, String description, List<Object> options) {}

  /** A format with what can be chosen of it. */
  public static Format of(ExportFormat format) {
    List<Object> options = new ArrayList<>(List.of("from", "to", "objects"));
    options.addAll(own(format));
    String kind = format.kind() == ExportFormat.Kind.FILE ? "file" : "folder";
    return new Format(format.id(), kind, format.description(), options);
  }

  private static List<Choice> own(ExportFormat format) {
    return switch (format) {
      case MASKS, BINARY, CVAT, YOUTUBE_VIS -> List.of();
      case MATTES -> List.of(MATTE_BITS);
      case OVERLAY -> List.of(OVERLAY_ALPHA);
      case RGBA, RGBA_PNG -> List.of(SOFT_EDGES);
      case GREEN -> List.of(SCREEN, SOFT_EDGES);
      case LAYER -> List.of(LAYER, SOFT_EDGES);
      case COCO -> List.of(CROWD);
    };
  }

  /**
   * The options of a request.
   *
   * @param body its keys; those that are missing or null are as usual
   * @param frames how many the video has
   * @param reach where a layer may lie
   * @throws EngramException if a value is none
   */
  public static ExportOptions read(ExportFormat format, JsonNode body, int frames, Reach reach) {
    ExportOptions.Builder options = ExportOptions.builder();
    options.frames(frame(body, "from", 0, frames), frame(body, "to", frames - 1, frames));
    if (body.hasNonNull("labels")) {
      Set<Integer> labels = new HashSet<>();
      for (JsonNode label : body.get("labels")) {
        labels.add(label.isInt() ? label.intValue() : -1);
      }
      if (!body.get("labels").isArray() || labels.contains(-1)) {
        throw new EngramException("labels: give a list of objects' labels.");
      }
      options.objects(labels);
    }
    for (Choice choice : own(format)) {
      JsonNode value = body.path(choice.id);
      if (!value.isMissingNode() && !value.isNull()) {
        set(options, choice.id, value, reach);
      } else if (choice.equals(LAYER)) {
        throw new EngramException("layer: name a picture or video that goes behind the objects.");
      }
    }
    return options.build();
  }

  private static void set(ExportOptions.Builder options, String id, JsonNode value, Reach reach) {
    switch (id) {
      case "softEdges" -> options.softEdges(value.asBoolean());
      case "matteBits" -> options.matteBits(value.asInt());
      case "overlayAlpha" -> options.overlayAlpha(value.asDouble(Double.NaN));
      case "screen" -> options.screen(colour(value.asText()));
      case "layer" -> options.layer(reach.resolve(value.asText()));
      default -> options.crowd(value.asBoolean());
    }
  }

  private static int colour(String text) {
    return HexColour.parse(text)
        .orElseThrow(() -> new EngramException("screen: is no colour. Give one such as #00b140."));
  }

  private static int frame(JsonNode body, String key, int usual, int frames) {
    if (!body.hasNonNull(key)) {
      return usual;
    }
    int frame = body.get(key).isInt() ? body.get(key).intValue() : -1;
    if (frame < 0 || frame >= frames) {
      throw new EngramException(key + ": there are frames 0 to " + (frames - 1) + ".");
    }
    return frame;
  }
}
