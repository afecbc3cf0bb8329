package dev.engram.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of memory.
 *
 * @param from the first
 * @param to behind the last
 */
record Span(long from, long to) {
  long size() {
    return to - from;
  }

  /** The rows that an object has values for, ascending and apart from one another. */
  static List<Span> of(ElementStore e, ObjectMemory object) {
    List<Span> spans = new ArrayList<>();
    append(spans, object.firstLong, e.split);
    for (long number : object.references) {
      long row = e.rowOf(number);
      append(spans, row, row + e.elementsOf(number));
    }
    append(spans, object.firstWorking, e.workingEnd);
    return spans;
  }

  private static void append(List<Span> spans, long from, long to) {
    if (from >= to) {
      return;
    }
    int last = spans.size() - 1;
    if (last >= 0 && spans.get(last).to == from) {
      spans.set(last, new Span(spans.get(last).from, to));
    } else {
      spans.add(new Span(from, to));
    }
  }
}
