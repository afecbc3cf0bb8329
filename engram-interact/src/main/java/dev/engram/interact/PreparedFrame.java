package dev.engram.interact;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import org.jspecify.annotations.Nullable;

/** A frame that is ready for prompts on any number of objects, one after the other. */
public interface PreparedFrame extends AutoCloseable {
  /** The label of the object in the masks. */
  int OBJECT = 1;

  /**
   * The mask of one object. The same prompts and start give the same mask, whatever was asked
   * before.
   *
   * <p>Pixels that are marked have the label asked for, by the latest mark that covers them, unless
   * they are outside of the box. The embedded methods change of the start only pixels that the box
   * leaves out and those that the marks correct; a network may redraw it.
   *
   * @param prompts all of them since the start, not only the latest
   * @param start the mask that the prompts correct, such as one that was propagated; any label
   *     above 0 is the object. Null if there is none: the first positive mark or the box begins one
   * @return of the frame's size, {@link #OBJECT} where the object is and 0 elsewhere; all 0 if
   *     nothing positive was given
   * @throws EngramException if a mark is outside of the frame or the start is of another size
   */
  LabelMap segment(Prompts prompts, @Nullable LabelMap start);

  /** Frees what it holds. */
  @Override
  void close();
}
