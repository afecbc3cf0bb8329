package dev.engram.studio.web;

import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Overlay;
import dev.engram.mask.RgbFile;
import dev.engram.studio.OpenProject;
import dev.engram.studio.mask.Runs;
import dev.engram.studio.mask.Thumbnail;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Pictures and masks. */
final class MediaRoutes {
  private static final int WIDEST = 16_384;

  private final OpenProject open;
  private final long started = System.currentTimeMillis();

  MediaRoutes(OpenProject open) {
    this.open = open;
  }

  void addTo(RoutesConfig routes) {
    routes.get(Api.ROOT + "/frames/{frame}/image", this::image);
    routes.get(Api.ROOT + "/frames/{frame}/mask", this::mask);
    routes.get(Api.ROOT + "/frames/{frame}/mask.png", this::png);
    routes.get(Api.ROOT + "/frames/{frame}/thumbnail", this::thumbnail);
    routes.get(Api.ROOT + "/frames/{frame}/comparison", this::comparison);
  }

  private void image(Context ctx) {
    int frame = Api.frame(ctx, open);
    int width = Api.number(ctx, "width", WIDEST, 1, WIDEST);
    if (isKnown(ctx, "i" + width)) {
      return;
    }
    CompletableFuture<byte[]> picture = open.frames().jpeg(frame, width);
    ctx.header("Cache-Control", "private, max-age=86400");
    ctx.future(() -> picture.thenAccept(bytes -> ctx.contentType("image/jpeg").result(bytes)));
  }

  private void mask(Context ctx) {
    int frame = Api.frame(ctx, open);
    if (isKnown(ctx, "m" + open.workspace().shownRevision(frame))) {
      return;
    }
    ctx.header("X-Confidence", Float.toString(open.confidence(frame)));
    ctx.contentType(Runs.MEDIA_TYPE).result(Runs.encode(open.workspace().mask(frame)));
  }

  private void png(Context ctx) throws IOException {
    int frame = Api.frame(ctx, open);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MaskWriter.write(out, open.workspace().mask(frame), open.workspace().palette());
    ctx.contentType("image/png").result(out.toByteArray());
  }

  private void thumbnail(Context ctx) {
    int frame = Api.frame(ctx, open);
    int width = Api.number(ctx, "width", 160, 16, 640);
    if (isKnown(ctx, "t" + width + "-" + open.workspace().shownRevision(frame))) {
      return;
    }
    ctx.future(
        () ->
            open.frames()
                .frame(frame)
                .thenAcceptAsync(
                    pixels -> {
                      LabelMap mask = open.workspace().mask(frame);
                      Thumbnail small = Thumbnail.of(pixels.rgb(), mask, width);
                      byte[] shown =
                          new Overlay(open.workspace().palette()).render(small.rgb(), small.mask());
                      LabelMap size = small.mask();
                      ctx.contentType("image/jpeg")
                          .result(RgbFile.jpeg(shown, size.width(), size.height()));
                    }));
  }

  private void comparison(Context ctx) {
    LabelMap other = open.comparison().mask(Api.frame(ctx, open));
    if (other == null) {
      throw new Refusal(404, "The other result has no mask of this frame.");
    }
    ctx.contentType(Runs.MEDIA_TYPE).result(Runs.encode(other));
  }

  /** Whether the browser has it already; answers it then. Revisions begin anew with the server. */
  private boolean isKnown(Context ctx, String version) {
    String tag = "\"" + started + "-" + version + "\"";
    ctx.header("ETag", tag);
    ctx.header("Cache-Control", "private, no-cache");
    if (tag.equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return true;
    }
    return false;
  }
}
