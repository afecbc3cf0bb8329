package dev.engram.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.studio.web.RawHttp.Answer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
  /** Ways to say that a path leads up, for what stands in a URL. */
  private static final List<String> UP =
      List.of(
          "..",
          "%2e%2e",
          "%2E.",
          "..%2f",
          "..%2F..",
          "..%5c",
          "..%5c..",
          "%252e%252e",
          "..%00",
          "..;",
          "..%c0%af",
          "%c0%ae%c0%ae",
          "....//",
          ".%00.",
          "..\\",
          "%2fetc",
          "c:%5cwindows");

  @RegisterExtension static final ServedClip studio = ServedClip.open();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page/UP/versions.properties",
        "/page/UP/UP/UP/UP/UP/UP/UP/etc/passwd",
        "/page/js/UP/UP/versions.properties",
        "/page/UP/openapi.yaml",
        "/page/UP",
        "/page/css/UP/UP/openapi.yaml",
        "/webjars/UP/lit-html/package.json",
        "/webjars/lit-html/UP/UP/UP/UP/dev/engram/studio/openapi.yaml",
        "/webjars/lit-html/UP",
        "/api/v1/frames/UP/image",
        "/api/v1/frames/0/UP",
        "/api/v1/exports/UP/file",
        "/api/v1/exports/UPproject.json/file",
        "/UP/UP/etc/passwd",
        "/api/v1/UP/UP/page/index.html"
      })
  void noPathLeadsUp(String pattern) {
    for (String up : UP) {
      Answer answer = studio.raw().get(pattern.replace("UP", up));

      assertThat(answer.status()).as(pattern + " " + up).isBetween(400, 499);
      assertThat(answer.body()).startsWith("{\"error\":").doesNotContain("root:", "openapi: 3");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page/",
        "/page/js",
        "/page/js/",
        "/page//index.html",
        "/page/./index.html",
        "/page/.hidden.js",
        "/page/js/main.js%00.html",
        "/page/dev/engram/studio/web/Guard.class",
        "/page//etc/passwd",
        "/page/file:/etc/passwd.html",
        "/webjars/jetty-server/x.js",
        "/webjars/lit-html/LICENSE",
        "/webjars/",
        "/META-INF/MANIFEST.MF",
        "/WEB-INF/web.xml"
      })
  void whatIsNoFileOfThePageIsNotThere(String path) {
    assertThat(studio.raw().get(path).status()).as(path).isBetween(400, 499);
  }

  @Test
  void aPathOfAThousandFoldersIsAnsweredLikeAnyOther() {
    assertThat(studio.raw().get("/page/" + "a/".repeat(7_900) + "a.js").status()).isEqualTo(404);
    assertThat(studio.raw().get("/page/" + "a".repeat(20_000) + ".js").status()).isEqualTo(414);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../secret",
        "../../../../../../etc",
        "/etc",
        "/",
        "",
        ".",
        "given/../../secret",
        "%2e%2e/secret",
        "..\\\\secret",
        "\\u0000",
        "../secret\\u0000/given",
        "~",
        "file:///etc",
        "link",
        "SECRET",
        "references/../../secret",
        "\\ud800"
      })
  void resultsToCompareWithLieInFoldersThatWereGiven(String name) throws IOException {
    Path link = studio.file("given").resolve("link");
    if (Files.notExists(link)) {
      Files.createSymbolicLink(link, studio.file("secret"));
      ServedClip.CLIP.writeMask(studio.file("secret").resolve("00000.png"), 1);
    }
    String folder = name.replace("SECRET", studio.file("secret").toString());
    HttpResponse<String> answer =
        studio.send(studio.json("PUT", "/comparison", "{\"folder\":\"" + folder + "\"}"));

    assertThat(answer.statusCode()).isBetween(400, 499);
    assertThat(studio.state().path("comparison").isNull()).isTrue();
  }

  @Test
  void masksOfAResultAreNotReadThroughLinksThatLeadOut() throws IOException {
    Path folder = Files.createDirectories(studio.file("given").resolve("other"));
    ServedClip.CLIP.writeMask(folder.resolve("00000.png"), 1);
    Path secret = ServedClip.CLIP.writeMask(studio.file("secret").resolve("00001.png"), 1);
    Files.createSymbolicLink(folder.resolve("00001.png"), secret);

    ServedClip.tree(studio.send(studio.json("PUT", "/comparison", "{\"folder\":\"other\"}")));
    assertThat(studio.get("/frames/0/comparison").statusCode()).isEqualTo(200);
    assertThat(studio.get("/frames/1/comparison").statusCode()).isEqualTo(409);
    ServedClip.tree(studio.delete("/comparison"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../clip.mp4", "/etc/passwd", "CLIP", "link/00000.png", "\\u0000", "", "."})
  void layersLieInFoldersThatWereGiven(String name) {
    String layer = name.replace("CLIP", studio.file("clip.mp4").toString());
    HttpResponse<String> answer =
        studio.post("/exports", "{\"format\":\"layer\",\"layer\":\"" + layer + "\"}");

    if (answer.statusCode() == 200) {
      // a folder of the project, which is no picture: the export fails, and says nothing of it
      studio.delete("/exports/" + ServedClip.tree(answer).path("id").asText());
    } else {
      assertThat(answer.statusCode()).isBetween(400, 499);
    }
    assertThat(answer.body()).doesNotContain("root:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "masks/../..", "MASKS\\u0000", "__proto__"})
  void formatsAreThoseOfTheList(String format) {
    assertThat(studio.post("/exports", "{\"format\":\"" + format + "\"}").statusCode())
        .isBetween(400, 499);
  }

  @Test
  void linksAmongExportsAreNotFollowed() throws Exception {
    Files.writeString(studio.file("secret").resolve("diary.txt"), "dear diary");
    studio.segment();
    JsonNode begun = ServedClip.tree(studio.post("/exports", "{\"format\":\"binary\"}"));
    String id = begun.path("id").asText();
    JsonNode done = Waiting.until(studio, "exports", all -> isDone(all, id));
    Path folder = studio.project().resolve(named(done, id).path("path").asText());
    Files.createSymbolicLink(folder.resolve("diary.txt"), studio.file("secret/diary.txt"));
    Files.createSymbolicLink(folder.resolve("secret"), studio.file("secret"));

    HttpResponse<String> zip = studio.get("/exports/" + id + "/file");
    assertThat(zip.statusCode()).isEqualTo(200);
    assertThat(zip.body()).doesNotContain("diary");
    studio.delete("/exports/" + id);
    assertThat(studio.file("secret/diary.txt")).hasContent("dear diary");
    assertThat(folder).doesNotExist();
  }

  private static boolean isDone(JsonNode exports, String id) {
    return named(exports, id).path("state").asText().equals("done");
  }

  private static JsonNode named(JsonNode exports, String id) {
    for (JsonNode each : exports) {
      if (each.path("id").asText().equals(id)) {
        return each;
      }
    }
    throw new AssertionError(id + " is not among " + exports);
  }
}
