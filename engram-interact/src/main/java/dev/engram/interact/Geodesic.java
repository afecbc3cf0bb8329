package dev.engram.interact;

import java.util.Arrays;

/** How far each pixel is from some seeds, when a step costs the more the more colours differ. */
final class Geodesic {
  private static final float FAR = Float.MAX_VALUE;

  private Geodesic() {}

  /**
   * Dijkstra's algorithm over the grid.
   *
   * @param start the cost of setting out at a pixel; infinite where no way begins
   * @param step the cost of a step between pixels of the same colour
   * @return [height, width]; {@link Float#MAX_VALUE} where no way leads
   */
  static float[] distances(WorkImage image, float[] start, float step) {
    int w = image.width();
    int n = image.size();
    float[] distance = new float[n];
    Arrays.fill(distance, FAR);
    Heap heap = new Heap(n);
    for (int i = 0; i < n; i++) {
      if (start[i] < FAR) {
        distance[i] = start[i];
        heap.push(start[i], i);
      }
    }
    while (!heap.isEmpty()) {
      float at = heap.leastKey();
      int i = heap.pop();
      if (at > distance[i]) {
        continue;
      }
      int x = i % w;
      for (int side = 0; side < 4; side++) {
        int j = side == 0 ? i - 1 : side == 1 ? i + 1 : side == 2 ? i - w : i + w;
        boolean inside = side == 0 ? x > 0 : side == 1 ? x + 1 < w : j >= 0 && j < n;
        if (inside) {
          float far = at + step + (float) Math.sqrt(image.distance(i, j));
          if (far < distance[j]) {
            distance[j] = far;
            heap.push(far, j);
          }
        }
      }
    }
    return distance;
  }

  /** A binary heap of pixels by their distance, which may hold a pixel more than once. */
  private static final class Heap {
    private float[] keys;
    private int[] values;
    private int size;

    Heap(int capacity) {
      keys = new float[capacity];
      values = new int[capacity];
    }

    boolean isEmpty() {
      return size == 0;
    }

    float leastKey() {
      return keys[0];
    }

    void push(float key, int value) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      int at = size++;
      while (at > 0 && keys[(at - 1) / 2] > key) {
        keys[at] = keys[(at - 1) / 2];
        values[at] = values[(at - 1) / 2];
        at = (at - 1) / 2;
      }
      keys[at] = key;
      values[at] = value;
    }

    int pop() {
      int least = values[0];
      float key = keys[--size];
      int value = values[size];
      int at = 0;
      while (true) {
        int child = 2 * at + 1;
        if (child >= size) {
          break;
        }
        if (child + 1 < size && keys[child + 1] < keys[child]) {
          child++;
        }
        if (keys[child] >= key) {
          break;
        }
        keys[at] = keys[child];
        values[at] = values[child];
        at = child;
      }
      keys[at] = key;
      values[at] = value;
      return least;
    }
  }
}
