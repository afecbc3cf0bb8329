package dev.engram.studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.engram.studio.web.RawHttp.Answer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CrowdTest {
  private static final int CROWD = 1000;
  private static final String UPGRADE =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  @RegisterExtension static final ServedClip studio = ServedClip.open();

  private final List<Socket> crowd = new ArrayList<>();
  private final long filesBefore = openFiles();

  @AfterEach
  void whenItIsGoneItsFilesAreToo() throws Exception {
    for (Socket socket : crowd) {
      socket.close();
    }
    Waiting.until(() -> openFiles() < filesBefore + 30);
    assertThat(openFiles()).isLessThan(filesBefore + 30);
    assertAnswered();
  }

  @Test
  void aThousandThatSayNothingKeepNobodyWaiting() throws IOException {
    come("");

    assertAnswered();
  }

  @Test
  void norDoAThousandThatDoNotFinishTheirHeaders() throws IOException {
    come(line("GET /api/v1/project HTTP/1.1"));

    assertAnswered();
  }

  @Test
  void norDoAThousandThatDoNotSendTheirBody() throws IOException {
    come(
        line("POST /api/v1/objects HTTP/1.1")
            + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");

    assertAnswered();
  }

  @Test
  void aFewMayUploadAtOnceAndTheOthersAreTold() throws Exception {
    come(
        line("POST /api/v1/imports HTTP/1.1")
            + "Content-Type: application/zip\r\nContent-Length: 100000\r\n\r\nPK");

    assertAnswered();
    int told = 0;
    for (Socket socket : crowd.subList(0, 50)) {
      socket.setSoTimeout(500);
      told += status(socket) == 503 ? 1 : 0;
    }
    assertThat(told).isBetween(46, 50);
  }

  @Test
  void sixtyFourPagesMayBeOpenAndTheOthersAreTold() throws Exception {
    come(line("GET /api/v1/events HTTP/1.1") + UPGRADE);

    assertAnswered();
    int open = 0;
    int told = 0;
    for (Answer answer : answers()) {
      open += answer.status() == 101 ? 1 : 0;
      told += answer.status() == 503 && answer.body().contains("Too many pages") ? 1 : 0;
    }
    assertThat(open + told).isEqualTo(CROWD);
    // a few more may come in at the same moment, and are sent away again
    assertThat(open).isBetween(Guard.MOST_PAGES, Guard.MOST_PAGES + 40);

    for (Socket socket : crowd) {
      socket.close();
    }
    crowd.clear();
    Waiting.until(() -> isWelcome());
    assertThat(isWelcome()).isTrue();
  }

  private static boolean isWelcome() {
    return studio
            .raw()
            .head("GET /api/v1/events HTTP/1.1", "Host: localhost:PORT", UPGRADE.strip())
            .status()
        == 101;
  }

  @Test
  void aPageThatTalksTooMuchIsLeft() throws IOException {
    Socket page = studio.raw().connect();
    crowd.add(page);
    page.getOutputStream()
        .write((line("GET /api/v1/events HTTP/1.1") + UPGRADE).getBytes(StandardCharsets.US_ASCII));
    assertThat(RawHttp.read(page).status()).isEqualTo(101);
    // a text of 2^63 bytes
    byte[] frame = {(byte) 0x81, (byte) 0xFF, 0x7F, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0};
    page.getOutputStream().write(frame);

    while (page.getInputStream().read() >= 0) {
      // until the server ends it
    }
    assertAnswered();
  }

  private static String line(String request) {
    return request + "\r\nHost: localhost:" + studio.port() + "\r\n";
  }

  private void come(String saying) throws IOException {
    for (int i = 0; i < CROWD; i++) {
      Socket socket = studio.raw().connect();
      crowd.add(socket);
      socket.getOutputStream().write(saying.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private List<Answer> answers() throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(8);
    try {
      List<Future<Answer>> coming = new ArrayList<>();
      for (Socket socket : crowd) {
        coming.add(readers.submit(() -> RawHttp.read(socket)));
      }
      List<Answer> all = new ArrayList<>();
      for (Future<Answer> each : coming) {
        all.add(each.get());
      }
      return all;
    } finally {
      readers.shutdownNow();
    }
  }

  private static int status(Socket socket) {
    try {
      return RawHttp.read(socket).status();
    } catch (IOException e) {
      return -1;
    }
  }

  /** Well before any of the crowd is sent away for its silence, which is after half a minute. */
  private static void assertAnswered() {
    HttpRequest.Builder request = studio.request("/project").timeout(Duration.ofSeconds(5));
    assertThat(studio.send(request).statusCode()).isEqualTo(200);
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}
