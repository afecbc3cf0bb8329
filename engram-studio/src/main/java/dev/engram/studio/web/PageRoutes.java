package dev.engram.studio.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/** The page and the libraries that it is made of, all from the class path. */
final class PageRoutes {
  private static final String PAGE = "/dev/engram/studio/page/";
  private static final String WEBJARS = "/META-INF/resources/webjars/";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "yaml", "application/yaml; charset=utf-8");

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private final Guard guard;
  private final Properties versions = new Properties();

  PageRoutes(Guard guard) {
    this.guard = guard;
    try (InputStream in =
        PageRoutes.class.getResourceAsStream("/dev/engram/studio/versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String version() {
    return versions.getProperty("engram");
  }

  void addTo(RoutesConfig routes) {
    routes.get("/", this::index);
    routes.get("/favicon.ico", ctx -> ctx.status(204));
    routes.get("/page/<file>", ctx -> serve(ctx, PAGE, ctx.pathParam("file")));
    routes.get("/webjars/{library}/<file>", this::library);
    routes.get(
        Api.ROOT + "/openapi.yaml", ctx -> serve(ctx, "/dev/engram/studio/", "openapi.yaml"));
  }

  private void index(Context ctx) {
    String token = ctx.queryParam("token");
    if (token != null) {
      if (!guard.admits(token)) {
        throw new Refusal(
            401, "The token is wrong. Open the address that 'engram studio' printed.");
      }
      // the token does not stay in the address bar, nor in the history
      ctx.header(
          "Set-Cookie",
          guard.cookie() + "=" + token + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000");
      ctx.redirect("/");
      return;
    }
    serve(ctx, PAGE, "index.html");
  }

  private void library(Context ctx) {
    String library = ctx.pathParam("library");
    String version = versions.getProperty("webjar." + library);
    if (version == null) {
      throw new Refusal(404, "There is no such library.");
    }
    serve(ctx, WEBJARS + library + "/" + version + "/", ctx.pathParam("file"));
  }

  private static void serve(Context ctx, String folder, String file) {
    int dot = file.lastIndexOf('.');
    String type = dot < 0 ? null : TYPES.get(file.substring(dot + 1));
    boolean plain = Arrays.stream(file.split("/", -1)).allMatch(PART.asMatchPredicate());
    InputStream in =
        type != null && plain ? PageRoutes.class.getResourceAsStream(folder + file) : null;
    if (in == null || type == null) {
      throw new Refusal(404, "There is no such file.");
    }
    ctx.header("Cache-Control", "no-cache");
    ctx.contentType(type).result(in);
  }
}
