package dev.engram.studio.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.mask.HexColour;
import dev.engram.mask.Palette;
import dev.engram.project.Project;
import dev.engram.project.ProjectObject;
import dev.engram.project.ProjectReference;
import dev.engram.studio.OpenProject;
import dev.engram.studio.project.Workspace;
import dev.engram.studio.work.Progress;
import dev.engram.studio.work.SuggestionState;
import dev.engram.suggest.Suggestion;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of a project as the page sees it: each key of the API's {@code GET /project}. */
final class StateView {
  /** Confidences are sent again at most so often while frames are being segmented. */
  private static final long CONFIDENCE_NANOS = 2_000_000_000L;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final OpenProject open;
  private final Map<String, JsonNode> fixed = new LinkedHashMap<>();
  private @Nullable JsonNode confidence;
  private long confidenceVersion = -1;
  private long confidenceTime;

  StateView(OpenProject open) {
    this.open = open;
    Project project = open.workspace().project();
    ObjectNode all = JSON.createObjectNode();
    all.put("name", nameOf(project));
    all.put("folder", project.folder().toAbsolutePath().normalize().toString());
    all.put("input", project.input().getFileName().toString());
    all.put("frames", project.frames());
    all.put("width", project.width());
    all.put("height", project.height());
    all.put("frameRate", open.frames().frameRate());
    if (open.frames().names().isEmpty()) {
      all.putNull("frameNames");
    } else {
      all.set("frameNames", JSON.valueToTree(open.frames().names()));
    }
    all.set("exportFormats", JSON.valueToTree(open.exports().formats()));
    all.properties().forEach(each -> fixed.put(each.getKey(), each.getValue()));
  }

  private static String nameOf(Project project) {
    String folder = project.folder().toAbsolutePath().normalize().getFileName().toString();
    return folder.endsWith(".engram") ? folder.substring(0, folder.length() - 7) : folder;
  }

  /** All keys but {@code revision}. */
  Map<String, JsonNode> now() {
    Workspace workspace = open.workspace();
    Map<String, JsonNode> all = new LinkedHashMap<>(fixed);
    Progress progress = open.worker().progress();
    Project project;
    synchronized (workspace) {
      project = workspace.project();
      all.put("history", history(workspace));
    }
    all.put("model", model());
    all.put("objects", objects(project.objects(), workspace.palette()));
    all.put("references", references(project));
    all.put("masks", masks(project));
    all.put("confidence", confidence(progress));
    all.put("suggestions", suggestions(open.worker().suggestions()));
    all.put("propagation", propagation(progress));
    all.put("memory", JSON.valueToTree(open.worker().memory()));
    all.put("settings", JSON.valueToTree(open.settings()));
    all.put("exports", JSON.valueToTree(open.exports().list()));
    all.put("comparison", JSON.valueToTree(open.comparison().described()));
    all.put("comparisons", JSON.valueToTree(open.comparison().names()));
    all.put("cached", cached());
    return all;
  }

  private JsonNode model() {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", open.modelName());
    node.put("description", open.worker().description());
    node.put("device", open.device());
    node.put("precision", open.precision());
    return node;
  }

  static JsonNode objects(List<ProjectObject> objects, Palette palette) {
    ArrayNode nodes = JSON.createArrayNode();
    for (ProjectObject object : objects) {
      ObjectNode node = nodes.addObject();
      node.put("label", object.label());
      node.put("name", object.name());
      Integer colour = object.colour();
      int rgb = colour == null ? palette.rgb(object.label()) : colour;
      node.put("colour", HexColour.format(rgb));
      node.put("locked", object.locked());
      node.put("hidden", object.hidden());
    }
    return nodes;
  }

  private JsonNode references(Project project) {
    ArrayNode nodes = JSON.createArrayNode();
    for (ProjectReference reference : project.references()) {
      ObjectNode node = nodes.addObject();
      node.put("frame", reference.frame());
      node.put("revision", open.workspace().shownRevision(reference.frame()));
      ArrayNode labels = node.putArray("labels");
      open.workspace().referenceLabels(reference.frame()).forEach(labels::add);
      ArrayNode absent = node.putArray("absent");
      reference.absent().forEach(absent::add);
    }
    return nodes;
  }

  private JsonNode masks(Project project) {
    BitSet present = open.workspace().masks().present();
    project.references().forEach(each -> present.set(each.frame()));
    ObjectNode node = JSON.createObjectNode();
    node.put("revision", open.workspace().revision());
    node.set("ranges", ranges(present));
    return node;
  }

  private static ArrayNode ranges(BitSet frames) {
    ArrayNode ranges = JSON.createArrayNode();
    for (int first = frames.nextSetBit(0); first >= 0; ) {
      int end = frames.nextClearBit(first);
      ranges.addArray().add(first).add(end - 1);
      first = frames.nextSetBit(end);
    }
    return ranges;
  }

  private JsonNode confidence(Progress progress) {
    long version = open.workspace().confidences().version();
    boolean soon =
        progress.state() == Progress.State.RUNNING
            && System.nanoTime() - confidenceTime < CONFIDENCE_NANOS;
    JsonNode known = confidence;
    if (known != null && (version == confidenceVersion || soon)) {
      return known;
    }
    confidenceVersion = version;
    confidenceTime = System.nanoTime();
    float[] values = open.workspace().confidences().all();
    ArrayNode runs = JSON.createArrayNode();
    for (int first = 0; first < values.length; ) {
      int end = first;
      while (end < values.length && !Float.isNaN(values[end])) {
        end++;
      }
      if (end > first) {
        ArrayNode run = runs.addArray().add(first).addArray();
        for (int i = first; i < end; i++) {
          run.add(Math.round(values[i] * 1000) / 1000.0);
        }
      }
      first = Math.max(end, first + 1);
    }
    confidence = runs;
    return runs;
  }

  private JsonNode suggestions(SuggestionState state) {
    ObjectNode node = JSON.createObjectNode();
    node.put("state", lower(state.state()));
    node.put("done", state.done());
    node.put("total", state.total());
    node.put("error", state.error());
    ArrayNode frames = node.putArray("frames");
    for (Suggestion each : state.frames()) {
      ObjectNode frame = frames.addObject();
      frame.put("frame", each.frame());
      frame.put("score", each.score());
      frame.put("dissimilarity", each.dissimilarity());
      frame.put("nearest", each.nearest());
      frame.put("uncertainty", each.uncertainty());
      frame.put("reason", each.reason());
      frame.put("revision", open.workspace().shownRevision(each.frame()));
    }
    return node;
  }

  private static JsonNode propagation(Progress progress) {
    ObjectNode node = JSON.createObjectNode();
    node.put("state", lower(progress.state()));
    node.put("direction", lower(progress.direction()));
    node.put("from", progress.from());
    node.put("frame", progress.frame());
    node.put("done", progress.done());
    node.put("total", progress.total());
    node.put("secondsPerFrame", Math.round(progress.secondsPerFrame() * 10_000) / 10_000.0);
    node.put("error", progress.error());
    return node;
  }

  private static JsonNode history(Workspace workspace) {
    ObjectNode node = JSON.createObjectNode();
    node.put("undo", workspace.undoTitle());
    node.put("redo", workspace.redoTitle());
    return node;
  }

  private JsonNode cached() {
    ArrayNode ranges = JSON.createArrayNode();
    open.frames().cached().forEach(each -> ranges.addArray().add(each.first()).add(each.last()));
    return ranges;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
