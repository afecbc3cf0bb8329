package dev.engram.studio.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.common.EngramException;
import dev.engram.export.ExportFormat;
import dev.engram.export.ExportOptions;
import dev.engram.studio.OpenProject;
import dev.engram.studio.project.MaskImports;
import dev.engram.studio.project.Workspace;
import dev.engram.studio.work.ExportChoices;
import dev.engram.studio.work.Exports;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What leaves the project, and what comes into it. */
final class FileRoutes {
  private static final int MOST_UPLOADS = 2;

  private final Events events;
  private final OpenProject open;
  private final Semaphore uploads = new Semaphore(MOST_UPLOADS);

  FileRoutes(Events events) {
    this.events = events;
    open = events.open();
  }

  void addTo(RoutesConfig routes) {
    routes.post(Api.ROOT + "/exports", this::export);
    routes.delete(Api.ROOT + "/exports/{id}", this::remove);
    routes.get(Api.ROOT + "/exports/{id}/file", this::download);
    routes.post(Api.ROOT + "/imports", ctx -> oneOfFew(this::take, ctx));
    routes.put(Api.ROOT + "/frames/{frame}/mask", ctx -> oneOfFew(this::takeOne, ctx));
  }

  private void export(Context ctx) {
    JsonNode body = Bodies.tree(ctx);
    ExportFormat format = ExportFormat.of(body.path("format").asText());
    int frames = open.workspace().project().frames();
    ExportOptions options = ExportChoices.read(format, body, frames, open.reach());
    String id = open.exports().begin(format, options);
    ObjectNode answer = events.answer(ctx);
    answer.put("id", id);
    Api.json(ctx, answer);
  }

  private void remove(Context ctx) {
    open.exports().remove(ctx.pathParam("id"));
    Api.json(ctx, events.answer(ctx));
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
      ctx.header("Content-Length", Long.toString(Files.size(file)));
      ctx.result(Files.newInputStream(file));
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
      // links may lead anywhere
      for (Path each : all.filter(FileRoutes::isFile).sorted().toList()) {
        String name = folder.getFileName() + "/" + folder.relativize(each);
        zip.putNextEntry(new ZipEntry(name.replace('\\', '/')));
        Files.copy(each, zip);
        zip.closeEntry();
      }
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** A few uploads at once, each of which holds a thread and room on the disk. */
  private void oneOfFew(Handler upload, Context ctx) throws Exception {
    if (!uploads.tryAcquire()) {
      throw new Refusal(503, "Other files are being read. Send these when they are.");
    }
    try {
      upload.handle(ctx);
    } finally {
      uploads.release();
    }
  }

  private void take(Context ctx) throws IOException {
    Workspace workspace = open.workspace();
    try (Uploads uploads = new Uploads(workspace.project())) {
      uploads.take(ctx);
      boolean preview = "true".equals(ctx.queryParam("preview"));
      MaskImports.Taken taken;
      try {
        taken =
            preview
                ? workspace.imports().preview(uploads.masks())
                : workspace.imports().take(uploads.masks());
      } catch (EngramException e) {
        throw uploads.refusal(e);
      }
      ObjectNode answer = events.answer(ctx);
      ArrayNode frames = answer.putArray("frames");
      new TreeSet<>(taken.frames()).forEach(frames::add);
      answer.set("objects", StateView.objects(taken.objects(), workspace.palette()));
      ArrayNode warnings = answer.putArray("warnings");
      if (taken.empty() > 0) {
        warnings.add("Masks without an object are left out: " + taken.empty() + ".");
      }
      taken.replaced().forEach(frame -> warnings.add("Frame " + frame + " has a mask already."));
      Api.json(ctx, answer);
    }
  }

  private void takeOne(Context ctx) throws IOException {
    int frame = Api.frame(ctx, open);
    try (Uploads uploads = new Uploads(open.workspace().project())) {
      uploads.takeMask(ctx, open.workspace().project().frameName(frame));
      try {
        open.workspace().imports().take(uploads.masks());
      } catch (EngramException e) {
        throw uploads.refusal(e);
      }
      Api.json(ctx, events.answer(ctx));
    }
  }
}
