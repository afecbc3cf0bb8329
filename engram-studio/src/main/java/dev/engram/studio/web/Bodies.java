package dev.engram.studio.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.interact.Click;
import dev.engram.interact.Mark;
import dev.engram.interact.Point;
import dev.engram.interact.PromptBox;
import dev.engram.interact.Prompts;
import dev.engram.interact.Scribble;
import dev.engram.mask.HexColour;
import dev.engram.studio.mask.MaskEdit;
import dev.engram.studio.mask.Region;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What requests carry. */
final class Bodies {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .build();

  private static final int MOST_POINTS = 100_000;
  private static final int LONGEST_NAME = 50;
  private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cc}\\p{Cs}\\u2028\\u2029]*");

  private Bodies() {}

  record Stroke(int label, boolean erase, double radius, List<List<Double>> points) {
    List<Region.Point> path() {
      if (!(radius > 0 && radius <= 10_000)) {
        throw new Refusal(400, "radius: give more than 0 and at most 10000 pixels.");
      }
      return Bodies.path(points);
    }
  }

  record Polygon(int label, boolean erase, List<List<Double>> points) {
    List<Region.Point> path() {
      return Bodies.path(points);
    }
  }

  record Fill(int label, boolean erase, double x, double y) {
    Region.Point point() {
      return new Region.Point(x, y);
    }
  }

  record ClickBody(double x, double y, boolean positive) {}

  record BoxBody(double left, double top, double right, double bottom) {}

  record ScribbleBody(List<List<Double>> points, double radius, boolean positive) {}

  /** What becomes of an object when it is clicked. */
  enum PromptMode {
    /** What it was is corrected where the prompts say so. */
    CORRECT,
    /** What it was is forgotten. */
    REPLACE,
    /** What the prompts mean is added to it. */
    ADD,
    /** What the prompts mean is taken from it. */
    SUBTRACT;

    MaskEdit.Mode edit() {
      return switch (this) {
        case CORRECT, REPLACE -> MaskEdit.Mode.REPLACE;
        case ADD -> MaskEdit.Mode.ADD;
        case SUBTRACT -> MaskEdit.Mode.SUBTRACT;
      };
    }
  }

  record PromptsBody(
      int label,
      String session,
      @Nullable PromptMode mode,
      @Nullable List<ClickBody> clicks,
      @Nullable BoxBody box,
      @Nullable List<ScribbleBody> scribbles) {
    Prompts prompts() {
      List<Mark> marks = new ArrayList<>();
      if (scribbles != null) {
        for (ScribbleBody each : scribbles) {
          List<Point> points =
              Bodies.path(each.points).stream().map(p -> new Point(p.x(), p.y())).toList();
          marks.add(new Scribble(points, each.radius, each.positive));
        }
      }
      if (clicks != null) {
        clicks.forEach(each -> marks.add(new Click(each.x, each.y, each.positive)));
      }
      PromptBox given =
          box == null ? null : new PromptBox(box.left, box.top, box.right, box.bottom);
      return new Prompts(given, marks);
    }

    PromptMode modeOrCorrect() {
      return mode == null ? PromptMode.CORRECT : mode;
    }
  }

  record Copy(int from, @Nullable Set<Integer> labels) {}

  record ObjectBody(
      @Nullable String name,
      @Nullable String colour,
      @Nullable Boolean locked,
      @Nullable Boolean hidden) {
    @Nullable Integer rgb() {
      if (colour == null) {
        return null;
      }
      return HexColour.parse(colour)
          .orElseThrow(() -> new Refusal(400, "colour: give one such as #c02020."));
    }

    @Nullable String cleanName() {
      if (name == null) {
        return null;
      }
      String clean = name.strip();
      if (clean.isEmpty() || clean.length() > 100 || !PRINTABLE.matcher(clean).matches()) {
        throw new Refusal(400, "name: give 1 to 100 characters on one line.");
      }
      return clean;
    }
  }

  record Propagate(int from, String direction, @Nullable String until, @Nullable Integer to) {}

  record Suggest(int count, double alpha, double minimumMask) {}

  record Compare(String folder) {}

  private static List<Region.Point> path(@Nullable List<List<Double>> points) {
    if (points == null || points.isEmpty() || points.size() > MOST_POINTS) {
      throw new Refusal(400, "points: give 1 to " + MOST_POINTS + " of them.");
    }
    List<Region.Point> path = new ArrayList<>(points.size());
    for (List<Double> point : points) {
      if (point.size() != 2) {
        throw new Refusal(400, "points: each is [x, y].");
      }
      path.add(new Region.Point(point.get(0), point.get(1)));
    }
    return path;
  }

  /**
   * The body of a request.
   *
   * @throws Refusal if it is none
   */
  static <T> T read(Context ctx, Class<T> type) {
    try {
      T body = JSON.readValue(bytes(ctx, Guard.MOST_JSON), type);
      if (body == null) {
        throw new Refusal(400, "The request has no body. Send JSON.");
      }
      return body;
    } catch (UnrecognizedPropertyException e) {
      throw new Refusal(400, cut(e.getPropertyName()) + ": is not known here.");
    } catch (JsonMappingException e) {
      throw new Refusal(400, place(e) + ": is missing, or not what belongs there.");
    } catch (JsonProcessingException e) {
      throw new Refusal(400, "The body is no valid JSON" + position(e) + ".");
    } catch (IOException e) {
      throw new Refusal(400, "The request broke off.");
    }
  }

  /** Where in the body something is, such as {@code points[3]}. */
  private static String place(JsonMappingException e) {
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference each : e.getPath()) {
      if (each.getFieldName() == null) {
        place.append('[').append(each.getIndex()).append(']');
      } else {
        place.append(place.isEmpty() ? "" : ".").append(cut(each.getFieldName()));
      }
    }
    return place.isEmpty() ? "The body" : place.toString();
  }

  private static String cut(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  private static String position(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  /** The keys and values of a body. */
  static JsonNode tree(Context ctx) {
    JsonNode body = read(ctx, JsonNode.class);
    if (!body.isObject()) {
      throw new Refusal(400, "The body is no object. Send {\"key\": value}.");
    }
    return body;
  }

  /**
   * The bytes of a body.
   *
   * @throws Refusal if there are more
   */
  static byte[] bytes(Context ctx, long most) throws IOException {
    InputStream in = ctx.req().getInputStream();
    byte[] bytes = in.readNBytes((int) most + 1);
    if (bytes.length > most) {
      throw new Refusal(413, "That is more than " + (most >> 20) + " MB.");
    }
    return bytes;
  }
}
