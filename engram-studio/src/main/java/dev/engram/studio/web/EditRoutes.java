package dev.engram.studio.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.mask.LabelMap;
import dev.engram.project.Project;
import dev.engram.project.ProjectObject;
import dev.engram.studio.OpenProject;
import dev.engram.studio.mask.MaskEdit;
import dev.engram.studio.mask.Region;
import dev.engram.studio.project.History;
import dev.engram.studio.project.Workspace;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes of masks, references and objects. */
final class EditRoutes {
  private final Events events;
  private final OpenProject open;
  private final Workspace workspace;
  private final ClickSessions sessions = new ClickSessions();

  EditRoutes(Events events) {
    this.events = events;
    open = events.open();
    workspace = open.workspace();
  }

  void addTo(RoutesConfig routes) {
    String frame = Api.ROOT + "/frames/{frame}";
    routes.post(frame + "/strokes", this::stroke);
    routes.post(frame + "/polygon", this::polygon);
    routes.post(frame + "/fill", this::fill);
    routes.post(frame + "/prompts", this::prompts);
    routes.post(frame + "/copy", this::copy);
    routes.delete(frame + "/labels/{label}", this::clear);
    routes.put(frame + "/reference", this::addReference);
    routes.delete(frame + "/reference", this::removeReference);
    routes.post(Api.ROOT + "/objects", this::addObject);
    routes.patch(Api.ROOT + "/objects/{label}", this::changeObject);
    routes.delete(Api.ROOT + "/objects/{label}", this::deleteObject);
    routes.post(Api.ROOT + "/undo", ctx -> stepped(ctx, workspace.undo()));
    routes.post(Api.ROOT + "/redo", ctx -> stepped(ctx, workspace.redo()));
  }

  private void stroke(Context ctx) {
    Bodies.Stroke body = Bodies.read(ctx, Bodies.Stroke.class);
    Project project = workspace.project();
    Region region = Region.stroke(project.width(), project.height(), body.path(), body.radius());
    draw(ctx, body.erase() ? "Eraser" : "Brush", body.label(), body.erase(), region);
  }

  private void polygon(Context ctx) {
    Bodies.Polygon body = Bodies.read(ctx, Bodies.Polygon.class);
    Project project = workspace.project();
    Region region = Region.polygon(project.width(), project.height(), body.path());
    draw(ctx, "Polygon", body.label(), body.erase(), region);
  }

  private void fill(Context ctx) {
    Bodies.Fill body = Bodies.read(ctx, Bodies.Fill.class);
    int frame = Api.frame(ctx, open);
    workspace.objects().requireOpen(body.label());
    int x = (int) Math.floor(body.point().x());
    int y = (int) Math.floor(body.point().y());
    if (x < 0 || y < 0 || x >= workspace.project().width() || y >= workspace.project().height()) {
      throw new Refusal(400, "x, y: lie outside of the frame.");
    }
    MaskEdit edit = workspace.objects().maskEdit();
    workspace.edit(
        frame,
        title("Fill", body.label(), frame),
        mask -> {
          Region region = Region.connected(mask, x, y);
          return body.erase()
              ? edit.clear(mask, region)
              : edit.apply(mask, region, body.label(), MaskEdit.Mode.ADD);
        });
    answer(ctx);
  }

  private void draw(Context ctx, String tool, int label, boolean erase, Region region) {
    int frame = Api.frame(ctx, open);
    workspace.objects().requireOpen(label);
    MaskEdit edit = workspace.objects().maskEdit();
    MaskEdit.Mode mode = erase ? MaskEdit.Mode.SUBTRACT : MaskEdit.Mode.ADD;
    workspace.edit(frame, title(tool, label, frame), mask -> edit.apply(mask, region, label, mode));
    answer(ctx);
  }

  private String title(String tool, int label, int frame) {
    return tool + ", " + workspace.objects().get(label).name() + ", frame " + frame;
  }

