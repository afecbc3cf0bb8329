package dev.engram.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.studio.web.RawHttp.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {
  private static final int WIDTH = ServedClip.CLIP.width();
  private static final int HEIGHT = ServedClip.CLIP.height();

  @RegisterExtension static final ServedClip studio = ServedClip.open();

  @AfterEach
  void nothingIsLeftOnTheDisk() throws Exception {
    AtomicReference<List<Path>> left = new AtomicReference<>(List.of());
    // what broke off may begin to be read only now, and goes in its turn
    Waiting.until(
        () -> {
          left.set(temporary());
          return left.get().isEmpty();
        });
    assertThat(left.get()).isEmpty();
    assertThat(studio.get("/health").statusCode()).isEqualTo(200);
  }

  private static List<Path> temporary() {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(UploadsTest::isUpload).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isUpload(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("engram-upload") || name.startsWith("MultiPart");
  }

  @Test
  void masksAreTakenFromAZipFileAndFromAForm() {
    JsonNode zip = ServedClip.tree(zip(Pngs.zip(Pngs.good(), "00001.png", "x/00002.png.txt")));
    assertThat(zip.path("frames").toString()).isEqualTo("[1]");
    JsonNode form = ServedClip.tree(form(Pngs.good(), "00002.png", "00003.png"));
    assertThat(form.path("frames").toString()).isEqualTo("[2,3]");
    assertThat(put(Pngs.good()).statusCode()).isEqualTo(200);
  }

  @Test
  void anAnnotationFileIsTakenFromAZipFileAndFromAForm() {
    byte[] coco = coco();

    JsonNode form = ServedClip.tree(form(coco, "Found.JSON"));
    assertThat(form.path("frames").toString()).isEqualTo("[4]");
    assertThat(form.path("objects").toString()).contains("chair");
    JsonNode zip = ServedClip.tree(zip(Pngs.zip(coco, "annotations/instances.json")));
    assertThat(zip.path("frames").toString()).isEqualTo("[4]");
    assertRefused(form(coco, "a.json", "b.json"), 400);
    assertThat(form("{".getBytes(StandardCharsets.US_ASCII), "a.json").statusCode())
        .isBetween(400, 499);
  }

  /** The upper half of frame 4. */
  private static byte[] coco() {
    int half = HEIGHT / 2;
    String counts =
        IntStream.range(0, WIDTH)
            .mapToObj(column -> (column == 0 ? "0," : "") + half + "," + (HEIGHT - half))
            .collect(Collectors.joining(","));
    return ("{'images':[{'id':5,'file_name':'00004.jpg','width':%1$d,'height':%2$d}],"
            + "'categories':[{'id':1,'name':'chair'}],"
            + "'annotations':[{'id':1,'image_id':5,'category_id':1,'iscrowd':0,"
            + "'segmentation':{'size':[%2$d,%1$d],'counts':[%3$s]}}]}")
        .formatted(WIDTH, HEIGHT, counts)
        .replace('\'', '"')
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void manyMasksFitIntoOneForm() {
    String[] names =
        IntStream.range(0, 3000).mapToObj(i -> "%05d.png".formatted(i)).toArray(String[]::new);

    assertThat(form(Pngs.good(), names).body()).contains("00008");
  }

  @ParameterizedTest
  @ValueSource(strings = {"imports", "frames/0/mask", "objects", "frames/0/strokes"})
  void fiveGigabytesThatAreAnnouncedAreRefusedUnread(String path) {
    String method = path.endsWith("mask") ? "PUT" : "POST";
    Answer answer =
        studio
            .raw()
            .head(
                method + " /api/v1/" + path + " HTTP/1.1",
                "Host: localhost:PORT",
                "Content-Type: application/zip",
                "Content-Length: 5368709120");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.closed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"POST /api/v1/objects", "PUT /api/v1/frames/0/mask", "PUT /api/v1/settings"})
  void fiveGigabytesWithoutAnEndAreCutOff(String request) throws IOException {
    boolean mask = request.endsWith("mask");
    byte[] start = mask ? Pngs.good() : "{\"name\":\"".getBytes(StandardCharsets.US_ASCII);

    long sent = endless(request, mask ? "image/png" : "application/json", start);

    assertThat(sent).isLessThan(mask ? 100L << 20 : 20L << 20);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"application/zip", "multipart/form-data; boundary=x"})
  void fiveGigabytesOfFilesAreCutOffAtTheLimit(String type) throws IOException {
    byte[] form =
        "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"00001.png\"\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] entry = Pngs.zip(new byte[0], "a.txt");

    long sent = endless("POST /api/v1/imports", type, type.contains("zip") ? entry : form);

    assertThat(sent).isLessThan(600L << 20);
  }

  /** How much of an endless body can be sent before the server has enough of it. */
  private static long endless(String request, String type, byte[] start) throws IOException {
    byte[] block = new byte[1 << 16];
    byte[] chunk = chunk(block);
    long sent = 0;
    try (Socket socket = studio.raw().connect()) {
      OutputStream out = begin(socket, request, type, "Transfer-Encoding: chunked");
      out.write(chunk(start));
      try {
        for (; sent < 5L << 30; sent += block.length) {
          out.write(chunk);
        }
      } catch (IOException e) {
        return sent;
      }
    }
    return sent;
  }

  /** Sends the head of a request; its body goes where this leads. */
  private static OutputStream begin(Socket socket, String request, String type, String length)
      throws IOException {
    String head =
        request
            + " HTTP/1.1\r\nHost: localhost:"
            + studio.port()
            + "\r\nContent-Type: "
            + type
            + "\r\n"
            + length
            + "\r\n\r\n";
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    return out;
  }

  private static byte[] chunk(byte[] block) {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(
        (Integer.toHexString(block.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    chunk.writeBytes(block);
    chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    return chunk.toByteArray();
  }

  @Test
  void aHeaderThatDeclaresAnotherSizeIsRefusedBeforeAnythingIsUnpacked() {
    for (int[] size :
        new int[][] {
          {Integer.MAX_VALUE, Integer.MAX_VALUE}, {-1, -1}, {0, 0}, {100_000, 100_000}, {WIDTH, -1}
        }) {
      assertRefused(put(Pngs.of(size[0], size[1], 1000)), 415);
      assertRefused(zip(Pngs.zip(Pngs.of(size[0], size[1], 1000), "00001.png")), 415);
    }
  }

  @Test
  void moreRowsThanAreDeclaredAreRefused() {
    byte[] bomb = Pngs.of(WIDTH, HEIGHT, 300L << 20);
    assertThat(bomb.length).isLessThan(3 << 20);

    assertRefused(put(bomb), 409);
    assertRefused(zip(Pngs.zip(bomb, "00001.png")), 409);
    assertRefused(put(Pngs.of(WIDTH, HEIGHT, 10)), 409);
  }

  @Test
  void aZipFileThatUnpacksToFarMoreIsGivenUp() {
    // of masks that are none, and of what nobody asked for
    assertRefused(zip(Pngs.bomb(1, ".png", 600L << 20)), 415);
    byte[] other = Pngs.bomb(2, ".txt", 300L << 20);
    assertThat(other.length).isLessThan(4 << 20);
    assertRefused(zip(other), 413);
    assertRefused(form(other, "masks.zip"), 413);
  }

  @Test
  void aMaskInAZipFileIsNoLongerThanAMaskCanBe() {
    byte[] start = Pngs.good();
    byte[] endless = new byte[100 << 20];
    System.arraycopy(start, 0, endless, 0, start.length);

    assertRefused(zip(Pngs.zip(endless, "00001.png")), 413);
  }

  @Test
  void aZipFileOfTooManyFilesIsGivenUp() {
    assertRefused(zip(Pngs.bomb(Uploads.MOST_FILES + 1, ".txt", 0)), 413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../evil.png",
        "..\\..\\evil.png",
        "/tmp/evil.png",
        "C:\\evil.png",
        "../.png",
        "x/../../00001.png",
        "\u0000.png",
        "..%2fevil.png",
        "\u202e00001.png",
        "con.png",
        ".bashrc.png"
      })
  void namesInAZipFileLeadNowhere(String name) {
    assertThat(put(Pngs.good()).statusCode()).isEqualTo(200);
    List<Path> before = around();
    HttpResponse<String> answer = zip(Pngs.zip(Pngs.good(), name));

    // a single mask that is not named after a frame is taken for the first one's
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 499);
    assertThat(around()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../evil.png", "/", "\\", "..", "", "a/..", "%2e%2e/evil.png"})
  void namesInAFormLeadNowhere(String name) {
    assertThat(put(Pngs.good()).statusCode()).isEqualTo(200);
    List<Path> before = around();
    HttpResponse<String> answer = form(Pngs.good(), name);

    // a single mask that is not named after a frame is taken for the first one's
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 499);
    assertThat(around()).isEqualTo(before);
  }

  private static List<Path> around() {
    List<Path> all = new ArrayList<>();
    for (Path folder :
        List.of(
            studio.file("."), studio.project(), Path.of("/tmp/evil.png"), Path.of("/evil.png"))) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files.sorted().forEach(all::add);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      } else if (Files.exists(folder)) {
        all.add(folder);
      }
    }
    return all;
  }

  @Test
  void whatIsNoMaskIsRefusedWhateverItIsCalled() {
    byte[] text = "<script>alert(1)</script> and more of it".getBytes(StandardCharsets.US_ASCII);

    assertRefused(put(text), 415);
    assertRefused(put(new byte[0]), 415);
    assertRefused(form(text, "00001.png"), 415);
    assertRefused(zip(Pngs.zip(text, "00001.png")), 415);
    assertRefused(zip(text), 400);
    assertRefused(zip(new byte[0]), 400);
    byte[] damaged = Pngs.zip(Pngs.good(), "00001.png");
    damaged[60] ^= 0x55;
    assertRefused(zip(damaged), 0);
  }

  @Test
  void aFormThatIsNoneIsRefused() {
    for (String type :
        List.of("multipart/form-data", "multipart/form-data; boundary=y", "text/html")) {
      assertRefused(
          send("POST", "/imports", type, "--x\r\nnonsense".getBytes(StandardCharsets.US_ASCII)), 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/zip", "multipart/form-data; boundary=x", "image/png"})
  void nothingIsTakenFromAnUploadThatBreaksOff(String type) {
    String before = studio.state().path("references").toString();
    Callable<Answer> half =
        () -> {
          try (Socket socket = studio.raw().connect()) {
            sendHalf(socket, type);
            socket.shutdownOutput();
            return RawHttp.read(socket);
          }
        };

    assertThat(onceTaken(half, Answer::status).status()).isEqualTo(400);
    assertThat(studio.state().path("references").toString()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/zip", "multipart/form-data; boundary=x", "image/png"})
  void anUploadWhoseSenderIsGoneLeavesNothing(String type) throws IOException {
    try (Socket socket = studio.raw().connect()) {
      sendHalf(socket, type);
    }
  }

  /** All entries of a zip file, parts of a form or rows of a mask, but not all that was said. */
  private static void sendHalf(Socket socket, String type) throws IOException {
    String request =
        type.equals("image/png") ? "PUT /api/v1/frames/6/mask" : "POST /api/v1/imports";
    OutputStream out = begin(socket, request, type, "Content-Length: 100000000");
    if (type.startsWith("multipart")) {
      out.write(
          "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"6.zip\"\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
    }
    out.write(
        type.equals("image/png") ? Pngs.good() : Pngs.zip(Pngs.good(), "00006.png", "00007.png"));
    out.write(new byte[1 << 20]);
  }

  private static void assertRefused(HttpResponse<String> answer, int status) {
    if (status == 0) {
      assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
    } else {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }
    assertThat(answer.body())
        .startsWith("{\"error\":")
        .doesNotContain("engram-upload", "Exception");
  }

  private static HttpResponse<String> zip(byte[] file) {
    return send("POST", "/imports", "application/zip", file);
  }

  private static HttpResponse<String> put(byte[] png) {
    return send("PUT", "/frames/0/mask", "image/png", png);
  }

  private static HttpResponse<String> form(byte[] file, String... names) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (String name : names) {
      body.writeBytes(
          ("--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\""
                  + name
                  + "\"\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      body.writeBytes(file);
      body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes("--x--\r\n".getBytes(StandardCharsets.UTF_8));
    return send("POST", "/imports", "multipart/form-data; boundary=x", body.toByteArray());
  }

  private static HttpResponse<String> send(String method, String path, String type, byte[] body) {
    HttpRequest.Builder request =
        studio
            .request(path)
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofByteArray(body));
    return onceTaken(() -> studio.send(request), HttpResponse::statusCode);
  }

  /** The uploads of other tests, which broke off, may still be read; two are at once. */
  private static <T> T onceTaken(Callable<T> upload, ToIntFunction<T> status) {
    AtomicReference<T> answer = new AtomicReference<>();
    try {
      Waiting.until(
          () -> {
            try {
              answer.set(upload.call());
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
            return status.applyAsInt(answer.get()) != 503;
          });
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return answer.get();
  }
}
