package dev.engram.interact;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.video.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A frame of {@link WalkSegmenter}. Holds no native memory. */
final class WalkFrame implements PreparedFrame {
  private final Frame frame;
  private final WorkImage image;
  private final RegionSolver solver;
  private final EdgeRefinement edges;
  // what the marks of the last prompts gave, one after the other, as the next often add one
  private final List<float[]> steps = new ArrayList<>();
  private @Nullable Prompts lastPrompts;
  private @Nullable LabelMap lastStart;

  WalkFrame(Frame frame, WorkImage image, WalkOptions options, List<Appearance> looks) {
    this.frame = frame;
    this.image = image;
    solver = new RegionSolver(image, options, looks);
    edges = new EdgeRefinement(frame, image);
  }

  @Override
  public LabelMap segment(Prompts prompts, @Nullable LabelMap start) {
    prompts.requireWithin(frame.width(), frame.height());
    if (start != null && (start.width() != frame.width() || start.height() != frame.height())) {
      throw new EngramException(
          String.format(
              "start mask: %dx%d, but the frame is %dx%d. Give a mask of the frame's size.",
              start.width(), start.height(), frame.width(), frame.height()));
    }
    forgetOthers(prompts, start);
    float[] first = begin(prompts, start);
    float[] p = first;
    MarkRaster all = raster();
    for (int k = 0; k < prompts.marks().size(); k++) {
      Mark mark = prompts.marks().get(k);
      all.draw(mark);
      if (k == steps.size()) {
        steps.add(next(p, k + 1, all.marks(), prompts, start != null));
      }
      p = steps.get(k);
    }
    return Imprint.of(frame, prompts, start == null ? edges.mask(p) : merged(start, first, p));
  }

  /** Keeps what the marks at the beginning gave as far as they are the same. */
  private void forgetOthers(Prompts prompts, @Nullable LabelMap start) {
    Prompts last = lastPrompts;
    int same = 0;
    if (last != null
        && Objects.equals(last.box(), prompts.box())
        && Objects.equals(lastStart, start)) {
      int most = Math.min(last.marks().size(), prompts.marks().size());
      while (same < most && last.marks().get(same).equals(prompts.marks().get(same))) {
        same++;
      }
    }
    steps.subList(same, steps.size()).clear();
    lastPrompts = prompts;
    lastStart = start;
  }

  private MarkRaster raster() {
    return new MarkRaster(image.width(), image.height(), frame.width(), frame.height());
  }

  private float[] begin(Prompts prompts, @Nullable LabelMap start) {
    if (start != null) {
      return image.shrink(start);
    }
    return prompts.box() == null
        ? new float[image.size()]
        : solver.begin(raster().marks(), 0, allowed(prompts));
  }

  private float[] next(float[] before, int count, byte[] marks, Prompts prompts, boolean hasStart) {
    Mark mark = prompts.marks().get(count - 1);
    MarkRaster own = raster();
    own.draw(mark);
    boolean[] allowed = allowed(prompts);
    return hasStart
        ? solver.correct(before, marks, own.marks(), mark.positive(), allowed)
        : solver.extend(before, marks, count, own.marks(), mark.positive(), allowed);
  }

  private boolean[] allowed(Prompts prompts) {
    boolean[] allowed = new boolean[image.size()];
    PromptBox box = prompts.box();
    for (int i = 0; i < allowed.length; i++) {
      int column = i % image.width();
      int row = i / image.width();
      int x = (int) ((column + 0.5) * frame.width() / image.width());
      int y = (int) ((row + 0.5) * frame.height() / image.height());
      allowed[i] = box == null || box.holds(x, y);
    }
    return allowed;
  }

  /** The start pixel by pixel, but around what the marks have changed. */
  private byte[] merged(LabelMap start, float[] first, float[] p) {
    byte[] mask = edges.mask(p);
    int width = frame.width();
    EdgeRefinement.Axis columns = new EdgeRefinement.Axis(width, image.width());
    EdgeRefinement.Axis rows = new EdgeRefinement.Axis(frame.height(), image.height());
    for (int i = 0; i < mask.length; i++) {
      int x = i % width;
      int y = i / width;
      boolean changed = false;
      for (int corner = 0; corner < 4; corner++) {
        int column = corner % 2 == 0 ? columns.first[x] : columns.second[x];
        int row = corner < 2 ? rows.first[y] : rows.second[y];
        int at = row * image.width() + column;
        changed |= RegionSolver.isObject(first[at]) != RegionSolver.isObject(p[at]);
      }
      if (!changed) {
        mask[i] = (byte) (start.at(x, y) > 0 ? 1 : 0);
      }
    }
    return mask;
  }

  @Override
  public void close() {
    steps.clear();
  }
}
