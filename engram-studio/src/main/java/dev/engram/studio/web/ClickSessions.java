package dev.engram.studio.web;

import dev.engram.mask.LabelMap;
import dev.engram.studio.mask.LatestUsed;
import java.util.Map;
import java.util.function.Supplier;

/** What masks were when a user began to click, as every further click means all of them at once. */
final class ClickSessions {
  private static final int MOST = 16;

  private record Session(int frame, int label, LabelMap base) {}

  private final Map<String, Session> sessions = LatestUsed.map(MOST);

  /** The mask that a session began with; begins it if it is new. */
  synchronized LabelMap base(String id, int frame, int label, Supplier<LabelMap> now) {
    Session known = sessions.get(id);
    if (known == null || known.frame != frame || known.label != label) {
      known = new Session(frame, label, now.get());
      sessions.put(id, known);
    }
    return known.base;
  }

  synchronized void forget() {
    sessions.clear();
  }
}
