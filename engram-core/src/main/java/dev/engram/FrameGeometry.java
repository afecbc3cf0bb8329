package dev.engram;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.network.ImageNormalisation;
import dev.engram.tensor.Device;
import dev.engram.tensor.Resize;
import dev.engram.tensor.Resize.Padding;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import dev.engram.video.Frame;
import java.util.List;

/**
 * The way of one video's frames into the network and back: the frames' own size, the size inside
 * (the short side as the options say), and the padding to a multiple of the stride.
 */
final class FrameGeometry {
  /** Frames are made larger up to the area of so many squares of the size inside. */
  private static final double MOST_SQUARES = 64;

  private final int width;
  private final int height;
  private final int innerWidth;
  private final int innerHeight;
  private final Padding padding;
  private final int stride;
  private final Device device;

  FrameGeometry(int width, int height, SegmenterOptions options, int stride, Device device) {
    this.width = width;
    this.height = height;
    this.device = device;
    this.stride = stride;
    int shortSide = Math.min(width, height);
    int inner = options.size();
    if (inner == SegmenterOptions.OWN_SIZE) {
      int most = options.maxInternalSize();
      inner = most == SegmenterOptions.OWN_SIZE ? shortSide : Math.min(shortSide, most);
    }
    if (inner > shortSide) {
      // a strip of a few pixels is not blown up to any length
      double most = inner * Math.sqrt(MOST_SQUARES / ((double) width * height)) * shortSide;
      inner = Math.max(shortSide, (int) Math.min(inner, most));
    }
    innerWidth = scaled(width, shortSide, inner);
    innerHeight = scaled(height, shortSide, inner);
    padding = Padding.toMultipleOf(stride, innerHeight, innerWidth);
  }

  private static int scaled(int side, int shortSide, int inner) {
    return (int) ((long) inner * side / shortSide);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int innerWidth() {
    return innerWidth;
  }

  int innerHeight() {
    return innerHeight;
  }

  /**
   * @throws EngramException if a frame has another size than those before it
   */
  void requireSize(Frame frame) {
    if (frame.width() != width || frame.height() != height) {
      throw new EngramException(
          String.format(
              "%s: %dx%d, but the frames before it are %dx%d. Bring all frames to one size.",
              frame.place(), frame.width(), frame.height(), width, height));
    }
  }

  /** Rows of a feature map. */
  int gridHeight() {
    return (innerHeight + padding.top() + padding.bottom()) / stride;
  }

  /** Columns of a feature map. */
  int gridWidth() {
    return (innerWidth + padding.left() + padding.right()) / stride;
  }

  /**
   * @return [1, 3, H, W] inside, normalised, then padded with zeros (the mean colour)
   */
  Tensor image(Frame frame) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor pixels = Tensors.of(frame.rgb(), 1, height, width, 3).sentTo(device);
      Tensor image = pixels.permute(0, 3, 1, 2).to(TensorType.FLOAT32);
      if (innerHeight < height) {
        image = Resize.bilinearAntialias(image, innerHeight, innerWidth);
      } else if (innerHeight > height) {
        image = Resize.bilinear(image, innerHeight, innerWidth);
      }
      return scope.pass(Resize.pad(ImageNormalisation.apply(image), padding));
    }
  }

  /**
   * The pixels of some objects.
   *
   * @return [labels, H, W] inside and padded, 1 where a pixel has the label and 0 elsewhere
   */
  Tensor masks(LabelMap map, List<Integer> labels) {
    try (TensorScope scope = TensorScope.open()) {
      int[] own = map.toArray();
      float[] values = new float[own.length];
      for (int i = 0; i < own.length; i++) {
        values[i] = own[i];
      }
      Tensor full = Tensors.of(values, 1, 1, height, width);
      float[] inner = Resize.nearest(full, innerHeight, innerWidth).toFloats();
      float[] masks = new float[labels.size() * inner.length];
      for (int object = 0; object < labels.size(); object++) {
        int label = labels.get(object);
        for (int i = 0; i < inner.length; i++) {
          masks[object * inner.length + i] = inner[i] == label ? 1 : 0;
        }
      }
      Tensor unpadded = Tensors.of(masks, labels.size(), innerHeight, innerWidth);
      return scope.pass(Resize.pad(unpadded.sentTo(device), padding));
    }
  }

  /**
   * @param unpadded [n, H, W] inside
   * @return with the padding, in which there is nothing: 0
   */
  Tensor pad(Tensor unpadded) {
    return Resize.pad(unpadded, padding);
  }

  /**
   * @param padded [n, H, W] inside
   * @return a view without the padding
   */
  Tensor unpad(Tensor padded) {
    return Resize.unpad(padded, padding);
  }

  /**
   * One plane at the frames' own size.
   *
   * @param planes [n, H, W] inside, unpadded
   * @return [height, width]
   */
  Tensor outward(Tensor planes, int index) {
    Tensor plane = planes.narrow(0, index, 1).unsqueeze(0);
    Tensor full =
        innerHeight == height && innerWidth == width
            ? plane
            : Resize.bilinear(plane, height, width);
    return full.reshape(height, width);
  }
}
