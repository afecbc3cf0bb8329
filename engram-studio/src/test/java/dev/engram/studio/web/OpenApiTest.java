package dev.engram.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.engram.project.Project;
import dev.engram.studio.OpenProject;
import dev.engram.studio.StudioOptions;
import dev.engram.studio.TinyProject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The server is what openapi.yaml says that it is. */
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final ServedClip studio = ServedClip.open();

  private static JsonNode file() {
    return JSON.valueToTree(new Yaml().load(studio.get("/openapi.yaml").body()));
  }

  @Test
  void itTellsOfEachRouteAndOfNoOther(@TempDir Path folder) {
    Project project = new TinyProject(folder).project();
    Set<String> served = new TreeSet<>();
    try (StudioServer server =
        new StudioServer(
            StudioOptions.local(),
            listener -> new OpenProject(project, TinyProject.model(), List.of(), listener))) {
      server.routes().stream()
          .filter(each -> each.contains(Api.ROOT) && !each.startsWith("BEFORE"))
          .forEach(served::add);
    }
    served.add("GET " + Api.ROOT + "/events");

    Set<String> told = new TreeSet<>();
    file()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (!method.getKey().equals("parameters")) {
                            told.add(
                                method.getKey().toUpperCase(Locale.ROOT)
                                    + " "
                                    + Api.ROOT
                                    + path.getKey());
                          }
                        }));
    assertThat(told).isEqualTo(served);
  }

  @Test
  void everyPathNamesItsParametersAndEveryOperationItself() {
    Set<String> names = new TreeSet<>();
    file()
        .path("paths")
        .properties()
        .forEach(
            path -> {
              for (String part : path.getKey().split("/")) {
                if (part.startsWith("{")) {
                  String reference = "#/components/parameters/" + part.replaceAll("[{}]", "");
                  assertThat(path.getValue().path("parameters").toString()).contains(reference);
                }
              }
              for (JsonNode operation : path.getValue()) {
                if (operation.has("operationId")) {
                  assertThat(names.add(operation.path("operationId").asText())).isTrue();
                  assertThat(operation.path("summary").asText()).endsWith(".");
                  assertThat(operation.path("responses").has("default")).isTrue();
                }
              }
            });
    assertThat(names).hasSizeGreaterThan(30);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    JsonNode file = file();
    for (JsonNode reference : file.findValues("$ref")) {
      String pointer = reference.asText().substring(1);
      assertThat(file.at(pointer).isMissingNode()).as(reference.asText()).isFalse();
    }
  }

  @Test
  void answersAreWhatItSays() throws Exception {
    assertIs("Health", studio.get("/health"));
    assertIs("Project", studio.get("/project"));
    assertIs(
        "ObjectChange", studio.post("/objects", "{\"name\":\"other\",\"colour\":\"#00FF00\"}"));
    assertIs("PlainChange", studio.send(studio.json("PATCH", "/objects/2", "{\"locked\":true}")));
    assertIs("PlainChange", draw());
    assertIs("PlainChange", studio.post("/frames/0/fill", "{\"label\":1,\"x\":60.5,\"y\":40.5}"));
    assertIs("StepChange", studio.post("/undo", ""));
    assertIs("StepChange", studio.post("/redo", "{}"));
    assertIs("StepChange", studio.post("/undo", ""));
    assertIs("PlainChange", studio.post("/frames/1/copy", "{\"from\":0}"));
    assertIs("PlainChange", studio.delete("/frames/1/labels/1"));
    assertIs("PlainChange", studio.delete("/frames/1/reference"));
    assertIs("PlainChange", studio.send(studio.json("PUT", "/frames/1/reference", "{}")));
    assertIs("PlainChange", studio.delete("/frames/1/reference"));
    assertIs("PromptChange", studio.post("/frames/2/prompts", PROMPTS));
    assertIs("PlainChange", studio.send(studio.json("PUT", "/settings", "{\"memEvery\":2}")));
    assertIs("PlainChange", studio.delete("/objects/2"));
    assertIs("ImportChange", imports("/imports?preview=true"));
    assertIs("ImportChange", imports("/imports"));
  }

  @Test
  void soAreThoseOfWorkAndTheStateAfterIt() throws Exception {
    studio.segment();
    assertIs("Project", studio.get("/project"));
    String body = "{\"count\":3,\"alpha\":0.5,\"minimumMask\":0}";
    assertIs("PlainChange", studio.post("/suggestions", body));
    Waiting.until(studio, "suggestions", each -> !each.path("state").asText().equals("running"));
    HttpResponse<String> suggested = studio.get("/project");
    assertThat(ServedClip.tree(suggested).at("/suggestions/frames")).isNotEmpty();
    assertIs("Project", suggested);
    assertIs("PlainChange", studio.delete("/suggestions/5"));
    assertIs("PlainChange", studio.delete("/suggestions"));
    assertIs("PlainChange", studio.post("/propagation/stop", ""));

    HttpResponse<String> begun = studio.post("/exports", "{\"format\":\"coco\",\"crowd\":true}");
    assertIs("ExportChange", begun);
    Waiting.until(studio, "exports", all -> all.get(0).path("state").asText().equals("done"));
    assertIs("Project", studio.get("/project"));
    String id = ServedClip.tree(begun).path("id").asText();
    assertThat(studio.get("/exports/" + id + "/file").body()).contains("\"categories\"");
    assertIs("PlainChange", studio.delete("/exports/" + id));
    assertIs(
        "PlainChange", studio.send(studio.json("PUT", "/comparison", "{\"folder\":\"masks\"}")));
    assertIs("Project", studio.get("/project"));
    assertIs("PlainChange", studio.delete("/comparison"));
  }

  @Test
  void onceTheModelIsLoadedAllSettingsAreTold() throws Exception {
    Waiting.until(studio, "model", model -> !model.path("description").isNull());

    JsonNode told = studio.state().path("settings");
    JsonNode all = file().at("/components/schemas/StateKeys/properties/settings/properties");
    assertThat(all).hasSizeGreaterThan(2);
    all.fieldNames().forEachRemaining(key -> assertThat(told.has(key)).as(key).isTrue());
  }

  @Test
  void soAreErrors() {
    assertIs("Error", studio.get("/frames/99/mask"), 404);
    assertIs("Error", studio.get("/nothing"), 404);
    assertIs("Error", studio.post("/project", "{}"), 405);
    assertIs("Error", studio.post("/objects", "{"), 400);
    assertIs("Error", studio.delete("/exports/e77"), 409);
    assertIs(
        "Error", studio.send(studio.request("/objects").POST(BodyPublishers.ofString("x"))), 415);
  }

  @Test
  void soIsWhatTheEventsTell() throws Exception {
    BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    WebSocket line =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://localhost:" + studio.port() + Api.ROOT + "/events"),
                new Texts(texts))
            .join();
    JsonNode first = JSON.readTree(texts.poll(20, TimeUnit.SECONDS));
    assertIs("StateMessage", first);
    for (JsonNode key : file().at("/components/schemas/Project/allOf/1/required")) {
      assertThat(first.path("changes").has(key.asText()) || key.asText().equals("revision"))
          .as(key.asText())
          .isTrue();
    }
    ServedClip.tree(studio.post("/objects", "{}"));
    assertIs("StateMessage", JSON.readTree(texts.poll(20, TimeUnit.SECONDS)));
    line.abort();
  }

  private record Texts(BlockingQueue<String> all, StringBuilder begun)
      implements WebSocket.Listener {
    Texts(BlockingQueue<String> all) {
      this(all, new StringBuilder());
    }

    @Override
    public CompletionStage<?> onText(WebSocket line, CharSequence part, boolean last) {
      begun.append(part);
      if (last) {
        all.add(begun.toString());
        begun.setLength(0);
      }
      line.request(1);
      return null;
    }
  }

  @Test
  void bodiesThatItForbidsAreRefused() {
    for (String[] each :
        new String[][] {
          {"Stroke", "/frames/0/strokes", "{\"label\":1,\"radius\":0,\"points\":[[1,1]]}"},
          {"Stroke", "/frames/0/strokes", "{\"label\":1,\"radius\":1,\"points\":[]}"},
          {"Stroke", "/frames/0/strokes", "{\"label\":1,\"radius\":1,\"points\":[[1]]}"},
          {"Stroke", "/frames/0/strokes", "{\"label\":1.5,\"radius\":1,\"points\":[[1,1]]}"},
          {"Stroke", "/frames/0/strokes", "{\"label\":1,\"radius\":\"1\",\"points\":[[1,1]]}"},
          {"Polygon", "/frames/0/polygon", "{\"label\":1,\"points\":[[1,1]],\"radius\":1}"},
          {"Prompts", "/frames/0/prompts", "{\"label\":1,\"session\":\"s\",\"mode\":\"x\"}"},
          {"ObjectBody", "/objects", "{\"name\":\"\"}"},
          {"ObjectBody", "/objects", "{\"colour\":\"red\"}"},
          {"ObjectBody", "/objects", "{\"label\":5}"},
          {"PropagationBody", "/propagation", "{\"from\":0,\"direction\":\"up\"}"},
          {"SuggestionBody", "/suggestions", "{\"count\":0,\"alpha\":0,\"minimumMask\":0}"},
          {"ExportBody", "/exports", "{\"from\":0}"},
        }) {
      assertThat(messages(each[0], read(each[2]))).as(each[2]).isNotEmpty();
      assertThat(studio.post(each[1], each[2]).statusCode()).as(each[2]).isBetween(400, 499);
    }
    assertThat(messages("Prompts", read(PROMPTS))).isEmpty();
  }

  private static final String PROMPTS =
      "{\"label\":1,\"session\":\"s\",\"mode\":\"correct\",\"clicks\":"
          + "[{\"x\":20,\"y\":12,\"positive\":true}],\"box\":null,\"scribbles\":"
          + "[{\"points\":[[50,40],[55,40]],\"radius\":2,\"positive\":false}]}";

  private static HttpResponse<String> draw() {
    return studio.post(
        "/frames/0/strokes", "{\"label\":1,\"radius\":4.5,\"points\":[[20,20],[30.5,25]]}");
  }

  private static HttpResponse<String> imports(String path) {
    return studio.send(
        studio
            .request(path)
            .header("Content-Type", "application/zip")
            .POST(BodyPublishers.ofByteArray(Pngs.zip(Pngs.good(), "00003.png", "00004.png"))));
  }

  private static void assertIs(String schema, HttpResponse<String> answer) {
    assertIs(schema, answer, 200);
  }

  private static void assertIs(String schema, HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertIs(schema, read(answer.body()));
  }

  private static void assertIs(String schema, JsonNode value) {
    assertThat(messages(schema, value)).as(schema + " " + value).isEmpty();
  }

  private static Set<ValidationMessage> messages(String schema, JsonNode value) {
    ObjectNode root = JSON.createObjectNode();
    root.put("$ref", "#/components/schemas/" + schema);
    root.set("components", file().path("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(root)
        .validate(value);
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
