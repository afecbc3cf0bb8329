package dev.engram.interact;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An encoder and a decoder as ONNX files of one folder, told apart by the names of their inputs.
 *
 * @param size what the encoder's input is high and wide, in pixels
 * @param squashed whether the frame fills that whatever its shape, as in SAM 2; else its long side
 *     does, and the rest is padding to the right or below
 * @param embeddings which output of the encoder each further input of the decoder takes
 */
record OnnxPair(
    String name,
    OrtSession encoder,
    OrtSession decoder,
    String imageInput,
    int size,
    boolean squashed,
    Map<String, String> embeddings)
    implements AutoCloseable {
  static final String COORDS = "point_coords";
  static final String LABELS = "point_labels";
  static final String MASK = "mask_input";
  static final String HAS_MASK = "has_mask_input";
  static final String FRAME_SIZE = "orig_im_size";
  static final String MASKS = "masks";
  static final String SCORES = "iou_predictions";
  static final String LOW_RES = "low_res_masks";
  private static final Set<String> PROMPTS = Set.of(COORDS, LABELS, MASK, HAS_MASK, FRAME_SIZE);
  private static final int USUAL = 1024;

  /**
   * Opens the two files of a folder.
   *
   * @throws EngramException naming the file, and what of it does not fit
   */
  static OnnxPair open(Path folder) {
    List<Path> files = files(folder);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    List<OrtSession> opened = new ArrayList<>();
    try {
      for (Path file : files) {
        opened.add(session(environment, file));
      }
      int decoder = opened.get(0).getInputNames().contains(COORDS) ? 0 : 1;
      Path encoderFile = files.get(1 - decoder);
      return wire(
          folder, opened.get(1 - decoder), encoderFile, opened.get(decoder), files.get(decoder));
    } catch (OrtException e) {
      close(opened);
      throw new EngramException(folder + ": ONNX Runtime cannot describe it. " + line(e), e);
    } catch (EngramException e) {
      close(opened);
      throw e;
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
      if (files.size() != 2) {
        throw new EngramException(
            folder
                + ": "
                + files.size()
                + " .onnx files. Leave two there, an encoder and a decoder.");
      }
      return files;
    } catch (IOException e) {
      throw new EngramException(folder + ": cannot be read. Check its rights.", e);
    }
  }

  private static OrtSession session(OrtEnvironment environment, Path file) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      return environment.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw new EngramException(file + ": ONNX Runtime cannot load it (" + line(e) + ").", e);
    }
  }

  static String line(OrtException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  private static OnnxPair wire(
      Path folder, OrtSession encoder, Path encoderFile, OrtSession decoder, Path decoderFile)
      throws OrtException {
    for (String input : List.of(COORDS, LABELS)) {
      if (!decoder.getInputNames().contains(input)) {
        throw new EngramException(
            decoderFile
                + ": no input "
                + input
                + " (there are "
                + String.join(", ", decoder.getInputNames())
                + "). Give the decoder of a SAM-like pair.");
      }
    }
    if (!decoder.getOutputNames().contains(MASKS)) {
      throw new EngramException(
          decoderFile
              + ": no output "
              + MASKS
              + " (there are "
              + String.join(", ", decoder.getOutputNames())
              + "). Give the decoder of a SAM-like pair.");
    }
    Map.Entry<String, NodeInfo> image = imageOf(encoder, encoderFile);
    TensorInfo info = (TensorInfo) image.getValue().getInfo();
    long[] shape = info.getShape();
    if (shape.length != 4 || shape[1] != 3 || info.type != OnnxJavaType.FLOAT) {
      throw new EngramException(
          encoderFile
              + ": its input "
              + image.getKey()
              + " is "
              + info.type
              + " "
              + Arrays.toString(shape)
              + ". Export one of floats [1, 3, size, size].");
    }
    if (shape[2] != shape[3]) {
      throw new EngramException(
          encoderFile + ": its input " + image.getKey() + " is no square. Export one that is.");
    }
    Map<String, String> embeddings = embeddings(encoder, encoderFile, decoder, decoderFile);
    return new OnnxPair(
        String.valueOf(folder.getFileName()),
        encoder,
        decoder,
        image.getKey(),
        shape[2] > 0 ? (int) shape[2] : USUAL,
        encoder.getOutputNames().stream().anyMatch(name -> name.startsWith("high_res_feats")),
        embeddings);
  }

  private static Map.Entry<String, NodeInfo> imageOf(OrtSession encoder, Path file)
      throws OrtException {
    Map<String, NodeInfo> inputs = encoder.getInputInfo();
    Map.Entry<String, NodeInfo> first = inputs.entrySet().iterator().next();
    if (inputs.size() != 1 || !(first.getValue().getInfo() instanceof TensorInfo)) {
      throw new EngramException(
          file
              + ": takes "
              + String.join(", ", inputs.keySet())
              + ". Give an encoder that takes an image alone.");
    }
    return first;
  }

  private static Map<String, String> embeddings(
      OrtSession encoder, Path encoderFile, OrtSession decoder, Path decoderFile) {
    Set<String> wanted = new TreeSet<>(decoder.getInputNames());
    wanted.removeAll(PROMPTS);
    Set<String> made = encoder.getOutputNames();
    Map<String, String> embeddings = new LinkedHashMap<>();
    for (String input : wanted) {
      if (made.contains(input)) {
        embeddings.put(input, input);
      } else if (wanted.size() == 1 && made.size() == 1) {
        embeddings.put(input, made.iterator().next());
      } else {
        throw new EngramException(
            decoderFile
                + ": its input "
                + input
                + " is no output of "
                + encoderFile.getFileName()
                + " (there are "
                + String.join(", ", made)
                + "). Export both with the same names.");
      }
    }
    return embeddings;
  }

  private static void close(List<OrtSession> sessions) {
    for (OrtSession session : sessions) {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("a session cannot be closed", e);
      }
    }
  }

  @Override
  public void close() {
    close(List.of(encoder, decoder));
  }
}
