package dev.engram.studio.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.studio.OpenProject;

/** What pages say over their live line: which frame they show. Nothing else is understood. */
final class Hints {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OpenProject open;

  Hints(OpenProject open) {
    this.open = open;
  }

  void heed(String message) {
    try {
      JsonNode said = JSON.readTree(message);
      int frame = said.path("frame").asInt(-1);
      boolean there = frame >= 0 && frame < open.workspace().project().frames();
      if (there && said.path("type").asText().equals("view")) {
        open.lookAhead().at(frame);
      }
    } catch (JsonProcessingException e) {
      // a hint that is none changes nothing
      return;
    }
  }
}
