package dev.engram.studio.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.export.ExportFormat;
import dev.engram.export.ExportOptions;
import dev.engram.studio.OpenProject;
import dev.engram.studio.project.Workspace;
import dev.engram.studio.work.ExportChoices;
import dev.engram.studio.work.Exports;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    int frames = open.workspace().project().frames();
    ExportOptions options = ExportChoices.read(format, body, frames, open.reach());
    String id = open.exports().begin(format, options);
    ObjectNode answer = events.refresh();
    answer.put("id", id);
    EditRoutes.json(ctx, answer);
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
    Workspace workspace = open.workspace();
    try (Uploads uploads = new Uploads(workspace.project())) {
      uploads.take(ctx);
      boolean preview = "true".equals(ctx.queryParam("preview"));
      Workspace.Import taken =
          preview
              ? workspace.previewMasks(uploads.masks())
              : workspace.importMasks(uploads.masks());
      ObjectNode answer = events.refresh();
      ArrayNode frames = answer.putArray("frames");
      new TreeSet<>(taken.frames()).forEach(frames::add);
      answer.set("objects", StateView.objects(taken.objects(), workspace.palette()));
      ArrayNode warnings = answer.putArray("warnings");
      taken.replaced().forEach(frame -> warnings.add("Frame " + frame + " has a mask already."));
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
