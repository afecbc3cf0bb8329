package dev.engram.eval.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.eval.page.Curve.Point;
import dev.engram.eval.page.Curve.Weight;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A chart as a figure of HTML: legend, axes and curves drawn in SVG, and the values for the page's
 * script, which shows them under the pointer.
 *
 * @param note what is measured, in a few words
 * @param logarithmic for values above 0 that span magnitudes
 * @param along what the horizontal axis counts from 0, such as {@code iteration}
 * @param changes where dotted vertical lines are drawn
 * @param last where the axis ends
 */
public record Chart(
    String title,
    String note,
    boolean logarithmic,
    List<Curve> curves,
    String along,
    List<Long> changes,
    long last) {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 250;
  private static final int LEFT = 50;
  private static final int RIGHT = 608;
  private static final int TOP = 10;
  private static final int BOTTOM = 222;

  public String html() {
    Scale x = Scale.exact(0, (double) last, LEFT, RIGHT);
    Scale y = vertical();
    StringBuilder html = new StringBuilder();
    html.append("<figure class=\"chart\" data-chart=\"").append(Html.escape(data(x, y)));
    html.append("\"><figcaption><b>").append(Html.escape(title)).append("</b> <span>");
    html.append(Html.escape(note)).append("</span></figcaption>");
    html.append(legend());
    html.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            WIDTH,
            HEIGHT,
            Html.escape(title)));
    grid(html, x, y);
    // areas first, then the faint lines, so that what matters lies on top
    for (Weight weight : List.of(Weight.AREA, Weight.FAINT, Weight.PLAIN, Weight.BOLD)) {
      curves.stream().filter(c -> c.weight() == weight).forEach(c -> draw(html, c, x, y));
    }
    html.append("<line class=\"cross\" y1=\"").append(TOP).append("\" y2=\"").append(BOTTOM);
    html.append("\"/><g class=\"dots\"></g></svg><div class=\"tip\"></div></figure>");
    return html.toString();
  }

  private DoubleStream values() {
    return curves.stream().flatMap(c -> c.points().stream()).mapToDouble(Point::y);
  }

  private Scale vertical() {
    if (logarithmic) {
      double low = values().filter(v -> v > 0).min().orElse(0.1);
      return Scale.logarithmic(low, values().max().orElse(1), BOTTOM, TOP);
    }
    boolean areas = curves.stream().anyMatch(c -> c.weight() == Weight.AREA);
    double low = areas ? 0 : values().min().orElse(0);
    return Scale.around(low, values().max().orElse(1), BOTTOM, TOP);
  }

  private String legend() {
    StringBuilder html = new StringBuilder("<div class=\"legend\">");
    for (Curve curve : curves) {
      html.append("<span><i class=\"").append(curve.weight().name().toLowerCase(Locale.ROOT));
      html.append("\" style=\"--c:var(--").append(curve.colour()).append(")\"></i>");
      html.append(Html.escape(curve.name())).append("</span>");
    }
    return html.append("</div>").toString();
  }

  private void grid(StringBuilder html, Scale x, Scale y) {
    for (double mark : y.marks()) {
      line(html, "grid", LEFT, y.at(mark), RIGHT, y.at(mark));
      text(html, "end", LEFT - 7, y.at(mark) + 4, Numbers.brief(mark));
    }
    for (double mark : x.marks()) {
      line(html, "axis", x.at(mark), BOTTOM, x.at(mark), BOTTOM + 4);
      text(html, "middle", x.at(mark), BOTTOM + 18, Numbers.brief(mark));
    }
    for (long change : changes) {
      line(html, "change", x.at((double) change), TOP, x.at((double) change), BOTTOM);
    }
    line(html, "axis", LEFT, BOTTOM, RIGHT, BOTTOM);
  }

  private static void line(
      StringBuilder html, String kind, double x1, double y1, double x2, double y2) {
    html.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            kind,
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder html, String anchor, double x, double y, String text) {
    html.append(
        String.format(
            Locale.ROOT,
            "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
            anchor,
            x,
            y,
            text));
  }

  private static void draw(StringBuilder html, Curve curve, Scale x, Scale y) {
    String kind = curve.weight().name().toLowerCase(Locale.ROOT);
    html.append("<path class=\"").append(kind).append("\" style=\"--c:var(--");
    html.append(curve.colour()).append(")\" d=\"");
    List<Point> points = curve.points();
    for (int i = 0; i < points.size(); i++) {
      html.append(i == 0 ? 'M' : 'L');
      place(html, x.at(points.get(i).x()), y.at(points.get(i).y()));
    }
    if (curve.weight() == Weight.AREA) {
      for (int i = points.size() - 1; i >= 0; i--) {
        html.append('L');
        place(html, x.at(points.get(i).x()), y.at(points.get(i).bottom()));
      }
      html.append('Z');
    }
    html.append("\"/>");
    // a path of one point shows nothing
    if (points.size() == 1 && curve.weight() != Weight.AREA) {
      html.append(
          String.format(
              Locale.ROOT,
              "<circle style=\"--c:var(--%s)\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>",
              curve.colour(),
              x.at(points.get(0).x()),
              y.at(points.get(0).y())));
    }
  }

  private static void place(StringBuilder html, double x, double y) {
    html.append(Math.round(x * 10) / 10.0).append(' ').append(Math.round(y * 10) / 10.0);
  }

  /** What the script needs to find values under the pointer, and to mark them. */
  private String data(Scale x, Scale y) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("along", along);
      scale(json, "x", x);
      scale(json, "y", y);
      json.writeArrayFieldStart("curves");
      for (Curve curve : curves) {
        json.writeStartObject();
        json.writeStringField("name", curve.name());
        json.writeStringField("colour", curve.colour());
        iterations(json, curve.points());
        numbers(json, "y", curve.points().stream().mapToDouble(Point::y));
        if (curve.weight() == Weight.AREA) {
          numbers(json, "value", curve.points().stream().mapToDouble(Point::height));
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void scale(JsonGenerator json, String name, Scale scale) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("low", scale.low());
    json.writeNumberField("high", scale.high());
    json.writeBooleanField("log", scale.logarithmic());
    json.writeNumberField("from", scale.from());
    json.writeNumberField("to", scale.to());
    json.writeEndObject();
  }

  private static void iterations(JsonGenerator json, List<Point> points) throws IOException {
    json.writeArrayFieldStart("x");
    for (Point point : points) {
      boolean whole = point.x() == Math.rint(point.x());
      json.writeNumber(whole ? Long.toString((long) point.x()) : Numbers.rounded(point.x()));
    }
    json.writeEndArray();
  }

  private static void numbers(JsonGenerator json, String name, DoubleStream values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (double value : values.toArray()) {
      json.writeNumber(Numbers.rounded(value));
    }
    json.writeEndArray();
  }
}
