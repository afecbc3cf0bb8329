package dev.engram.studio.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Requests byte by byte, as no client of good manners would send them. */
record RawHttp(int port) {
  private static final int PATIENCE_MILLIS = 20_000;

  /**
   * An answer.
   *
   * @param headers by their names in lower case
   * @param closed whether the server ended the connection after it
   */
  record Answer(int status, Map<String, String> headers, String body, boolean closed) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** An open connection. */
  Socket connect() {
    try {
      Socket socket = new Socket();
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is answered to the lines of a request's head, PORT in them being the server's. */
  Answer head(String... lines) {
    String head = String.join("\r\n", lines).replace("PORT", Integer.toString(port)) + "\r\n\r\n";
    try (Socket socket = connect()) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      return read(socket, !head.startsWith("HEAD"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is answered to a GET of a path, sent as it is written. */
  Answer get(String path) {
    return head("GET " + path + " HTTP/1.1", "Host: localhost:PORT", "Connection: close");
  }

  /** Reads one answer, whose connection may stay open. */
  static Answer read(Socket socket) throws IOException {
    return read(socket, true);
  }

  private static Answer read(Socket socket, boolean withBody) throws IOException {
    InputStream in = socket.getInputStream();
    String head = headOf(in);
    if (head.isEmpty()) {
      return new Answer(0, Map.of(), "", true);
    }
    String[] lines = head.split("\r\n");
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.merge(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip(),
          (a, b) -> a + ", " + b);
    }
    int status = Integer.parseInt(lines[0].split(" ")[1]);
    boolean closing = headers.getOrDefault("connection", "").equalsIgnoreCase("close");
    byte[] body = new byte[0];
    if (withBody && headers.containsKey("content-length")) {
      body = in.readNBytes(Integer.parseInt(headers.get("content-length")));
    } else if (withBody && closing) {
      body = in.readAllBytes();
    }
    boolean closed = closing && in.read() < 0;
    return new Answer(status, headers, new String(body, StandardCharsets.UTF_8), closed);
  }

  private static String headOf(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }
}
