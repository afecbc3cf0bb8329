package dev.engram.checkpoint.pull;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A download of one file by HTTP, in as many requests as it takes. Each asks for what is missing,
 * on the condition that the file is still the one that the part is of; a server that knows no
 * ranges sends it whole, and so does one whose file has changed.
 */
final class Transfer {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int BAD_RANGE = 416;
  private static final int PROXY_WANTS_PASSWORD = 407;

  /** Timeout, too many requests, and what servers say of themselves. */
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)");

  private final HttpClient client;
  private final URI uri;
  private final PartFile part;
  private final PullMonitor monitor;
  private final StoppableWait wait;
  private final Patience patience;
  private boolean answered;

  Transfer(HttpClient client, URI uri, PartFile part, PullMonitor monitor, Patience patience) {
    this.client = client;
    this.uri = uri;
    this.part = part;
    this.monitor = monitor;
    this.wait = new StoppableWait(monitor);
    this.patience = patience;
  }

  /** Whether the server has answered to any request of this download. */
  boolean answered() {
    return answered;
  }

  /**
   * Makes one request; afterwards the part is the whole file.
   *
   * @throws IOException if another attempt may succeed
   * @throws EngramException if none will
   */
  void attempt() throws IOException {
    long have = part.length();
    Optional<String> validator = have == 0 ? Optional.empty() : part.validator(uri);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(patience.answer());
    validator.ifPresent(
        v -> request.setHeader("Range", "bytes=" + have + "-").setHeader("If-Range", v));
    HttpResponse<ResponseBody> response = send(request.build());
    answered = true;
    try (ResponseBody body = response.body()) {
      long total =
          validator.isPresent() && response.statusCode() != OK
              ? resume(response, validator.get(), have)
              : begin(response);
      receive(body, total);
    }
  }

  private HttpResponse<ResponseBody> send(HttpRequest request) throws IOException {
    try {
      return wait.result(client.sendAsync(request, head -> new ResponseBody()));
    } catch (ConnectException | HttpTimeoutException | SSLException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("the connection broke off", e); // Java's own words are for programmers
    }
  }

  /** Takes the whole file; the result is its length, -1 if unknown. */
  private long begin(HttpResponse<?> response) throws IOException {
    if (response.statusCode() != OK) {
      throw refused(response.statusCode());
    }
    part.restart(uri, validatorOf(response));
    return response.headers().firstValueAsLong("Content-Length").orElse(-1);
  }

  /** Takes the rest of the file; the result is the length of the whole, -1 if unknown. */
  private long resume(HttpResponse<?> response, String validator, long have) throws IOException {
    Matcher range =
        CONTENT_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
    boolean known = range.matches() && !range.group(2).equals("*");
    long total = known ? Long.parseLong(range.group(2)) : -1;
    if (response.statusCode() == BAD_RANGE) {
      if (total == have) {
        return total;
      }
    } else if (response.statusCode() != PARTIAL) {
      throw refused(response.statusCode());
    } else if (range.matches()
        && String.valueOf(have).equals(range.group(1))
        && isStill(validator, response)) {
      return total;
    }
    part.restart(uri, null);
    throw new IOException("the server has another file now");
  }

  /** Some servers send the rest of whatever they have, without regard to the condition. */
  private static boolean isStill(String validator, HttpResponse<?> response) {
    String now = validatorOf(response);
    return now == null || now.equals(validator);
  }

  /** What tells this version of the file from others: a strong ETag, or else its date. */
  private static @Nullable String validatorOf(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("ETag")
        .filter(tag -> tag.startsWith("\""))
        .or(() -> response.headers().firstValue("Last-Modified"))
        .orElse(null);
  }

  private void receive(ResponseBody body, long total) throws IOException {
    if (total >= 0) {
      part.requireRoomFor(total);
    }
    monitor.onBytes(part.length(), total);
    while (part.length() != total) {
      List<ByteBuffer> bytes = body.next(wait, patience.silence());
      if (bytes.isEmpty()) {
        break;
      }
      bytes.forEach(part::append);
      monitor.onBytes(part.length(), total);
    }
    if (total >= 0 && part.length() != total) {
      throw new IOException(
          Megabytes.of(part.length()) + " came instead of " + Megabytes.of(total));
    }
  }

  private IOException refused(int status) {
    if (PASSING.contains(status)) {
      return new IOException("HTTP " + status);
    }
    throw new EngramException(
        uri
            + ": HTTP "
            + status
            + (status == PROXY_WANTS_PASSWORD
                ? ": the proxy wants a user and password. Set HTTPS_PROXY to"
                    + " http://USER:PASSWORD@HOST:PORT."
                : ". Look whether the file is there, or take it from elsewhere with --from"
                    + " URL|FOLDER."));
  }
}
