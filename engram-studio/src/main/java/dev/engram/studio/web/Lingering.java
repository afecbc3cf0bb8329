package dev.engram.studio.web;

import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes what a client still sends of a body that was refused, and forgets it: a connection that is
 * closed before would be reset, and the client would never see why it was refused.
 */
final class Lingering extends Handler.Wrapper {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Reads before the answer, for a body that is there already or nearly. */
  private static final int FIRST_READS = 16;

  /** Bytes that are taken beyond the most that a body may have, where its end is announced. */
  private static final long BEYOND = 16 << 20;

  /** Bytes that are taken where it is not. */
  private static final long UNANNOUNCED = 8 << 20;

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Body body = new Body(request);
    return super.handle(
        body, response, Callback.from(() -> new Rest(body, callback).run(), callback::failed));
  }

  /** A request that can be read on when it has been answered. */
  private static final class Body extends Request.Wrapper {
    Body(Request request) {
      super(request);
    }

    /** Servlets ask for this before they answer; a request's own would end its reading. */
    @Override
    public boolean consumeAvailable() {
      for (int i = 0; i < FIRST_READS; i++) {
        Content.Chunk chunk = read();
        if (chunk == null) {
          return false;
        }
        chunk.release();
        if (chunk.isLast()) {
          return !Content.Chunk.isFailure(chunk);
        }
      }
      return false;
    }
  }

  /** What is left of a body; no thread waits for it. */
  private static final class Rest implements Runnable {
    private final Body body;
    private final Callback callback;
    private final long start = System.nanoTime();
    private long left;

    Rest(Body body, Callback callback) {
      this.body = body;
      this.callback = callback;
      left = body.getLength() < 0 ? UNANNOUNCED : Guard.most(body) + BEYOND;
    }

    @Override
    public void run() {
      try {
        if (isOver()) {
          callback.succeeded();
        }
      } catch (RuntimeException e) {
        callback.failed(e);
      }
    }

    /** Whether there is nothing left to wait for; otherwise runs again when there is more. */
    private boolean isOver() {
      while (left > 0 && System.nanoTime() - start < PATIENCE.toNanos()) {
        Content.Chunk chunk = body.read();
        if (chunk == null) {
          body.demand(this);
          return false;
        }
        left -= chunk.remaining();
        chunk.release();
        if (chunk.isLast() || Content.Chunk.isFailure(chunk)) {
          return true;
        }
      }
      return true;
    }
  }
}
