package dev.engram.studio.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Asks again until something has come about that takes its time. */
final class Waiting {
  private static final int MOST = 1500;
  private static final int PAUSE_MILLIS = 20;

  private Waiting() {}

  /** A value of the state, once it is as wished. */
  static JsonNode until(ServedClip studio, String key, Predicate<JsonNode> wish)
      throws InterruptedException {
    for (int i = 0; i < MOST; i++) {
      JsonNode value = studio.state().path(key);
      if (wish.test(value)) {
        return value;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new AssertionError(key + " stays " + studio.state().path(key));
  }

  static void until(BooleanSupplier wish) throws InterruptedException {
    for (int i = 0; i < MOST && !wish.getAsBoolean(); i++) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
