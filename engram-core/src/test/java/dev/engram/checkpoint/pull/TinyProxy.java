package dev.engram.checkpoint.pull;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that answers for every host itself, with one body; it lets nobody through to https
 * addresses.
 */
final class TinyProxy implements AutoCloseable {
  private final ServerSocket server;
  private final byte[] body;
  private final @Nullable String login;
  private final List<String> heads = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param login what it wants to see in Proxy-Authorization; null for nothing
   */
  TinyProxy(byte[] body, @Nullable String login) {
    this.body = body;
    this.login = login;
    try {
      server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    startThread(this::accept);
  }

  private static void startThread(Runnable work) {
    Thread thread = new Thread(work, "tiny proxy");
    thread.setDaemon(true);
    thread.start();
  }

  String hostAndPort() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** The head of each request, its lines joined by a bar. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        startThread(() -> serve(socket));
      }
    } catch (IOException e) {
      return; // the test is over
    }
  }

  private void serve(Socket connection) {
    try (Socket socket = connection) {
      answer(socket);
    } catch (IOException e) {
      return; // the client has left
    }
  }

  private void answer(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    OutputStream out = socket.getOutputStream();
    while (true) {
      List<String> lines = new ArrayList<>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        lines.add(line);
      }
      if (lines.isEmpty()) {
        return;
      }
      heads.add(String.join(" | ", lines));
      boolean known = login == null || lines.contains("Proxy-Authorization: " + login);
      boolean tunnel = lines.get(0).startsWith("CONNECT ");
      int length = known && !tunnel ? body.length : 0;
      String status =
          !known
              ? "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"tiny\""
              : tunnel ? "403 Forbidden" : "200 OK";
      String head = "HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\n\r\n";
      out.write(head.getBytes(ISO_8859_1));
      out.write(body, 0, length);
      out.flush();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
