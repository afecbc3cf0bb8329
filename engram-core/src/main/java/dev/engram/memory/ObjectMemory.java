package dev.engram.memory;

import java.util.Set;
import java.util.TreeSet;

/**
 * The values of one object. An object that appeared later has values only for the newest elements
 * of long-term memory, from row {@code firstLong}, and of working memory, from row {@code
 * firstWorking}; of permanent memory it has those of the references that cover it. The rows are
 * those of the keys.
 */
final class ObjectMemory {
  final int id;
  final Rows values;
  final Set<Long> references = new TreeSet<>();
  long firstLong;
  long firstWorking;

  ObjectMemory(int id, Rows values, long firstLong, long firstWorking) {
    this.id = id;
    this.values = values;
    this.firstLong = firstLong;
    this.firstWorking = firstWorking;
  }

  /** Whether both have values for the same elements, so that one softmax serves both. */
  boolean sharesElementsWith(ObjectMemory other) {
    return firstLong == other.firstLong
        && firstWorking == other.firstWorking
        && references.equals(other.references);
  }
}
