package dev.engram.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
  @RegisterExtension static final ServedClip studio = ServedClip.open();

  @AfterEach
  void theServerIsUp() {
    assertThat(studio.get("/health").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "7",
        "\"text\"",
        "{} {}",
        "{\"label\":1}",
        "{\"label\":\"1\",\"radius\":3,\"points\":[[1,1]]}",
        "{\"label\":1.5,\"radius\":3,\"points\":[[1,1]]}",
        "{\"label\":1e99,\"radius\":3,\"points\":[[1,1]]}",
        "{\"label\":99999999999,\"radius\":3,\"points\":[[1,1]]}",
        "{\"label\":null,\"radius\":3,\"points\":[]}",
        "{\"label\":1,\"radius\":0,\"points\":[[1,1]]}",
        "{\"label\":1,\"radius\":-1,\"points\":[[1,1]]}",
        "{\"label\":1,\"radius\":1e300,\"points\":[[1,1]]}",
        "{\"label\":1,\"radius\":NaN,\"points\":[[1,1]]}",
        "{\"label\":1,\"radius\":\"NaN\",\"points\":[[1,1]]}",
        "{\"label\":1,\"radius\":1e999,\"points\":[[1,1]]}",
        "{\"label\":1,\"radius\":3,\"points\":null}",
        "{\"label\":1,\"radius\":3,\"points\":[null]}",
        "{\"label\":1,\"radius\":3,\"points\":[[]]}",
        "{\"label\":1,\"radius\":3,\"points\":[[1]]}",
        "{\"label\":1,\"radius\":3,\"points\":[[1,2,3]]}",
        "{\"label\":1,\"radius\":3,\"points\":[[null,1]]}",
        "{\"label\":1,\"radius\":3,\"points\":[[1e999,1]]}",
        "{\"label\":1,\"radius\":3,\"points\":[[\"Infinity\",1]]}",
        "{\"label\":1,\"radius\":3,\"points\":[[{},1]]}",
        "{\"label\":1,\"radius\":3,\"points\":{\"0\":1}}",
        "{\"label\":1,\"radius\":3,\"points\":[[1,1]],\"@class\":\"java.lang.Runtime\"}"
      })
  void aStrokeThatIsNoneIsRefusedInOneLine(String body) {
    assertRefused(studio.post("/frames/0/strokes", body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST   | /frames/0/fill           | {'label':1,'x':'NaN','y':1}",
        "POST   | /frames/0/fill           | {'label':1,'x':1e99,'y':1}",
        "POST   | /frames/0/fill           | {'label':1,'x':-1,'y':1}",
        "POST   | /frames/0/polygon        | {'label':1,'points':[[1,'NaN']]}",
        "POST   | /frames/0/prompts        | {'label':1,'session':'s'}",
        "POST   | /frames/0/prompts        | {'label':1,'session':'s','clicks':[null]}",
        "POST   | /frames/0/prompts        | {'label':1,'session':'s','clicks':[{'x':'NaN','y':1,'positive':true}]}",
        "POST   | /frames/0/prompts        | {'label':1,'session':'s','clicks':[{'x':1e9,'y':1,'positive':true}]}",
        "POST   | /frames/0/prompts        | {'label':1,'session':'s','mode':'destroy','clicks':[{'x':1,'y':1,'positive':true}]}",
        "POST   | /frames/0/prompts        | {'label':1,'session':'s','box':{'left':9,'top':9,'right':1,'bottom':1}}",
        "POST   | /frames/0/prompts        | {'label':1,'session':'s','scribbles':[{'points':[[1,1]],'radius':'NaN','positive':true}]}",
        "POST   | /frames/0/prompts        | {'label':1,'session':'s','scribbles':[{'points':[],'radius':1,'positive':true}]}",
        "POST   | /frames/0/copy           | {'from':-1}",
        "POST   | /frames/0/copy           | {'from':1,'labels':[null]}",
        "POST   | /frames/0/copy           | {'from':1,'labels':[77]}",
        "POST   | /frames/8/fill           | {'label':1,'x':1,'y':1}",
        "POST   | /frames/-1/fill          | {'label':1,'x':1,'y':1}",
        "POST   | /frames/1e3/fill         | {'label':1,'x':1,'y':1}",
        "POST   | /frames/0/fill           | {'label':2147483647,'x':1,'y':1}",
        "DELETE | /frames/0/labels/-1      | {}",
        "DELETE | /objects/99999999999     | {}",
        "POST   | /objects                 | {'name':''}",
        "POST   | /objects                 | {'name':'a\\u0000b'}",
        "POST   | /objects                 | {'name':'a\\nb'}",
        "POST   | /objects                 | {'name':'\\ud800'}",
        "POST   | /objects                 | {'colour':'red;background:url(//x)'}",
        "PATCH  | /objects/1               | {'name':{}}",
        "POST   | /propagation             | {'from':0}",
        "POST   | /propagation             | {'from':-5,'direction':'forward'}",
        "POST   | /propagation             | {'from':0,'direction':'forward','to':1e10}",
        "POST   | /suggestions             | {'count':1000000,'alpha':0.5,'minimumMask':0}",
        "POST   | /suggestions             | {'count':5,'alpha':'NaN','minimumMask':0}",
        "DELETE | /suggestions/88          | {}",
        "PUT    | /settings                | []",
        "PUT    | /settings                | {'memEvery':0}",
        "PUT    | /settings                | {'internalSize':1000000}",
        "PUT    | /settings                | {'longTerm':'yes'}",
        "PUT    | /settings                | {'clickMethod':'../../x'}",
        "PUT    | /settings                | {'model':'/etc/passwd'}",
        "PUT    | /comparison              | {'folder':null}",
        "POST   | /exports                 | []",
        "POST   | /exports                 | {'format':null}",
        "POST   | /exports                 | {'format':'masks','from':99999999999999}",
        "POST   | /exports                 | {'format':'masks','from':4294967296}",
        "POST   | /exports                 | {'format':'masks','from':5,'to':2}",
        "POST   | /exports                 | {'format':'masks','labels':'x'}",
        "POST   | /exports                 | {'format':'masks','labels':[99999999999]}",
        "POST   | /exports                 | {'format':'overlay','overlayAlpha':'NaN'}",
        "POST   | /exports                 | {'format':'mattes','matteBits':1000000}",
        "POST   | /exports                 | {'format':'green','screen':'url(x)'}",
        "DELETE | /exports/e99             | {}"
      })
  void whatCannotBeDoneIsRefusedInOneLine(String method, String path, String body) {
    assertRefused(studio.send(studio.json(method, path, body.replace('\'', '"'))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"points\":[", "{\"points\":[["})
  void nestedJsonIsGivenUp(String open) {
    for (String path : new String[] {"/frames/0/strokes", "/settings", "/exports"}) {
      String method = path.equals("/settings") ? "PUT" : "POST";
      assertRefused(studio.send(studio.json(method, path, open.repeat(300_000))));
    }
  }

  @Test
  void numbersOfAThousandDigitsAreGivenUp() {
    String number = "9".repeat(1_000_000);
    assertRefused(studio.post("/frames/0/strokes", "{\"label\":" + number + "}"));
    assertRefused(studio.post("/exports", "{\"format\":\"masks\",\"from\":" + number + "}"));
    assertRefused(studio.post("/exports", "{\"format\":\"masks\",\"from\":1e" + number + "}"));
    assertRefused(studio.post("/objects", "{\"" + "k".repeat(1_000_000) + "\":1}"));
  }

  @Test
  void aHundredMegabytesAreRefused() {
    byte[] body = new byte[100 << 20];
    Arrays.fill(body, (byte) ' ');
    HttpResponse<String> announced =
        studio.send(
            studio
                .request("/objects")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body, 0, 5 << 20)));
    assertThat(announced.statusCode()).isEqualTo(413);

    HttpResponse<String> chunked =
        studio.send(
            studio
                .request("/objects")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> slice(body, 5 << 20))));
    assertThat(chunked.statusCode()).isEqualTo(413);
  }

  private static InputStream slice(byte[] body, int length) {
    return new ByteArrayInputStream(body, 0, length);
  }

  @Test
  void aBodyOfTheLargestSizeIsRead() {
    String spaces = " ".repeat((int) Guard.MOST_JSON - 20);
    assertThat(studio.post("/undo", "{}" + spaces).statusCode()).isEqualTo(200);
    assertThat(studio.post("/objects", "{\"name\":\"b\"}" + spaces).statusCode()).isEqualTo(200);
    assertThat(studio.post("/undo", "").statusCode()).isEqualTo(200);
    assertThat(studio.post("/redo", "").statusCode()).isEqualTo(200);
  }

  @Test
  void strokesHaveAHundredThousandPointsAtMost() {
    assertThat(studio.post("/frames/1/strokes", stroke(100_000)).statusCode()).isEqualTo(200);
    assertRefused(studio.post("/frames/1/strokes", stroke(100_001)));
    String polygon = stroke(100_000).replace("\"radius\":10000,", "");
    assertThat(studio.post("/frames/1/polygon", polygon).statusCode()).isEqualTo(200);
  }

  private static String stroke(int points) {
    String all =
        IntStream.range(0, points)
            .mapToObj(i -> "[" + (i * 7919L % 64) + "," + (i * 104_729L % 48) + "]")
            .collect(Collectors.joining(","));
    return "{\"label\":1,\"radius\":10000,\"points\":[" + all + "]}";
  }

  @Test
  void pointsFarOutsideAreDrawnAsFarAsTheFrameGoes() {
    String far = "[[1e300,-1e300],[-1e300,1e300],[5e18,3],[-2e9,2e9],[1e-320,4]]";
    String stroke = "{\"label\":1,\"radius\":3,\"points\":" + far + "}";
    assertThat(studio.post("/frames/2/strokes", stroke).statusCode()).isEqualTo(200);
    String polygon = "{\"label\":1,\"points\":" + far + "}";
    assertThat(studio.post("/frames/2/polygon", polygon).statusCode()).isEqualTo(200);
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
    assertThat(answer.body())
        .startsWith("{\"error\":\"")
        .doesNotContain("dev.engram", "java.", "Exception", "jackson", "`", "\\n");
    assertThat(answer.body().length()).isLessThan(400);
  }
}
