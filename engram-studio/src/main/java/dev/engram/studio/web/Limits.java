package dev.engram.studio.web;

import dev.engram.studio.StudioOptions;
import io.javalin.config.JettyConfig;
import io.javalin.config.SizeUnit;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * What the server gives at most, so that no crowd and no dawdler takes it from the others: sockets
 * without a request cost no thread, and small bodies are there before a thread is given to them.
 */
final class Limits {
  private static final int THREADS = 40;
  private static final int MOST_CONNECTIONS = 2000;
  private static final int HEADER_BYTES = 16 << 10;
  private static final int READ_AHEAD = 256 << 10;
  private static final int SLOWEST_UPLOAD = 1 << 10;
  private static final Duration IDLE = Duration.ofMinutes(5);

  private Limits() {}

  /** Sets them all, with the guard before everything that answers. */
  static void set(JettyConfig jetty, StudioOptions options, Guard guard) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("engram-http");
    jetty.threadPool = threads;
    jetty.multipartConfig.maxFileSize(Guard.MOST_UPLOAD >> 20, SizeUnit.MB);
    jetty.multipartConfig.maxTotalRequestSize(Guard.MOST_UPLOAD >> 20, SizeUnit.MB);
    jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(HEADER_BYTES);
          http.setMinRequestDataRate(SLOWEST_UPLOAD);
        });
    jetty.addConnector(
        (server, http) -> {
          ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
          connector.setHost(options.address());
          connector.setPort(options.port());
          connector.setAcceptQueueSize(MOST_CONNECTIONS);
          return connector;
        });
    jetty.modifyServer(
        server -> {
          server.setErrorHandler(new Faults());
          server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
          EagerContentHandler eager =
              new EagerContentHandler(
                  new RetainedContentLoaderFactory(READ_AHEAD, HEADER_BYTES, false));
          eager.exclude(Guard::isUpload);
          server.insertHandler(eager);
          server.insertHandler(guard);
          server.insertHandler(new Lingering());
        });
    jetty.modifyServletContextHandler(Limits::set);
    jetty.modifyWebSocketServletFactory(
        sockets -> {
          sockets.setIdleTimeout(IDLE);
          sockets.setMaxTextMessageSize(4 << 10);
          sockets.setMaxBinaryMessageSize(4 << 10);
        });
  }

  private static void set(ServletContextHandler context) {
    // whoever opens a line for events would get a session otherwise, which nobody needs
    SessionHandler none = new SessionHandler();
    NullSessionCache cache = new NullSessionCache(none);
    cache.setSessionDataStore(new NullSessionDataStore());
    none.setSessionCache(cache);
    none.setUsingCookies(false);
    context.setSessionHandler(none);
    context.setMaxFormKeys(Uploads.MOST_FILES);
  }
}
