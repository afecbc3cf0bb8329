package dev.engram.interact;

import java.util.Arrays;
import java.util.List;

/**
 * From marks on a small image to how surely each of its pixels is the object's, 0 to 1.
 *
 * <p>A first guess is which marks a pixel is nearer to along ways that avoid changes of colour.
 * From there it is rounds of learning how the object looks and random walks that are pulled to what
 * looks and lies like it.
 */
final class RegionSolver {
  private static final float FAR = Float.MAX_VALUE;
  private static final float SURE = 100;
  private static final double TOLERANCE = 1e-3;

  private final WorkImage image;
  private final WalkOptions options;
  private final List<Appearance> looks;
  private final GridGraph graph;

  RegionSolver(WorkImage image, WalkOptions options, List<Appearance> looks) {
    this.image = image;
    this.options = options;
    this.looks = looks;
    graph = GridGraph.of(image, options.contrast());
  }

  /**
   * The object of some marks, or of a box if none is positive.
   *
   * @param marks as {@link MarkRaster#marks()}
   * @param count of marks
   * @param allowed what the box holds
   */
  float[] begin(byte[] marks, int count, boolean[] allowed) {
    int n = image.size();
    int w = image.width();
    int h = image.height();
    float[] on = new float[n];
    float[] off = new float[n];
    for (int i = 0; i < n; i++) {
      boolean edge = i % w == 0 || i % w == w - 1 || i / w == 0 || i / w == h - 1;
      boolean out = marks[i] == MarkRaster.OFF || !allowed[i];
      on[i] = marks[i] == MarkRaster.ON && !out ? 0 : FAR;
      off[i] = out ? 0 : edge && on[i] > 0 ? options.border() : FAR;
    }
    float[] toObject = Geodesic.distances(image, on, options.step());
    float[] toRest = Geodesic.distances(image, off, options.step());
    float typical = mean(toRest, allowed);
    float[] near = new float[n];
    for (int i = 0; i < n; i++) {
      float there = toObject[i] == FAR ? typical : toObject[i];
      near[i] = toRest[i] == FAR ? 1 : toRest[i] / Math.max(1e-3f, there + toRest[i]);
    }
    float[] trust = new float[n];
    Arrays.fill(trust, count > 1 ? options.nearness() : options.firstNearness());
    return settle(near.clone(), near, trust, marks, allowed);
  }

  private static float mean(float[] distances, boolean[] allowed) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < distances.length; i++) {
      if (allowed[i] && distances[i] < FAR) {
        sum += distances[i];
        count++;
      }
    }
    return (float) (sum / Math.max(1, count));
  }

  /**
   * What a mark makes of an object that other marks have made: of the object of all marks together,
   * what is connected to this one and of its sign, so that nothing changes elsewhere.
   *
   * @param before the object without the mark
   * @param own the mark alone
   */
  float[] extend(
      float[] before, byte[] marks, int count, byte[] own, boolean positive, boolean[] allowed) {
    return agrees(before, own, positive, allowed)
        ? before
        : connected(before, begin(marks, count, allowed), own, positive);
  }

  /**
   * What a mark makes of a mask that was there before the marks; near the mark it has to show
   * itself anew, and farther away it is trusted.
   */
  float[] correct(float[] before, byte[] marks, byte[] own, boolean positive, boolean[] allowed) {
    if (agrees(before, own, positive, allowed)) {
      return before;
    }
    int n = before.length;
    float[] from = new float[n];
    for (int i = 0; i < n; i++) {
      from[i] = own[i] != MarkRaster.NONE ? 0 : FAR;
    }
    float[] distance = Geodesic.distances(image, from, options.step());
    float[] trust = new float[n];
    float[] guess = new float[n];
    for (int i = 0; i < n; i++) {
      double ways = distance[i] / options.reach();
      float near = (float) Math.exp(-ways * ways);
      trust[i] = 1 - near;
      guess[i] = before[i] * (1 - near) + (positive ? near : 0);
    }
    return connected(before, settle(guess, before, trust, marks, allowed), own, positive);
  }

  private static boolean agrees(float[] p, byte[] own, boolean positive, boolean[] allowed) {
    for (int i = 0; i < p.length; i++) {
      if (own[i] != MarkRaster.NONE && allowed[i] && isObject(p[i]) != positive) {
        return false;
      }
    }
    return true;
  }

  static boolean isObject(float p) {
    return p > 0.5f;
  }

  /** Rounds of learning and walking; {@code p} is the first guess and becomes the result. */
  private float[] settle(float[] p, float[] prior, float[] trust, byte[] marks, boolean[] allowed) {
    int n = p.length;
    float[] target = new float[n];
    float[] pull = new float[n];
    for (int round = 0; round < options.rounds(); round++) {
      float[] evidence = evidence(p, allowed);
      for (int i = 0; i < n; i++) {
        if (!allowed[i]) {
          target[i] = 0;
          pull[i] = SURE;
        } else if (marks[i] != MarkRaster.NONE) {
          target[i] = marks[i] == MarkRaster.ON ? 1 : 0;
          pull[i] = SURE;
        } else {
          float looksLike = (float) (1 / (1 + Math.exp(-evidence[i])));
          target[i] = trust[i] * prior[i] + (1 - trust[i]) * looksLike;
          pull[i] = options.pull();
        }
      }
      graph.walk(target, pull, p, options.iterations(), TOLERANCE);
      for (int i = 0; i < n; i++) {
        p[i] = Math.max(0, Math.min(1, p[i]));
      }
    }
    return p;
  }

  private float[] evidence(float[] p, boolean[] allowed) {
    int n = p.length;
    float[] inside = new float[n];
    float[] outside = new float[n];
    for (int i = 0; i < n; i++) {
      // squares, so that what is in doubt teaches little
      inside[i] = allowed[i] ? p[i] * p[i] : 0;
      outside[i] = (1 - p[i]) * (1 - p[i]);
    }
    float[] sum = new float[n];
    for (Appearance look : looks) {
      float[] evidence = look.evidence(inside, outside);
      for (int i = 0; i < n; i++) {
        sum[i] += evidence[i];
      }
    }
    return sum;
  }

  /** {@code before}, with what of {@code after} is of a mark's sign and connected to the mark. */
  private float[] connected(float[] before, float[] after, byte[] own, boolean positive) {
    int n = before.length;
    int w = image.width();
    boolean[] reached = new boolean[n];
    int[] queue = new int[n];
    int tail = 0;
    for (int i = 0; i < n; i++) {
      if (own[i] != MarkRaster.NONE) {
        reached[i] = true;
        queue[tail++] = i;
      }
    }
    for (int head = 0; head < tail; head++) {
      int i = queue[head];
      int x = i % w;
      for (int side = 0; side < 4; side++) {
        int j = side == 0 ? i - 1 : side == 1 ? i + 1 : side == 2 ? i - w : i + w;
        boolean there = side == 0 ? x > 0 : side == 1 ? x + 1 < w : j >= 0 && j < n;
        if (there && !reached[j] && isObject(after[j]) == positive) {
          reached[j] = true;
          queue[tail++] = j;
        }
      }
    }
    float[] p = before.clone();
    for (int i = 0; i < n; i++) {
      if (reached[i]) {
        p[i] = positive ? Math.max(before[i], after[i]) : Math.min(before[i], after[i]);
      }
    }
    return p;
  }
}
