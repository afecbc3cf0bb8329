package dev.engram.studio.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that send all of a body before they look at the answer, as browsers do. */
class LingeringTest {
  private static final int PIECE = 1 << 20;
  private static final int PIECES = 16;

  @RegisterExtension static final ServedClip STUDIO = ServedClip.open();

  @Test
  void whoAnnouncesTooMuchLearnsWhy() throws IOException {
    RawHttp.Answer answer = upload("/objects", "application/json", PIECES, false);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("16 MB", "4 the most");
  }

  @Test
  void whoSendsTooMuchUnannouncedLearnsWhy() throws IOException {
    RawHttp.Answer answer = upload("/objects", "application/json", 10, true);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("more than 4 MB");
  }

  @Test
  void whoSendsWhatIsNoZipFileLearnsWhy() throws IOException {
    RawHttp.Answer answer = upload("/imports", "application/zip", PIECES, false);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("no mask");
  }

  @Test
  void whoWaitsForLeaveToSendIsRefusedAtOnce() {
    RawHttp.Answer answer =
        STUDIO
            .raw()
            .head(
                "POST /api/v1/imports HTTP/1.1",
                "Host: localhost:PORT",
                "Content-Type: application/zip",
                "Expect: 100-continue",
                "Content-Length: " + (Guard.MOST_UPLOAD + 1));

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void afterARefusedBodyThatHasComeTheConnectionGoesOn() throws IOException {
    RawHttp raw = STUDIO.raw();
    String first =
        "POST /api/v1/objects HTTP/1.1\r\nHost: localhost:%d\r\nContent-Type: text/plain\r\n"
            + "Content-Length: 5\r\n\r\nhello";
    String second = "GET /api/v1/health HTTP/1.1\r\nHost: localhost:%d\r\n\r\n";
    try (Socket socket = raw.connect()) {
      socket.getOutputStream().write(first.formatted(raw.port()).getBytes(ISO_8859_1));
      assertThat(RawHttp.read(socket).status()).isEqualTo(415);
      socket.getOutputStream().write(second.formatted(raw.port()).getBytes(ISO_8859_1));
      assertThat(RawHttp.read(socket).status()).isEqualTo(200);
    }
  }

  private RawHttp.Answer upload(String path, String type, int pieces, boolean chunked)
      throws IOException {
    RawHttp raw = STUDIO.raw();
    String length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + pieces * PIECE;
    String head =
        "POST /api/v1%s HTTP/1.1\r\nHost: localhost:%d\r\nContent-Type: %s\r\n%s\r\n\r\n"
            .formatted(path, raw.port(), type, length);
    try (Socket socket = raw.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(ISO_8859_1));
      for (int i = 0; i < pieces; i++) {
        String before = chunked ? Integer.toHexString(PIECE) + "\r\n" : "";
        String after = chunked ? "\r\n" : "";
        out.write((before + " ".repeat(PIECE) + after).getBytes(ISO_8859_1));
      }
      out.write((chunked ? "0\r\n\r\n" : "").getBytes(ISO_8859_1));
      return RawHttp.read(socket);
    }
  }
}
