package dev.engram.interact;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.engram.common.EngramException;
import dev.engram.video.Frame;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * A SAM-like network that the user brings: an encoder of images and a decoder of prompts as two
 * ONNX files of a folder, in the form of SAM's and SAM 2's usual exports (docs/clicks.md).
 *
 * <p>Given a start, the network takes it as its own last mask and may redraw all of it.
 */
public final class OnnxSegmenter implements PromptSegmenter {
  private final OnnxPair pair;

  private OnnxSegmenter(OnnxPair pair) {
    this.pair = pair;
  }

  /**
   * Opens the pair of a folder.
   *
   * @throws EngramException if there is none, or it is of another form; names the file and what
   *     does not fit
   */
  public static OnnxSegmenter open(Path folder) {
    return new OnnxSegmenter(OnnxPair.open(folder));
  }

  @Override
  public String description() {
    return pair.name() + " (ONNX, " + pair.size() + "x" + pair.size() + ")";
  }

  @Override
  public PreparedFrame prepare(Frame frame) {
    SamGeometry geometry =
        SamGeometry.of(frame.width(), frame.height(), pair.size(), pair.squashed());
    long[] shape = {1, 3, pair.size(), pair.size()};
    try (OnnxTensor image =
        OnnxTensor.createTensor(
            OrtEnvironment.getEnvironment(), FloatBuffer.wrap(geometry.image(frame)), shape)) {
      OrtSession.Result embeddings = pair.encoder().run(Map.of(pair.imageInput(), image));
      return new OnnxFrame(frame, geometry, pair, embeddings);
    } catch (OrtException e) {
      throw new EngramException(
          pair.name() + ": its encoder fails (" + OnnxPair.line(e) + "). Export it anew.", e);
    }
  }

  @Override
  public void close() {
    pair.close();
  }
}
