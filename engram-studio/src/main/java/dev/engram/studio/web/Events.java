package dev.engram.studio.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.studio.OpenProject;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells all open pages what has changed, soon after it has, but not more often than they can see.
 */
final class Events implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;
  private static final String BEFORE = "dev.engram.state";

  private final OpenProject open;
  private final StateView view;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean due = new AtomicBoolean();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "engram-events");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Told told;

  /**
   * The state as it was told last. Read without a lock, as those who send to pages hold others.
   *
   * @param revision grows with every change
   */
  record Told(long revision, Map<String, JsonNode> state) {}

  Events(OpenProject open) {
    this.open = open;
    view = new StateView(open);
    told = new Told(1, view.now());
  }

  OpenProject open() {
    return open;
  }

  /** Something has changed; pages hear of it within a tenth of a second. */
  void changed() {
    if (due.compareAndSet(false, true)) {
      try {
        var unused = clock.schedule(this::refresh, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        due.set(false);
      }
    }
  }

  /** Runs what sends to pages, never on a thread that holds a lock. */
  void later(Runnable work) {
    try {
      clock.execute(work);
    } catch (RejectedExecutionException e) {
      // the studio is being closed, and with it every page's line
      return;
    }
  }

  /** Another mask is shown of a frame. */
  void maskChanged(int frame) {
    subscribers.forEach(each -> each.mask(frame));
  }

  /** A line for the user. */
  void notice(String level, String text) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("type", "notice").put("level", level).put("text", text);
    subscribers.forEach(each -> each.notice(node.toString()));
  }

  /** Brings the state up to date, and tells the pages. */
  void refresh() {
    synchronized (this) {
      due.set(false);
      Map<String, JsonNode> now = view.now();
      if (!difference(now, told.state()).isEmpty()) {
        told = new Told(told.revision() + 1, now);
      }
    }
    subscribers.forEach(Subscriber::offer);
  }

  /** Remembers the state as it is before a request does anything. */
  void begin(Context ctx) {
    ctx.attribute(BEFORE, told);
  }

  /**
   * What has changed since a request began, also if pages have been told of it meanwhile: {@code
   * revision} and {@code changes}.
   */
  ObjectNode answer(Context ctx) {
    Told before = Objects.requireNonNull(ctx.attribute(BEFORE));
    refresh();
    Told now = told;
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("revision", now.revision());
    answer.set("changes", difference(now.state(), before.state()));
    return answer;
  }

  /** The keys whose values differ. */
  static ObjectNode difference(Map<String, JsonNode> now, Map<String, JsonNode> before) {
    ObjectNode changes = JsonNodeFactory.instance.objectNode();
    now.forEach(
        (key, value) -> {
          if (!value.equals(before.get(key))) {
            changes.set(key, value);
          }
        });
    return changes;
  }

  /** The state as it was told last. */
  Told told() {
    return told;
  }

  /** The whole state as one object. */
  ObjectNode whole() {
    refresh();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Told now = told;
    now.state().forEach(node::set);
    node.put("revision", now.revision());
    return node;
  }

  void add(Subscriber subscriber) {
    subscribers.add(subscriber);
    subscriber.offer();
  }

  void remove(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  int count() {
    return subscribers.size();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
