package dev.engram.train.data;

/** A few square frames with the exact masks of up to {@code objects} objects. */
public final class Clip {
  private final int frames;
  private final int size;
  private final int objects;
  private final byte[] rgb;
  private final byte[] labels;

  Clip(int frames, int size, int objects) {
    this.frames = frames;
    this.size = size;
    this.objects = objects;
    rgb = new byte[frames * size * size * 3];
    labels = new byte[frames * size * size];
  }

  /** Number of frames. */
  public int frames() {
    return frames;
  }

  /** Pixels of a side. */
  public int size() {
    return size;
  }

  /** Labels run from 1 to this; not all need be there. */
  public int objects() {
    return objects;
  }

  /** [frames, size, size, 3]; the array itself. */
  public byte[] rgb() {
    return rgb;
  }

  /** [frames, size, size], 0 is background; the array itself. */
  public byte[] labels() {
    return labels;
  }

  void setFrame(int frame, float[] colours, byte[] frameLabels) {
    int at = frame * size * size;
    System.arraycopy(frameLabels, 0, labels, at, size * size);
    for (int i = 0; i < colours.length; i++) {
      rgb[3 * at + i] = (byte) Math.max(0, Math.min(255, Math.round(colours[i])));
    }
  }

  /** How many pixels of a frame an object has. */
  int area(int frame, int label) {
    int count = 0;
    for (int i = frame * size * size; i < (frame + 1) * size * size; i++) {
      count += labels[i] == label ? 1 : 0;
    }
    return count;
  }
}
