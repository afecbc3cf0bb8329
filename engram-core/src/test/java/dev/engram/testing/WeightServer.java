package dev.engram.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine that gives one file under any name, and misbehaves as it is told. */
public final class WeightServer implements AutoCloseable {
  private static final String ROOT = "/weights/";
  private static final String MOVED = "/moved/";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Integer> statuses = new ArrayDeque<>();
  private final Queue<Integer> cuts = new ArrayDeque<>();
  private byte[] content;
  private String etag = "\"1\"";
  private String lastModified = "Sat, 01 Jan 2022 00:00:00 GMT";
  private boolean ranges = true;
  private boolean conditions = true;
  private boolean lengths = true;
  private boolean redirects;
  private boolean silent;
  private boolean closed;
  private long announcedMore;

  public WeightServer(byte[] content) {
    this.content = content;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where files lie; ends in a slash. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + ROOT;
  }

  /** Another file from now on. */
  public synchronized WeightServer changeTo(byte[] now, String itsEtag) {
    content = now;
    etag = itsEtag;
    return this;
  }

  public synchronized WeightServer withEtag(String tag) {
    etag = tag;
    return this;
  }

  /** The next answers have these statuses and no body; then it works. */
  public synchronized WeightServer failNext(int... next) {
    for (int status : next) {
      statuses.add(status);
    }
    return this;
  }

  /** The next answers break off after so many bytes each; then they are whole. */
  public synchronized WeightServer cutNext(int... bytes) {
    for (int cut : bytes) {
      cuts.add(cut);
    }
    return this;
  }

  /** What breaks off stays connected and sends nothing more. */
  public synchronized WeightServer fallingSilent() {
    silent = true;
    return this;
  }

  public synchronized WeightServer withoutRanges() {
    ranges = false;
    return this;
  }

  /** Sends the rest of whatever it has, without regard to {@code If-Range}. */
  public synchronized WeightServer withoutConditions() {
    conditions = false;
    return this;
  }

  public synchronized WeightServer withoutLengths() {
    lengths = false;
    return this;
  }

  /** Announces so many bytes more than it has. */
  public synchronized WeightServer announcing(long more) {
    announcedMore = more;
    return this;
  }

  public synchronized WeightServer redirecting() {
    redirects = true;
    return this;
  }

  /**
   * What was asked for: path and range of each request, such as {@code /weights/a.pth bytes=5-}.
   */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(range == null ? path : path + " " + range);
    Integer status = statuses.poll();
    if (status != null) {
      exchange.sendResponseHeaders(status, -1);
    } else if (redirects && path.startsWith(ROOT)) {
      exchange.getResponseHeaders().set("Location", MOVED + path.substring(ROOT.length()));
      exchange.sendResponseHeaders(302, -1);
    } else {
      give(exchange, range);
    }
    exchange.close();
  }

  private void give(HttpExchange exchange, String range) throws IOException {
    exchange.getResponseHeaders().set("ETag", etag);
    exchange.getResponseHeaders().set("Last-Modified", lastModified);
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    boolean same = !conditions || etag.equals(condition) || lastModified.equals(condition);
    int from = 0;
    int status = 200;
    if (range != null && ranges && same) {
      from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
      status = from < content.length ? 206 : 416;
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              status == 206
                  ? "bytes " + from + "-" + (content.length - 1) + "/" + content.length
                  : "bytes */" + content.length);
    }
    if (status == 416) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    int left = content.length - from;
    Integer cut = cuts.poll();
    exchange.sendResponseHeaders(status, lengths ? left + announcedMore : 0);
    OutputStream out = exchange.getResponseBody();
    out.write(content, from, cut == null ? left : Math.min(cut, left));
    out.flush();
    if (cut != null && silent) {
      waitForTheEnd();
    }
  }

  /** Lets other requests in meanwhile. */
  private synchronized void waitForTheEnd() {
    try {
      while (!closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
