package dev.engram.project;

import com.fasterxml.jackson.core.JsonProcessingException;

/** What is wrong with a JSON file, for a person. */
final class JsonFault {
  private JsonFault() {}

  /** One line, without what the parser says of itself. */
  static String describe(JsonProcessingException e) {
    String line = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    return line.replaceFirst(" \\(start marker at .*", "");
  }
}
