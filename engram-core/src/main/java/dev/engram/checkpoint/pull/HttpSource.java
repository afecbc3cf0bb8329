package dev.engram.checkpoint.pull;

import dev.engram.common.EngramException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;

/** A server that holds the files below one address. */
final class HttpSource extends ModelSource {
  static {
    // Java sends no password to a proxy on the way to an https address unless this is empty; who
    // put
    // one into HTTPS_PROXY wants it sent. It is read once, when the first client is made.
    String property = "jdk.http.auth.tunneling.disabledSchemes";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "");
    }
  }

  private final URI base;
  private final ProxySettings proxies;
  private final Patience patience;

  /**
   * @param base ends in a slash
   */
  HttpSource(URI base, ProxySettings proxies, Patience patience) {
    this.base = base;
    this.proxies = proxies;
    this.patience = patience;
  }

  @Override
  public String locate(String file) {
    return base.resolve(file).toString();
  }

  @Override
  void fetch(String file, PartFile part, PullMonitor monitor) {
    URI uri = base.resolve(file);
    Transfer transfer = new Transfer(client(), uri, part, monitor, patience);
    long most = part.length();
    int failures = 0;
    while (true) {
      try {
        transfer.attempt();
        return;
      } catch (IOException e) {
        if (!transfer.answered() && isHopeless(e)) {
          throw unreachable(uri, e);
        }
        if (part.length() > most) {
          most = part.length();
          failures = 0;
        }
        if (failures == patience.pauses().size()) {
          throw givenUp(uri, part, e);
        }
        Duration pause = patience.pauses().get(failures++);
        monitor.onRetry(reason(e) + "; trying again in " + pause.toSeconds() + " s");
        new StoppableWait(monitor).pause(pause);
      }
    }
  }

  /** Who is offline wants to hear so at once. */
  private static boolean isHopeless(IOException e) {
    return e instanceof ConnectException
        || e instanceof HttpConnectTimeoutException
        || e instanceof SSLHandshakeException;
  }

  private HttpClient client() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(patience.connect())
            .proxy(proxies);
    proxies.authenticator().ifPresent(builder::authenticator);
    return builder.build();
  }

  private EngramException unreachable(URI uri, IOException e) {
    return new EngramException(
        uri
            + ": cannot be reached"
            + proxies.onTheWayTo(uri)
            + " ("
            + reason(e)
            + "). Check the network and HTTPS_PROXY, or take the file from elsewhere with --from"
            + " URL|FOLDER.",
        e);
  }

  private static EngramException givenUp(URI uri, PartFile part, IOException e) {
    return new EngramException(
        uri
            + ": fails again and again ("
            + reason(e)
            + "). "
            + Megabytes.of(part.length())
            + " are kept in "
            + part.path()
            + "; run the command again to go on.",
        e);
  }

  /** A short reason for a person: Java's client often gives none, or only in a cause. */
  private static String reason(IOException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException) {
        return "the host is not known";
      }
    }
    if (e instanceof HttpTimeoutException) {
      return "no answer";
    }
    if (e instanceof ConnectException) {
      return "no connection";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
