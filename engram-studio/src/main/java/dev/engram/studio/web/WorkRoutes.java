package dev.engram.studio.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.Propagation;
import dev.engram.studio.OpenProject;
import dev.engram.studio.work.PropagationRequest;
import dev.engram.studio.work.Settings;
import dev.engram.studio.work.SuggestionRequest;
import dev.engram.studio.work.Worker;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Propagation, suggestions, settings and comparison. */
final class WorkRoutes {
  private static final int MOST_SUGGESTIONS = 100;

  private final Events events;
  private final OpenProject open;
  private final Worker worker;

  WorkRoutes(Events events) {
    this.events = events;
    open = events.open();
    worker = open.worker();
  }

  void addTo(RoutesConfig routes) {
    String propagation = Api.ROOT + "/propagation";
    routes.post(propagation, this::propagate);
    routes.post(propagation + "/pause", ctx -> control(ctx, worker::pause));
    routes.post(propagation + "/resume", ctx -> control(ctx, worker::resume));
    routes.post(propagation + "/stop", ctx -> control(ctx, worker::stop));
    routes.post(Api.ROOT + "/suggestions", this::suggest);
    routes.delete(Api.ROOT + "/suggestions", ctx -> control(ctx, worker::dismissAll));
    routes.delete(Api.ROOT + "/suggestions/{frame}", this::dismiss);
    routes.put(Api.ROOT + "/settings", this::settings);
    routes.put(Api.ROOT + "/comparison", this::compare);
    routes.delete(Api.ROOT + "/comparison", ctx -> control(ctx, open.comparison()::close));
  }

  private void control(Context ctx, Runnable action) {
    action.run();
    Api.json(ctx, events.answer(ctx));
  }

  private void propagate(Context ctx) {
    Bodies.Propagate body = Bodies.read(ctx, Bodies.Propagate.class);
    PropagationRequest request =
        new PropagationRequest(
            body.from(), direction(body.direction()), "reference".equals(body.until()), body.to());
    control(ctx, () -> worker.propagate(request));
  }

  private static Propagation direction(@Nullable String name) {
    for (Propagation each : Propagation.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
        return each;
      }
    }
    throw new Refusal(400, "direction: give forward, backward or outward.");
  }

  private void suggest(Context ctx) {
    Bodies.Suggest body = Bodies.read(ctx, Bodies.Suggest.class);
    if (body.count() < 1 || body.count() > MOST_SUGGESTIONS) {
      throw new Refusal(400, "count: give 1 to " + MOST_SUGGESTIONS + ".");
    }
    if (!(body.alpha() >= 0 && body.alpha() <= 1)
        || !(body.minimumMask() >= 0 && body.minimumMask() <= 1)) {
      throw new Refusal(400, "alpha, minimumMask: give 0 to 1.");
    }
    control(
        ctx,
        () ->
            worker.suggest(new SuggestionRequest(body.count(), body.alpha(), body.minimumMask())));
  }

  private void dismiss(Context ctx) {
    int frame = Api.frame(ctx, open);
    control(ctx, () -> worker.dismiss(frame));
  }

  private void settings(Context ctx) {
    JsonNode body = Bodies.tree(ctx);
    Map<String, @Nullable String> settings = new HashMap<>();
    body.properties()
        .forEach(each -> settings.put(name(each.getKey()), value(each.getKey(), each.getValue())));
    control(ctx, () -> open.workspace().putSettings(settings));
  }

  private static String name(String key) {
    return switch (key) {
      case "internalSize" -> Settings.SIZE;
      case "memEvery" -> Settings.MEM_EVERY;
      case "longTerm" -> Settings.LONG_TERM;
      case "clickMethod" -> OpenProject.CLICK_METHOD;
      default -> throw new Refusal(400, key + ": is no setting.");
    };
  }

  private String value(String key, JsonNode value) {
    boolean good =
        switch (key) {
          case "internalSize" ->
              value.isInt() && (value.intValue() == -1 || within(value, 64, 4320));
          case "memEvery" -> value.isInt() && within(value, 1, 1000);
          case "longTerm" -> value.isBoolean();
          default -> open.clicks().methods().contains(value.asText());
        };
    if (!good) {
      throw new Refusal(400, key + ": cannot be " + value + ".");
    }
    return value.asText();
  }

  private static boolean within(JsonNode value, int least, int most) {
    return value.intValue() >= least && value.intValue() <= most;
  }

  private void compare(Context ctx) {
    Bodies.Compare body = Bodies.read(ctx, Bodies.Compare.class);
    control(ctx, () -> open.comparison().open(body.folder() == null ? "" : body.folder()));
  }
}
