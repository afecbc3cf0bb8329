package dev.engram.studio.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.studio.OpenProject;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** What the routes of the API share. */
final class Api {
  /** Before every path of it. */
  static final String ROOT = "/api/v1";

  private Api() {}

  /** Answers with JSON. */
  static void json(Context ctx, ObjectNode node) {
    ctx.contentType("application/json").result(node.toString());
  }

  /** The frame that a path names. */
  static int frame(Context ctx, OpenProject open) {
    int frame = whole("frame", ctx.pathParam("frame"));
    int frames = open.workspace().project().frames();
    if (frame < 0 || frame >= frames) {
      throw new Refusal(404, "Frame " + frame + ": there are frames 0 to " + (frames - 1) + ".");
    }
    return frame;
  }

  /** A number of the query. */
  static int number(Context ctx, String name, int usual, int least, int most) {
    String given = ctx.queryParam(name);
    if (given == null) {
      return usual;
    }
    int value = whole(name, given);
    if (value < least || value > most) {
      throw new Refusal(400, name + ": give " + least + " to " + most + ".");
    }
    return value;
  }

  /** A whole number. */
  static int whole(String name, @Nullable String text) {
    try {
      return Integer.parseInt(text == null ? "" : text);
    } catch (NumberFormatException e) {
      throw new Refusal(400, name + ": is no whole number.");
    }
  }
}
