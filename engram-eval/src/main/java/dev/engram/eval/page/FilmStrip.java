package dev.engram.eval.page;

import dev.engram.mask.LabelMap;
import dev.engram.mask.Overlay;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import dev.engram.tensor.Resize;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import dev.engram.video.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A few evenly spaced frames of a sequence side by side, with their objects over them. */
public final class FilmStrip {
  private static final int PICTURES = 5;
  private static final int HEIGHT = 200;
  private static final int GAP = 4;
  private static final byte GREY = (byte) 128;

  private final int frames;
  private final Overlay overlay;
  private final List<byte[]> pictures = new ArrayList<>();
  private int width;
  private int height;

  /**
   * @param frames how many will be offered; the first and the last are among the pictures
   */
  public FilmStrip(int frames, Palette palette) {
    this.frames = frames;
    this.overlay = new Overlay(palette);
  }

  /** Offers the next frame. */
  public void add(int position, Frame frame, LabelMap labels) {
    int pictured = Math.min(PICTURES, frames);
    int next = pictured == 1 ? 0 : pictures.size() * (frames - 1) / (pictured - 1);
    if (position != next) {
      return;
    }
    height = Math.min(HEIGHT, frame.height());
    width = Math.max(1, Math.round(frame.width() * (float) height / frame.height()));
    pictures.add(reduced(overlay.render(frame.rgb(), labels), frame.width(), frame.height()));
  }

  private byte[] reduced(byte[] rgb, int fromWidth, int fromHeight) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor pixels = Tensors.of(rgb, 1, fromHeight, fromWidth, 3).permute(0, 3, 1, 2);
      Tensor small = Resize.bilinearAntialias(pixels.to(TensorType.FLOAT32), height, width);
      float[] values = small.permute(0, 2, 3, 1).toFloats();
      byte[] reduced = new byte[values.length];
      for (int i = 0; i < values.length; i++) {
        reduced[i] = (byte) Math.max(0, Math.min(255, Math.round(values[i])));
      }
      return reduced;
    }
  }

  /** The strip as a JPEG. */
  public byte[] jpeg() {
    int whole = pictures.size() * (width + GAP) - GAP;
    byte[] rgb = new byte[3 * whole * height];
    Arrays.fill(rgb, GREY);
    for (int i = 0; i < pictures.size(); i++) {
      for (int y = 0; y < height; y++) {
        int to = 3 * (y * whole + i * (width + GAP));
        System.arraycopy(pictures.get(i), 3 * y * width, rgb, to, 3 * width);
      }
    }
    return RgbFile.jpeg(rgb, whole, height);
  }
}
