package dev.engram.checkpoint.pull;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, piece by piece. Java's client has no limit for the silence between two
 * pieces; here there is one.
 */
final class ResponseBody implements BodySubscriber<ResponseBody>, AutoCloseable {
  /** A piece, the end (no bytes) or why there is no more. */
  private record Signal(List<ByteBuffer> bytes, @Nullable Throwable failure) {
    boolean isEnd() {
      return bytes.isEmpty();
    }
  }

  /** Holds one piece at most, as the next one is asked for when it is taken. */
  private final BlockingQueue<Signal> arrived = new LinkedBlockingQueue<>();

  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;

  /**
   * The next piece; empty at the end.
   *
   * @param longest silence that is borne
   * @throws IOException if the connection broke off or was silent for longer
   */
  List<ByteBuffer> next(StoppableWait wait, Duration longest) throws IOException {
    Signal signal = wait.next(arrived, longest);
    if (signal == null) {
      throw new IOException("nothing came for " + longest.toSeconds() + " seconds");
    }
    if (signal.failure != null) {
      throw new IOException("the connection broke off", signal.failure);
    }
    Flow.Subscription current = subscription;
    if (current != null && !signal.isEnd()) {
      current.request(1);
    }
    return signal.bytes;
  }

  /** Wants no more; ends the connection unless the body has come to its end. */
  @Override
  public void close() {
    closed = true;
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }

  @Override
  public CompletionStage<ResponseBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    arrived.add(new Signal(bytes, null));
  }

  @Override
  public void onError(Throwable failure) {
    arrived.add(new Signal(List.of(), failure));
  }

  @Override
  public void onComplete() {
    arrived.add(new Signal(List.of(), null));
  }
}
