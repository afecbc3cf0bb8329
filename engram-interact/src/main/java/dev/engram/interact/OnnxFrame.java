package dev.engram.interact;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.video.Frame;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A frame of {@link OnnxSegmenter}: its embeddings, in native memory until it is closed. */
final class OnnxFrame implements PreparedFrame {
  /** What a mask that was given is as a logit. */
  private static final float CERTAIN = 10;

  private static final int USUAL_SIDE = 256;

  private final Frame frame;
  private final SamGeometry geometry;
  private final OnnxPair pair;
  private final OrtSession.Result embeddings;
  private final int maskSide;

  OnnxFrame(Frame frame, SamGeometry geometry, OnnxPair pair, OrtSession.Result embeddings)
      throws OrtException {
    this.frame = frame;
    this.geometry = geometry;
    this.pair = pair;
    this.embeddings = embeddings;
    NodeInfo mask = pair.decoder().getInputInfo().get(OnnxPair.MASK);
    long[] shape = mask == null ? new long[0] : ((TensorInfo) mask.getInfo()).getShape();
    maskSide = shape.length == 4 && shape[2] > 0 ? (int) shape[2] : USUAL_SIDE;
  }

  /** A mask of the decoder. */
  private static final class Decoded {
    // [rows, columns]
    private final float[] logits;
    private final int rows;
    private final int columns;
    // what the next click starts from, null if the decoder has no such thing
    private final float @Nullable [] feedback;

    Decoded(float[] logits, int rows, int columns, float @Nullable [] feedback) {
      this.logits = logits;
      this.rows = rows;
      this.columns = columns;
      this.feedback = feedback;
    }
  }

  @Override
  public LabelMap segment(Prompts prompts, @Nullable LabelMap start) {
    prompts.requireWithin(frame.width(), frame.height());
    float[] feedback = null;
    if (start != null) {
      if (start.width() != frame.width() || start.height() != frame.height()) {
        throw new EngramException(
            String.format(
                "start mask: %dx%d, but the frame is %dx%d. Give a mask of the frame's size.",
                start.width(), start.height(), frame.width(), frame.height()));
      }
      feedback = geometry.inward(binary(start), maskSide, CERTAIN);
    } else if (prompts.box() == null && prompts.marks().stream().noneMatch(Mark::positive)) {
      return Imprint.of(frame, prompts, new byte[frame.width() * frame.height()]);
    }
    // one mark after the other, as the network was trained
    int marks = prompts.marks().size();
    Decoded decoded = null;
    for (int count = Math.min(1, marks); count <= marks; count++) {
      decoded = decode(new SamPoints(geometry, prompts, count), feedback);
      feedback = decoded.feedback == null ? feedback : decoded.feedback;
    }
    if (decoded == null) {
      throw new IllegalStateException("prompts without a prompt");
    }
    float[] full = geometry.outward(decoded.logits, decoded.columns, decoded.rows);
    byte[] mask = new byte[full.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (full[i] > 0 ? 1 : 0);
    }
    return Imprint.of(frame, prompts, mask);
  }

  private static byte[] binary(LabelMap map) {
    byte[] mask = new byte[map.width() * map.height()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (map.at(i % map.width(), i / map.width()) > 0 ? 1 : 0);
    }
    return mask;
  }

  private Decoded decode(SamPoints points, float @Nullable [] feedback) {
    List<OnnxTensor> own = new ArrayList<>();
    try {
      Map<String, OnnxTensor> inputs = new HashMap<>();
      for (Map.Entry<String, String> each : pair.embeddings().entrySet()) {
        OnnxValue value = embeddings.get(each.getValue()).orElseThrow();
        inputs.put(each.getKey(), (OnnxTensor) value);
      }
      int count = points.count();
      put(inputs, own, OnnxPair.COORDS, points.coords(), 1, count, 2);
      put(inputs, own, OnnxPair.LABELS, points.labels(), 1, count);
      float[] mask = feedback == null ? new float[maskSide * maskSide] : feedback;
      put(inputs, own, OnnxPair.MASK, mask, 1, 1, maskSide, maskSide);
      put(inputs, own, OnnxPair.HAS_MASK, new float[] {feedback == null ? 0 : 1}, 1);
      float[] size = {frame.height(), frame.width()};
      put(inputs, own, OnnxPair.FRAME_SIZE, size, 2);
      try (OrtSession.Result result = pair.decoder().run(inputs)) {
        return best(result);
      }
    } catch (OrtException e) {
      throw new EngramException(
          pair.name() + ": its decoder fails (" + OnnxPair.line(e) + "). Export it anew.", e);
    } finally {
      own.forEach(OnnxTensor::close);
    }
  }

  /** Puts an input in the type that the decoder takes, if it takes it at all. */
  private void put(
      Map<String, OnnxTensor> inputs,
      List<OnnxTensor> own,
      String name,
      float[] values,
      long... shape)
      throws OrtException {
    NodeInfo node = pair.decoder().getInputInfo().get(name);
    if (node == null) {
      return;
    }
    OnnxJavaType type = ((TensorInfo) node.getInfo()).type;
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OnnxTensor tensor;
    if (type == OnnxJavaType.INT64) {
      long[] longs = new long[values.length];
      for (int i = 0; i < longs.length; i++) {
        longs[i] = (long) values[i];
      }
      tensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), shape);
    } else if (type == OnnxJavaType.INT32) {
      int[] ints = new int[values.length];
      for (int i = 0; i < ints.length; i++) {
        ints[i] = (int) values[i];
      }
      tensor = OnnxTensor.createTensor(environment, IntBuffer.wrap(ints), shape);
    } else {
      tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
    }
    own.add(tensor);
    inputs.put(name, tensor);
  }

  /** The mask that the decoder thinks best of, the first if it says nothing. */
  private Decoded best(OrtSession.Result result) throws OrtException {
    OnnxTensor masks = (OnnxTensor) result.get(OnnxPair.MASKS).orElseThrow();
    long[] shape = masks.getInfo().getShape();
    if (shape.length != 4) {
      throw new EngramException(
          pair.name() + ": its masks have " + shape.length + " dimensions. Export 4.");
    }
    int candidates = (int) shape[1];
    int best = 0;
    OnnxValue scored = result.get(OnnxPair.SCORES).orElse(null);
    if (scored instanceof OnnxTensor scores && scores.getInfo().getNumElements() >= candidates) {
      float[] values = floats(scores);
      for (int i = 1; i < candidates; i++) {
        best = values[i] > values[best] ? i : best;
      }
    }
    int rows = (int) shape[2];
    int columns = (int) shape[3];
    float[] logits = plane(masks, best, rows * columns);
    float[] feedback = null;
    OnnxValue low = result.get(OnnxPair.LOW_RES).orElse(null);
    if (low instanceof OnnxTensor tensor
        && tensor.getInfo().getNumElements() == (long) candidates * maskSide * maskSide) {
      feedback = plane(tensor, best, maskSide * maskSide);
    } else if (rows == maskSide && columns == maskSide) {
      feedback = logits;
    }
    return new Decoded(logits, rows, columns, feedback);
  }

  private static float[] plane(OnnxTensor tensor, int index, int size) {
    float[] plane = new float[size];
    FloatBuffer all = tensor.getFloatBuffer();
    all.position(index * size);
    all.get(plane);
    return plane;
  }

  private static float[] floats(OnnxTensor tensor) {
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Override
  public void close() {
    embeddings.close();
  }
}