  private void prompts(Context ctx) {
    Bodies.PromptsBody body = Bodies.read(ctx, Bodies.PromptsBody.class);
    int frame = Api.frame(ctx, open);
    int label = body.label();
    workspace.objects().requireOpen(label);
    long begin = System.nanoTime();
    LabelMap base = sessions.base(body.session(), frame, label, () -> workspace.mask(frame));
    Bodies.PromptMode mode = body.modeOrCorrect();
    LabelMap start = mode == Bodies.PromptMode.CORRECT ? objectOf(base, label) : null;
    Region region = open.clicks().region(frame, open.clickMethod(), body.prompts(), start);
    MaskEdit edit = workspace.objects().maskEdit();
    workspace.edit(
        frame,
        title("Click", label, frame),
        mask -> edit.apply(edit.copy(mask, base, Set.of(label)), region, label, mode.edit()));
    ObjectNode answer = events.answer(ctx);
    answer.put("milliseconds", (System.nanoTime() - begin) / 1_000_000);
    Api.json(ctx, answer);
  }

  private static @Nullable LabelMap objectOf(LabelMap mask, int label) {
    if (mask.area(label) == 0) {
      return null;
    }
    return mask.only(Set.of(label));
  }

  private void copy(Context ctx) {
    Bodies.Copy body = Bodies.read(ctx, Bodies.Copy.class);
    int frame = Api.frame(ctx, open);
    LabelMap from = workspace.mask(body.from());
    Set<Integer> given = body.labels();
    Set<Integer> labels =
        given == null ? Arrays.stream(from.labels()).boxed().collect(Collectors.toSet()) : given;
    labels.forEach(workspace.objects()::requireOpen);
    MaskEdit edit = workspace.objects().maskEdit();
    workspace.edit(
        frame,
        "Copy from frame " + body.from() + " to " + frame,
        mask -> edit.copy(mask, from, labels));
    answer(ctx);
  }

  private void clear(Context ctx) {
    int frame = Api.frame(ctx, open);
    int label = Api.whole("label", ctx.pathParam("label"));
    workspace.objects().requireOpen(label);
    workspace.edit(
        frame,
        title("Removal", label, frame),
        mask -> {
          Set<Integer> others = Arrays.stream(mask.labels()).boxed().collect(Collectors.toSet());
          others.remove(label);
          return mask.only(others);
        });
    answer(ctx);
  }

  private void addReference(Context ctx) {
    workspace.addReference(Api.frame(ctx, open));
    answer(ctx);
  }

  private void removeReference(Context ctx) {
    workspace.removeReference(Api.frame(ctx, open));
    answer(ctx);
  }

  private void addObject(Context ctx) {
    Bodies.ObjectBody body = Bodies.read(ctx, Bodies.ObjectBody.class);
    ProjectObject object = workspace.objects().add(body.cleanName(), body.rgb());
    ObjectNode answer = events.answer(ctx);
    answer.put("label", object.label());
    Api.json(ctx, answer);
  }

  private void changeObject(Context ctx) {
    Bodies.ObjectBody body = Bodies.read(ctx, Bodies.ObjectBody.class);
    ProjectObject before = workspace.objects().get(Api.whole("label", ctx.pathParam("label")));
    String name = body.cleanName();
    Integer colour = body.rgb();
    workspace
        .objects()
        .change(
            new ProjectObject(
                before.label(),
                name == null ? before.name() : name,
                colour == null ? before.colour() : colour,
                body.locked() == null ? before.locked() : body.locked(),
                body.hidden() == null ? before.hidden() : body.hidden()));
    answer(ctx);
  }

  private void deleteObject(Context ctx) {
    workspace.objects().delete(Api.whole("label", ctx.pathParam("label")));
    answer(ctx);
  }

  private void stepped(Context ctx, History.Step step) {
    sessions.forget();
    ObjectNode answer = events.answer(ctx);
    answer.put("title", step.title());
    if (step.frame() >= 0) {
      answer.put("frame", step.frame());
    } else {
      answer.putNull("frame");
    }
    Api.json(ctx, answer);
  }

  private void answer(Context ctx) {
    Api.json(ctx, events.answer(ctx));
  }
}
