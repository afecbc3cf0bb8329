package dev.engram.train;

import dev.engram.network.ImageNormalisation;
import dev.engram.tensor.Device;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import dev.engram.train.data.Clip;
import java.util.List;

/**
 * Clips of one shape as tensors, frame by frame.
 *
 * @param images [frames * clips, 3, size, size], normalised; all clips' first frames come first
 * @param labels [frames * clips, size, size], INT64
 * @param masks [frames * clips, objects, size, size], 0 or 1
 * @param present [clips, objects, 1, 1]: 1 where the first frame has the object
 */
record Batch(Tensor images, Tensor labels, Tensor masks, Tensor present, int clips, int frames) {
  /** Its tensors live in the innermost scope. */
  static Batch of(List<Clip> clips, Device device) {
    try (TensorScope scope = TensorScope.open()) {
      int count = clips.size();
      int frames = clips.get(0).frames();
      int size = clips.get(0).size();
      int objects = clips.get(0).objects();
      int pixels = size * size;
      byte[] rgb = new byte[frames * count * pixels * 3];
      byte[] labels = new byte[frames * count * pixels];
      float[] present = new float[count * objects];
      for (int c = 0; c < count; c++) {
        for (int frame = 0; frame < frames; frame++) {
          int to = (frame * count + c) * pixels;
          System.arraycopy(clips.get(c).rgb(), frame * pixels * 3, rgb, to * 3, pixels * 3);
          System.arraycopy(clips.get(c).labels(), frame * pixels, labels, to, pixels);
        }
        for (int i = 0; i < pixels; i++) {
          int label = clips.get(c).labels()[i];
          if (label > 0) {
            present[c * objects + label - 1] = 1;
          }
        }
      }
      Tensor pixelsOf = Tensors.of(rgb, (long) frames * count, size, size, 3).to(device);
      Tensor images =
          ImageNormalisation.apply(pixelsOf.permute(0, 3, 1, 2).to(TensorType.FLOAT32))
              .channelsLast();
      Tensor classes =
          Tensors.of(labels, (long) frames * count, size, size).to(device).to(TensorType.INT64);
      Tensor numbers = Tensors.range(objects + 1L, 1, device).narrow(0, 1, objects);
      Tensor masks =
          classes.unsqueeze(1).equalTo(numbers.reshape(1, objects, 1, 1)).to(TensorType.FLOAT32);
      // a label that first appears later was never given, so nobody can be asked for it
      Tensor given = Tensors.of(present, count, objects, 1, 1).to(device);
      Tensor known = given.unsqueeze(0).expand(frames, count, objects, 1, 1);
      masks = masks.mul(known.reshape((long) frames * count, objects, 1, 1));
      Tensor indices = masks.mul(numbers.reshape(1, objects, 1, 1).to(TensorType.FLOAT32));
      Tensor target = indices.sum(1, false).to(TensorType.INT64);
      return new Batch(
          scope.pass(images),
          scope.pass(target),
          scope.pass(masks),
          scope.pass(given),
          count,
          frames);
    }
  }
}
