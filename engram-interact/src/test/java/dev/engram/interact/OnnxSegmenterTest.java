package dev.engram.interact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.video.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a decoder that draws a disk of 8 pixels of its 32 around each point, and keeps its mask. */
class OnnxSegmenterTest {
  private static final int SIZE = 32;
  private static final int RADIUS = 8;

  @TempDir Path folder;

  private static TinyOnnx encoder(String... outputs) {
    TinyOnnx encoder = new TinyOnnx().input("image", 1, 3, SIZE, SIZE);
    for (String output : outputs) {
      encoder.node("Identity", output, "image").output(output, 1, 3, SIZE, SIZE);
    }
    return encoder;
  }

  /** Logits: of each point its sign times what its disk has, and the last mask. */
  private static TinyOnnx decoder(String... embeddings) {
    float[] across = new float[SIZE * SIZE];
    float[] down = new float[SIZE * SIZE];
    for (int i = 0; i < across.length; i++) {
      across[i] = i % SIZE + 0.5f;
      down[i] = i / SIZE + 0.5f;
    }
    TinyOnnx decoder = new TinyOnnx();
    for (String each : embeddings) {
      decoder.input(each, 1, 3, SIZE, SIZE);
    }
    return decoder
        .input("point_coords", 1, -1, 2)
        .input("point_labels", 1, -1)
        .input("mask_input", 1, 1, SIZE, SIZE)
        .input("has_mask_input", 1)
        .floats("across", across, 1, 1, SIZE, SIZE)
        .floats("down", down, 1, 1, SIZE, SIZE)
        .floats("square", new float[] {RADIUS * RADIUS}, 1)
        .floats("many", new float[] {100}, 1)
        .floats("off", new float[] {0}, 1)
        .floats("padding", new float[] {-1}, 1)
        .floats("half", new float[] {0.5f}, 1)
        .longs("0", 0)
        .longs("1", 1)
        .longs("points", 1, -1, 1, 1)
        .gather("x", "point_coords", "0", 2)
        .gather("y", "point_coords", "1", 2)
        .node("Reshape", "x4", "x", "points")
        .node("Reshape", "y4", "y", "points")
        .node("Reshape", "label4", "point_labels", "points")
        .node("Sub", "dx", "across", "x4")
        .node("Sub", "dy", "down", "y4")
        .node("Mul", "dx2", "dx", "dx")
        .node("Mul", "dy2", "dy", "dy")
        .node("Add", "d2", "dx2", "dy2")
        .node("Sub", "inside", "square", "d2")
        .node("Relu", "disk", "inside")
        .node("Greater", "isOn", "label4", "off")
        .cast("on", "isOn")
        .node("Equal", "isOff", "label4", "off")
        .cast("offs", "isOff")
        .node("Mul", "offsMany", "offs", "many")
        .node("Sub", "sign", "on", "offsMany")
        .node("Mul", "signed", "disk", "sign")
        .sum("drawn", "signed", "1")
        .node("Mul", "kept", "mask_input", "has_mask_input")
        .node("Add", "all", "drawn", "kept")
        .node("Sub", "masks", "all", "half")
        .output("masks", 1, 1, SIZE, SIZE);
  }

  private void writePair() throws IOException {
    encoder("image_embeddings").write(folder.resolve("a.onnx"));
    decoder("image_embeddings").write(folder.resolve("b.onnx"));
  }

  private LabelMap segment(Frame frame, Prompts prompts, LabelMap start) {
    try (PromptSegmenter segmenter = PromptSegmenters.open(folder.toString());
        PreparedFrame prepared = segmenter.prepare(frame)) {
      return prepared.segment(prompts, start);
    }
  }

  @Test
  void aClickComesOutWhereItWentIn() throws IOException {
    writePair();
    LabelMap mask = segment(Pictures.noise(96, 48, 1), Prompts.of(Click.on(30, 24)), null);
    // 24 pixels of the frame, and three more where low logits become many
    assertThat(mask.at(8, 24)).isEqualTo(1);
    assertThat(mask.at(52, 24)).isEqualTo(1);
    assertThat(mask.at(30, 2)).isEqualTo(1);
    assertThat(mask.at(1, 24)).isZero();
    assertThat(mask.at(59, 24)).isZero();
  }

  @Test
  void squashedFramesOfSam2ComeOutLikewise() throws IOException {
    encoder("image_embed", "high_res_feats_0", "high_res_feats_1").write(folder.resolve("a.onnx"));
    decoder("image_embed", "high_res_feats_0", "high_res_feats_1").write(folder.resolve("z.onnx"));
    LabelMap mask = segment(Pictures.noise(96, 48, 1), Prompts.of(Click.on(48, 24)), null);
    // the disk is an ellipse of 24 by 12 in the frame
    assertThat(mask.at(48, 24)).isEqualTo(1);
    assertThat(mask.at(68, 24)).isEqualTo(1);
    assertThat(mask.at(48, 33)).isEqualTo(1);
    assertThat(mask.at(48, 40)).isZero();
  }

  @Test
  void aNegativeClickRemovesAndTheMaskBeforeIsKept() throws IOException {
    writePair();
    Frame frame = Pictures.noise(64, 64, 1);
    LabelMap mask = segment(frame, Prompts.of(Click.on(20, 20), Click.off(60, 60)), null);
    assertThat(mask.at(20, 20)).isEqualTo(1);
    assertThat(mask.at(60, 60)).isZero();
    LabelMap none = segment(frame, Prompts.of(Click.on(20, 20), Click.off(24, 20)), null);
    assertThat(none.at(14, 20)).isZero();
  }

  @Test
  void aStartIsTheMaskBefore() throws IOException {
    writePair();
    LabelMap start = Pictures.disk(64, 64, 48, 48, 10);
    LabelMap mask = segment(Pictures.noise(64, 64, 1), Prompts.of(Click.on(12, 12)), start);
    assertThat(mask.at(48, 48)).isEqualTo(1);
    assertThat(mask.at(12, 12)).isEqualTo(1);
    assertThat(mask.at(60, 10)).isZero();
  }

  @Test
  void aBoxGivesItsCornersAndHoldsTheMaskIn() throws IOException {
    writePair();
    Prompts box = Prompts.of(new PromptBox(16, 16, 40, 40));
    LabelMap mask = segment(Pictures.noise(64, 64, 1), box, null);
    assertThat(mask.at(18, 18)).isEqualTo(1);
    assertThat(mask.at(38, 38)).isEqualTo(1);
    assertThat(mask.at(12, 12)).isZero();
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    encoder("features").write(folder.resolve("a.onnx"));
    assertThatThrownBy(() -> PromptSegmenters.open(folder.toString()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("1 .onnx files");
    encoder("features", "more").write(folder.resolve("b.onnx"));
    assertThatThrownBy(() -> PromptSegmenters.open(folder.toString()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("no input point_coords (there are image)");
    decoder("image_embeddings").write(folder.resolve("a.onnx"));
    assertThatThrownBy(() -> PromptSegmenters.open(folder.toString()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("a.onnx: its input image_embeddings is no output of b.onnx");
    Files.writeString(folder.resolve("b.onnx"), "not a network");
    assertThatThrownBy(() -> PromptSegmenters.open(folder.toString()))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("b.onnx: ONNX Runtime cannot load it");
  }

  @Test
  void anUnknownNameIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> PromptSegmenters.open("nothing-like-it"))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("walk, grabcut");
  }
}
