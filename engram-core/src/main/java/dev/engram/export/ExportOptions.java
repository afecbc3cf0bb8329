package dev.engram.export;

import dev.engram.common.EngramException;
import dev.engram.mask.Overlay;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is exported and how.
 *
 * @param first the first frame, from 0
 * @param last the last frame, itself included; {@link Long#MAX_VALUE} for the video's last
 * @param objects the labels that are exported; empty for all
 * @param force whether a file may be written over, or files of the same names in a folder that is
 *     not empty
 * @param softEdges whether objects have soft edges where they are put over something (rgba,
 *     rgba-png, green, layer); otherwise they are where their masks are
 * @param matteBits 8 or 16, of mattes
 * @param overlayAlpha the colour's share within an object of an overlay, 0 to 1
 * @param screen the colour behind the objects of a green screen, {@code 0xRRGGBB}
 * @param layer the picture or video behind the objects; null for none
 * @param crowd whether COCO annotations say {@code iscrowd} 1
 */
public record ExportOptions(
    long first,
    long last,
    Set<Integer> objects,
    boolean force,
    boolean softEdges,
    int matteBits,
    double overlayAlpha,
    int screen,
    @Nullable Path layer,
    boolean crowd) {
  /** The green of screens in studios, as video has it. */
  public static final int GREEN = 0x00B140;

  /**
   * Checks the values.
   *
   * @throws EngramException that names the one that is wrong
   */
  public ExportOptions {
    objects = Set.copyOf(objects);
    if (first < 0 || last < first) {
      throw new EngramException(
          "--from " + first + " --to " + last + ": no frames. They count from 0; swap the two.");
    }
    if (matteBits != 8 && matteBits != 16) {
      throw new EngramException("--bits " + matteBits + ": mattes have 8 or 16. Give one of them.");
    }
    if (!(overlayAlpha >= 0 && overlayAlpha <= 1)) {
      throw new EngramException("--alpha " + overlayAlpha + ": not within 0 to 1. Give 0.5.");
    }
    screen &= 0xFFFFFF;
  }

  /** All objects of all frames. */
  public static ExportOptions defaults() {
    return new Builder().build();
  }

  /** Starts from {@link #defaults}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets one at a time, by the record's names. */
  public static final class Builder {
    private long first;
    private long last = Long.MAX_VALUE;
    private Set<Integer> objects = Set.of();
    private boolean force;
    private boolean softEdges = true;
    private int matteBits = 8;
    private double overlayAlpha = Overlay.DEFAULT_ALPHA;
    private int screen = GREEN;
    private @Nullable Path layer;
    private boolean crowd;

    private Builder() {}

    /** {@link ExportOptions#first} and {@link ExportOptions#last}. */
    public Builder frames(long from, long to) {
      first = from;
      last = to;
      return this;
    }

    /** {@link ExportOptions#objects}. */
    public Builder objects(Set<Integer> value) {
      objects = value;
      return this;
    }

    /** {@link ExportOptions#force}. */
    public Builder force(boolean value) {
      force = value;
      return this;
    }

    /** {@link ExportOptions#softEdges}. */
    public Builder softEdges(boolean value) {
      softEdges = value;
      return this;
    }

    /** {@link ExportOptions#matteBits}. */
    public Builder matteBits(int value) {
      matteBits = value;
      return this;
    }

    /** {@link ExportOptions#overlayAlpha}. */
    public Builder overlayAlpha(double value) {
      overlayAlpha = value;
      return this;
    }

    /** {@link ExportOptions#screen}. */
    public Builder screen(int value) {
      screen = value;
      return this;
    }

    /** {@link ExportOptions#layer}. */
    public Builder layer(@Nullable Path value) {
      layer = value;
      return this;
    }

    /** {@link ExportOptions#crowd}. */
    public Builder crowd(boolean value) {
      crowd = value;
      return this;
    }

    /** The options, checked. */
    public ExportOptions build() {
      return new ExportOptions(
          first, last, objects, force, softEdges, matteBits, overlayAlpha, screen, layer, crowd);
    }
  }
}
