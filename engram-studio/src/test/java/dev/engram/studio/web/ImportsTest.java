package dev.engram.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskReader;
import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks that come in, of the forms in which other programs and the studio itself send them. */
class ImportsTest {
  @RegisterExtension static final ServedClip studio = ServedClip.open();

  @TempDir private Path folder;
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  @BeforeEach
  void nothingIsMarked() {
    for (JsonNode each : studio.state().path("references")) {
      ServedClip.tree(studio.delete("/frames/" + each.path("frame").asInt() + "/reference"));
    }
  }

  private byte[] png(Integer... labels) throws IOException {
    Path file = folder.resolve("mask.png");
    LabelMap mask = ServedClip.CLIP.mask(1, 2).only(Set.of(labels));
    MaskWriter.write(file, mask, Palette.davis());
    return Files.readAllBytes(file);
  }

  private byte[] zip() {
    return Pngs.zip(files);
  }

  private static HttpResponse<String> send(String path, byte[] zip) {
    return studio.send(
        studio
            .request(path)
            .header("Content-Type", "application/zip")
            .POST(BodyPublishers.ofByteArray(zip)));
  }

  private static JsonNode take(byte[] zip) {
    JsonNode preview = ServedClip.tree(send("/imports?preview=true", zip));
    JsonNode taken = ServedClip.tree(send("/imports", zip));
    assertThat(taken.path("frames")).isEqualTo(preview.path("frames"));
    return preview;
  }

  @Test
  void aFolderAroundAllMasksSaysNothing() throws IOException {
    files.put("data/clip-masks/00001.png", png(1));
    files.put("data/clip-masks/00002.png", png(1));
    assertThat(take(zip()).path("frames").toString()).isEqualTo("[1,2]");
  }

  @Test
  void whatMacOsPutsBesideTheMasksIsPassedOver() throws IOException {
    files.put("00001.png", png(1));
    files.put("__MACOSX/._00001.png", new byte[] {0, 5, 22, 7});
    files.put("._00001.png", new byte[] {0, 5, 22, 7});
    assertThat(take(zip()).path("frames").toString()).isEqualTo("[1]");
  }

  @Test
  void masksWithoutAnObjectAreLeftOut() throws IOException {
    files.put("00001.png", png(1));
    files.put("00002.png", png());
    JsonNode preview = take(zip());
    assertThat(preview.path("frames").toString()).isEqualTo("[1]");
    assertThat(preview.path("warnings").toString())
        .isEqualTo("[\"Masks without an object are left out: 1.\"]");
  }

  @Test
  void whereNoMaskShowsAnObjectThatIsSaid() throws IOException {
    files.put("00001.png", png());
    assertRefused(zip(), "00001.png: shows no object. Mark one, or leave the mask out.");
    files.put("00002.png", png());
    assertRefused(zip(), "No mask shows an object. Mark one in at least one of them.");
    files.clear();
    files.put("a.json", "{}".getBytes(StandardCharsets.US_ASCII));
    assertRefused(zip(), "No mask shows an object. Mark one in at least one of them.");
    files.put("a.json", "{".getBytes(StandardCharsets.US_ASCII));
    assertThat(send("/imports", zip()).body()).contains("no valid JSON").doesNotContain("Source");
  }

  private static void assertRefused(byte[] zip, String said) {
    for (String path : new String[] {"/imports?preview=true", "/imports"}) {
      HttpResponse<String> answer = send(path, zip);
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).isEqualTo("{\"error\":\"" + said + "\"}");
    }
  }

  @Test
  void lockedObjectsStayAsTheyAre() throws IOException {
    files.put("00001.png", png(1));
    take(zip());
    ServedClip.tree(studio.send(studio.json("PATCH", "/objects/1", "{\"locked\":true}")));
    try {
      files.put("00001.png", png(1, 2));
      take(zip());
      files.put("00001.png", png(2));
      String name = studio.state().path("objects").get(0).path("name").asText();
      assertRefused(
          zip(), name + ": is locked, and the mask of frame 1 would change it. Unlock it first.");
    } finally {
      ServedClip.tree(studio.send(studio.json("PATCH", "/objects/1", "{\"locked\":false}")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"masks", "binary"})
  void whatTheStudioExportsItTakesBack(String format) throws Exception {
    files.put("00001.png", png(1, 2));
    files.put("00004.png", png(2));
    take(zip());
    LabelMap before = reference(1);
    String export = "{\"format\":\"" + format + "\"}";
    String id = ServedClip.tree(studio.post("/exports", export)).path("id").asText();
    Waiting.until(
        studio,
        "exports",
        all -> {
          for (JsonNode each : all) {
            if (each.path("id").asText().equals(id)) {
              return each.path("state").asText().equals("done");
            }
          }
          return false;
        });
    byte[] zip =
        HttpClient.newHttpClient()
            .send(studio.request("/exports/" + id + "/file").build(), BodyHandlers.ofByteArray())
            .body();

    nothingIsMarked();
    assertThat(take(zip).path("frames").toString()).isEqualTo("[1,4]");
    assertThat(reference(1)).isEqualTo(before);
  }

  private static LabelMap reference(int frame) {
    Path file = studio.project().resolve("references/0000" + frame + ".png");
    return new MaskReader().read(file).labels();
  }
}
