package dev.engram.memory;

import dev.engram.memory.Similarity.Affinity;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * A read by objects that have values for the same elements, so that one softmax serves them all.
 * Pieces of the queries can be compared by several threads at once, and may overlap: what a query
 * chooses does not depend on its piece.
 */
final class SharedRead {
  private final ElementStore elements;
  private final List<Span> spans;
  private final int firstObject;
  private int objects = 1;

  private final int k;
  private final Tensor similarities;
  private final Tensor indices;

  private SharedRead(ElementStore elements, int object, int topK, Tensor query) {
    this.elements = elements;
    firstObject = object;
    spans = Span.of(elements, elements.objects.get(object));
    k = (int) Math.min(topK, spans.stream().mapToLong(Span::size).sum());
    similarities = Tensors.empty(TensorType.FLOAT32, query.device(), query.size(0), k);
    indices = Tensors.empty(TensorType.INT64, query.device(), query.size(0), k);
  }

  /** The reads that serve all objects, the oldest one's first. */
  static List<SharedRead> of(ElementStore elements, int topK, Tensor query) {
    List<SharedRead> reads = new ArrayList<>();
    for (int i = 0; i < elements.objects.size(); i++) {
      if (i > 0 && elements.objects.get(i).sharesElementsWith(elements.objects.get(i - 1))) {
        reads.get(reads.size() - 1).objects++;
      } else {
        reads.add(new SharedRead(elements, i, topK, query));
      }
    }
    return reads;
  }

  private long firstRow() {
    return spans.get(0).from();
  }

  private long endRow() {
    return spans.get(spans.size() - 1).to();
  }

  /**
   * Chooses what some queries read.
   *
   * @param similarity [queries, rows from {@link ElementStore#longStart} on]; left as it is
   * @param first the first of these queries
   */
  void choose(Tensor similarity, long first) {
    if (k == 0) {
      return;
    }
    Tensor own = similarity.narrow(1, firstRow() - elements.longStart, endRow() - firstRow());
    if (spans.size() > 1) {
      own = own.copy();
    }
    for (int i = 1; i < spans.size(); i++) {
      long gap = spans.get(i - 1).to();
      own.narrow(1, gap - firstRow(), spans.get(i).from() - gap)
          .fillInPlace(Double.NEGATIVE_INFINITY);
    }
    Tensor.TopK top = own.topKOfRows(k);
    similarities.narrow(0, first, similarity.size(0)).copyInPlace(top.values());
    indices.narrow(0, first, similarity.size(0)).copyInPlace(top.indices());
  }

  /**
   * Reads, when all queries have chosen.
   *
   * @param out [all objects, queries, C_v]
   * @param counts whether what is read counts as used
   */
  void read(Tensor out, boolean counts) {
    if (k == 0) {
      out.narrow(0, firstObject, objects).fillInPlace(0);
      return;
    }
    Affinity affinity = Affinity.of(new Tensor.TopK(similarities, indices));
    long rows = endRow() - firstRow();
    for (int i = firstObject; i < firstObject + objects; i++) {
      Tensor values = elements.objects.get(i).values.view(firstRow(), rows);
      out.narrow(0, i, 1).squeeze(0).copyInPlace(affinity.read(values));
    }
    if (counts) {
      long pairs = indices.elementCount();
      elements
          .use
          .view(firstRow(), rows)
          .reshape(rows)
          .scatterAddInPlace(indices.reshape(pairs), affinity.weights().reshape(pairs));
    }
  }
}
