package dev.engram.studio.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.studio.mask.Runs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * One open page. It gets one message after another, each when the last has gone out: always the
 * newest state and the newest mask of a frame, so that a slow line misses nothing but what is old.
 */
final class Subscriber {
  private static final int MOST_NOTICES = 20;

  private final Events events;
  private final Session session;
  private final Deque<String> notices = new ArrayDeque<>();
  private final Set<Integer> masks = new LinkedHashSet<>();
  private Map<String, JsonNode> sent = Map.of();
  private boolean sending;

  Subscriber(Events events, Session session) {
    this.events = events;
    this.session = session;
  }

  void notice(String text) {
    synchronized (this) {
      notices.add(text);
      if (notices.size() > MOST_NOTICES) {
        notices.remove();
      }
    }
    offer();
  }

  void mask(int frame) {
    synchronized (this) {
      masks.remove(frame);
      masks.add(frame);
    }
    offer();
  }

  /** Sends what there is to send, unless a message is on its way. */
  void offer() {
    synchronized (this) {
      if (sending) {
        return;
      }
      sending = true;
    }
    events.later(this::next);
  }

  private void next() {
    Callback then = Callback.from(() -> events.later(this::next), failure -> events.remove(this));
    Integer frame = null;
    String text;
    synchronized (this) {
      text = text();
      if (text == null) {
        frame = firstMask();
        if (frame == null) {
          sending = false;
          return;
        }
      }
    }
    if (text != null) {
      session.sendText(text, then);
    } else if (frame != null) {
      session.sendBinary(message(frame), then);
    }
  }

  private @Nullable String text() {
    if (!notices.isEmpty()) {
      return notices.remove();
    }
    Events.Told told = events.told();
    Map<String, JsonNode> now = told.state();
    if (now == sent) {
      return null;
    }
    ObjectNode changes = Events.difference(now, sent);
    sent = now;
    if (changes.isEmpty()) {
      return null;
    }
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("type", "state").put("revision", told.revision());
    message.set("changes", changes);
    return message.toString();
  }

  private @Nullable Integer firstMask() {
    Iterator<Integer> all = masks.iterator();
    if (!all.hasNext()) {
      return null;
    }
    Integer frame = all.next();
    all.remove();
    return frame;
  }

  private ByteBuffer message(int frame) {
    LabelMap mask;
    byte[] runs;
    try {
      mask = events.open().workspace().mask(frame);
      runs = Runs.encode(mask);
    } catch (EngramException e) {
      return ByteBuffer.allocate(0);
    }
    float confidence = events.open().confidence(frame);
    ByteBuffer message = ByteBuffer.allocate(20 + runs.length).order(ByteOrder.LITTLE_ENDIAN);
    message.put("EMSK".getBytes(StandardCharsets.US_ASCII));
    message.putInt(frame).putInt(mask.width()).putInt(mask.height()).putFloat(confidence);
    return message.put(runs).flip();
  }
}
