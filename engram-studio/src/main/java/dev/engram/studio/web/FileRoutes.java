package dev.engram.studio.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.export.ExportFormat;
import dev.engram.export.ExportOptions;
import dev.engram.studio.OpenProject;
import dev.engram.studio.work.Exports;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What leaves the project, and what comes into it. */
final class FileRoutes {
  private final Events events;
  private final OpenProject open;

  FileRoutes(Events events) {
    this.events = events;
    open = events.open();
  }

  void addTo(RoutesConfig routes) {
    routes.post(Api.ROOT + "/exports", this::export);
    routes.delete(Api.ROOT + "/exports/{id}", this::remove);
    routes.get(Api.ROOT + "/exports/{id}/file", this::download);
    routes.post(Api.ROOT + "/imports", this::take);
    routes.put(Api.ROOT + "/frames/{frame}/mask", this::takeOne);
  }

  private void export(Context ctx) {
    JsonNode body = Bodies.tree(ctx);
    ExportFormat format = ExportFormat.of(body.path("format").asText());
    ExportOptions.Builder options = ExportOptions.builder();
    int last = open.workspace().project().frames() - 1;
    options.frames(frame(body, "from", 0, last), frame(body, "to", last, last));
    if (body.hasNonNull("labels")) {
      Set<Integer> labels = new HashSet<>();
      body.get("labels").forEach(label -> labels.add(label.asInt()));
      options.objects(labels);
    }
    if (body.hasNonNull("softEdges")) {
      options.softEdges(body.get("softEdges").asBoolean());
    }
    if (body.hasNonNull("matteBits")) {
      options.matteBits(body.get("matteBits").asInt());
    }
    if (body.hasNonNull("overlayAlpha")) {
      options.overlayAlpha(body.get("overlayAlpha").asDouble());
    }
    if (body.hasNonNull("screen")) {
      String colour = body.get("screen").asText();
      if (!colour.matches("#[0-9a-fA-F]{6}")) {
        throw new Refusal(400, "screen: give a colour such as #00b140.");
      }
      options.screen(Integer.parseInt(colour.substring(1), 16));
    }
    if (format == ExportFormat.LAYER) {
      options.layer(open.reach().resolve(body.path("layer").asText("")));
    }
    String id = open.exports().begin(format, options.build());
    ObjectNode answer = events.refresh();
    answer.put("id", id);
    EditRoutes.json(ctx, answer);
  }

  private static int frame(JsonNode body, String key, int usual, int last) {
    if (!body.hasNonNull(key)) {
      return usual;
    }
    int frame = body.get(key).asInt(-1);
    if (frame < 0 || frame > last) {
      throw new Refusal(400, key + ": there are frames 0 to " + last + ".");
    }
    return frame;
  }

  private void remove(Context ctx) {
    open.exports().remove(ctx.pathParam("id"));
    EditRoutes.json(ctx, events.refresh());
  }

  private void download(Context ctx) throws IOException {
    Exports.Export export = open.exports().find(ctx.pathParam("id"));
    Path file = open.exports().file(export.id());
    if (!export.state().equals("done") || !Files.exists(file)) {
      throw new Refusal(404, export.name() + ": is not there.");
    }
    boolean folder = Files.isDirectory(file);
    String name = folder ? export.name() + ".zip" : export.name();
    ctx.header("Content-Disposition", disposition(name));
    ctx.contentType(folder ? "application/zip" : "application/octet-stream");
    if (folder) {
      zip(file, ctx);
    } else {
      ctx.writeSeekableStream(
          Files.newInputStream(file), "application/octet-stream", Files.size(file));
    }
  }

  private static String disposition(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
    String coded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + coded;
  }

  private static void zip(Path folder, Context ctx) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(ctx.outputStream());
        Stream<Path> all = Files.walk(folder)) {
      // what is in them is compressed already
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.getFileName() + "/" + folder.relativize(each);
        zip.putNextEntry(new ZipEntry(name.replace('\\', '/')));
        Files.copy(each, zip);
        zip.closeEntry();
      }
    }
  }

  private void take(Context ctx) throws IOException {
    try (Uploads uploads = new Uploads(open.workspace().project())) {
      uploads.take(ctx);
      Set<Integer> frames = new TreeSet<>(open.workspace().importMasks(uploads.masks()));
      ObjectNode answer = events.refresh();
      ArrayNode taken = answer.putArray("frames");
      frames.forEach(taken::add);
      EditRoutes.json(ctx, answer);
    }
  }

  private void takeOne(Context ctx) throws IOException {
    int frame = Api.frame(ctx, open);
    try (Uploads uploads = new Uploads(open.workspace().project())) {
      uploads.takePng(ctx.req().getInputStream(), open.workspace().project().frameName(frame));
      open.workspace().importMasks(uploads.masks());
      EditRoutes.json(ctx, events.refresh());
    }
  }
}
