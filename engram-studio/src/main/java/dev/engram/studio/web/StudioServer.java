package dev.engram.studio.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.common.EngramException;
import dev.engram.studio.OpenProject;
import dev.engram.studio.StudioOptions;
import dev.engram.studio.project.WorkspaceListener;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import io.javalin.websocket.WsCloseStatus;
import io.javalin.websocket.WsConnectContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The HTTP server of a studio. */
public final class StudioServer implements AutoCloseable, WorkspaceListener {
  private static final String FAULT =
      "A fault of Engram's own. 'engram studio --verbose' prints where it comes from.";

  private final StudioOptions options;
  private final Guard guard;
  private final PageRoutes page;
  private final Map<String, Subscriber> pages = new ConcurrentHashMap<>();
  private volatile @Nullable Events events;
  private final OpenProject open;
  private final Javalin server;

  /**
   * Opens the project and serves it.
   *
   * @param opening gets the listener that hears of every change
   * @throws EngramException if the address or port cannot be had
   */
  public StudioServer(StudioOptions options, Function<WorkspaceListener, OpenProject> opening) {
    this.options = options;
    guard = new Guard(options, this::port, pages::size);
    page = new PageRoutes(guard);
    open = opening.apply(this);
    Events told = new Events(open);
    events = told;
    server = Javalin.create(config -> configure(config, told));
    try {
      server.start();
    } catch (JavalinException e) {
      close();
      String why = e instanceof JavalinBindException ? "is taken" : "cannot be had";
      throw new EngramException(
          "--port " + options.port() + ": " + why + ". Choose another, or leave it out.", e);
    }
  }

  private void configure(JavalinConfig config, Events told) {
    config.startup.showJavalinBanner = false;
    config.http.maxRequestSize = Guard.MOST_JSON;
    config.http.prefer405over404 = true;
    Limits.set(config.jetty, options, guard);
    page.addTo(config.routes);
    config.routes.before(Api.ROOT + "/*", told::begin);
    new MediaRoutes(open).addTo(config.routes);
    new EditRoutes(told).addTo(config.routes);
    new WorkRoutes(told).addTo(config.routes);
    new FileRoutes(told).addTo(config.routes);
    config.routes.get(Api.ROOT + "/project", ctx -> Api.json(ctx, told.whole()));
    config.routes.get(Api.ROOT + "/health", this::health);
    Hints hints = new Hints(open);
    config.routes.ws(
        Api.ROOT + "/events",
        socket -> {
          socket.onConnect(ctx -> welcome(told, ctx));
          socket.onClose(ctx -> forget(told, ctx.sessionId()));
          socket.onError(ctx -> forget(told, ctx.sessionId()));
          socket.onMessage(ctx -> hints.heed(ctx.message()));
        });
    config.routes.exception(Refusal.class, (e, ctx) -> fail(ctx, e.status(), e.getMessage()));
    config.routes.exception(EngramException.class, (e, ctx) -> fail(ctx, 409, e.getMessage()));
    config.routes.exception(
        HttpResponseException.class, (e, ctx) -> fail(ctx, e.getStatus(), e.getMessage()));
    config.routes.exception(
        IllegalArgumentException.class, (e, ctx) -> fail(ctx, 400, e.getMessage()));
    config.routes.exception(Exception.class, this::fault);
    config.router.javaLangErrorHandler((answer, e) -> fault(answer, e));
  }

  private void welcome(Events told, WsConnectContext ctx) {
    Subscriber subscriber = new Subscriber(told, ctx.session);
    pages.put(ctx.sessionId(), subscriber);
    if (pages.size() > Guard.MOST_PAGES) {
      // several came at once, when there was room for one
      pages.remove(ctx.sessionId());
      ctx.closeSession(WsCloseStatus.TRY_AGAIN_LATER, "Too many pages are open. Close one.");
      return;
    }
    ctx.enableAutomaticPings();
    told.add(subscriber);
  }

  private void forget(Events told, String id) {
    Subscriber subscriber = pages.remove(id);
    if (subscriber != null) {
      told.remove(subscriber);
    }
  }

  private void health(Context ctx) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("status", "ok").put("version", page.version());
    Api.json(ctx, node);
  }

  private void fault(Exception e, Context ctx) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    if (cause instanceof EngramException mendable) {
      fail(ctx, 409, mendable.getMessage());
      return;
    }
    if (options.verbose()) {
      cause.printStackTrace();
    }
    fail(ctx, 500, FAULT);
  }

  /** Out of memory, or of stack: the request is given up, the server goes on. */
  private void fault(HttpServletResponse answer, Error error) {
    if (options.verbose()) {
      error.printStackTrace();
    }
    try {
      answer.setStatus(500);
      answer.setContentType("application/json");
      answer.getOutputStream().print(Faults.json(FAULT));
    } catch (IOException | IllegalStateException e) {
      // the answer has begun, and is cut off
      return;
    }
  }

  private static void fail(Context ctx, int status, @Nullable String message) {
    String line = message == null ? "The request cannot be answered." : message;
    ctx.status(status).contentType("application/json").result(Faults.json(line));
  }

  /** The port that it listens at. */
  public int port() {
    return server.port();
  }

  /** What it answers to, such as {@code GET /api/v1/project}. */
  List<String> routes() {
    return server.unsafe.internalRouter.allHttpHandlers().stream()
        .map(each -> each.endpoint.method.name() + " " + each.endpoint.path)
        .toList();
  }

  /** The project that it serves. */
  public OpenProject open() {
    return open;
  }

  @Override
  public void changed() {
    Events told = events;
    if (told != null) {
      told.changed();
    }
  }

  @Override
  public void maskChanged(int frame) {
    Events told = events;
    if (told != null) {
      told.maskChanged(frame);
    }
  }

  @Override
  public void failed(String what) {
    Events told = events;
    if (told != null) {
      told.notice("error", what);
    }
  }

  /** Stops listening, then ends the work and finishes what is being written. */
  @Override
  public void close() {
    server.stop();
    Events told = events;
    if (told != null) {
      told.close();
    }
    open.close();
  }
}
