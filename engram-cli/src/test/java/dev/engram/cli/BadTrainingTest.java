package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.testing.OneThread;
import dev.engram.testing.TinyClip;
import dev.engram.testing.TinyXMem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a network from being trained, and can be mended. */
@ExtendWith(OneThread.class)
class BadTrainingTest {
  private static final String CONFIGURATION =
      """
      network: {trunk: resnet18, key: 8, value: 8, hidden: 8, fused: 8, up8: 8, up4: 8, update: 8}
      data: {static: [static], video: [video], short_side: 48, cache_megabytes: 5}
      iterations: 2
      seed: 1
      precision: fp32
      optimiser: {rate: 1.0e-3, weight_decay: 0.05}
      references: 1
      deep_update: 0
      bootstrap: {from: 0, to: 1, kept: 1}
      phases:
        - {until: 1, size: 32, frames: 2, batch: 1, objects: 1, max_jump: 2, video: 0.5}
      checkpoint_seconds: 0
      """;
  private static final String VALIDATION = "validation: {videos: held-out, every: 1}\n";

  @TempDir Path folder;
  private Path data;
  private Path out;

  @BeforeEach
  void writeData() {
    data = folder.resolve("data");
    out = folder.resolve("out");
    writeVideo(data.resolve("static/images"), data.resolve("static/masks"), 2);
    for (String set : List.of("video", "held-out")) {
      writeVideo(data.resolve(set + "/JPEGImages/a"), data.resolve(set + "/Annotations/a"), 3);
    }
  }

  private static void writeVideo(Path frames, Path masks, int count) {
    TinyClip.small().writeFolder(frames, count);
    for (int i = 0; i < count; i++) {
      TinyClip.small().writeMask(masks.resolve("0000" + i + ".png"), 1);
    }
  }

  private Cli train(String configuration, Path run, Object... more) throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), configuration);
    List<Object> words =
        new ArrayList<>(List.of("train", file, "--data", data, "-o", run, "--device", "cpu"));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  private Cli train(String configuration) throws IOException {
    return train(configuration, out);
  }

  @Test
  void whatIsRightIsTrained() throws IOException {
    Cli run = train(CONFIGURATION + VALIDATION);
    assertThat(run.err()).contains("validation at 1: J 0.", "validation at 2: J ", "(a ");
    assertThat(run.exitCode()).isZero();
    assertThat(out).isDirectoryContaining("glob:**/best.safetensors");
  }

  @Test
  void anUnknownKeyAndAWrongValue() throws IOException {
    Path file = folder.resolve("run.yaml");
    train(CONFIGURATION + "colour: blue\n").assertRefused(file + ": colour is no key.");
    train(CONFIGURATION.replace("seed: 1", "seed: one")).assertRefused(file + ": seed is one.");
    train(CONFIGURATION.replace("size: 32", "size: 33"))
        .assertRefused("size is 33. Give a multiple of 16.");
    train(CONFIGURATION + VALIDATION.replace("every: 1", "evry: 1"))
        .assertRefused(file + ": validation: every is missing.");
    assertThat(out).doesNotExist();
  }

  @Test
  void anImageWithoutAMask() throws IOException {
    Files.delete(data.resolve("static/masks/00001.png"));
    train(CONFIGURATION)
        .assertRefused(
            data.resolve("static/images/00001.png") + ": has no mask in",
            "Add 00001.png there, or remove the image.");
  }

  @Test
  void masksOfAnotherSize() throws IOException {
    for (String masks : List.of("static/masks", "video/Annotations/a")) {
      for (int i = 0; i < 3; i++) {
        new TinyClip(40, 30).writeMask(data.resolve(masks + "/0000" + i + ".png"), 1);
      }
    }
    train(CONFIGURATION)
        .assertRefused(data.toString(), "40x30, but its image is 64x48.", "Give a mask of");
  }

  @Test
  void anEmptySet() throws IOException {
    Path empty = Files.createDirectories(data.resolve("empty"));
    Files.createDirectories(empty.resolve("images"));
    Files.createDirectories(empty.resolve("masks"));
    Files.createDirectories(empty.resolve("JPEGImages"));
    train(CONFIGURATION.replace("[static]", "[empty]"))
        .assertRefused(empty.toString(), "holds no image. Check the data's path.");
    train(CONFIGURATION.replace("[video]", "[empty]"))
        .assertRefused(empty.resolve("JPEGImages") + ": holds no video.", "Put one folder");
    train(CONFIGURATION.replace("[video]", "[nowhere]"))
        .assertRefused(data.resolve("nowhere").toString(), "no such folder. Check");
  }

  @Test
  void aValidationThatCannotBe() throws IOException {
    train(CONFIGURATION + VALIDATION.replace("every", "sequences: [b], every"))
        .assertRefused(data.resolve("held-out") + ": has no sequence b", "There are a.");
    train(CONFIGURATION + VALIDATION.replace("held-out", "video"))
        .assertRefused("a: is trained on as well", "Name other sequences");
    Path mask = new TinyClip(40, 30).writeMask(data.resolve("held-out/Annotations/a/00000.png"), 1);
    train(CONFIGURATION + VALIDATION).assertRefused(mask + ": 40x30, but the frames are 64x48.");
    assertThat(out).doesNotExist();
  }

  @Test
  void aCheckpointOfAnotherNetwork() throws IOException {
    Path model = TinyXMem.plain().write(folder);
    train(CONFIGURATION, out, "--model", model)
        .assertRefused(model + ": the weights of another network", "Give weights of the");
    Files.createDirectories(out);
    Path state = Files.copy(model, out.resolve("state.safetensors"));
    train(CONFIGURATION).assertRefused(state + ": not the state of a run.", "Choose another");
  }

  @Test
  void aRunFolderThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "kept");
    train(CONFIGURATION, file.resolve("run"))
        .assertRefused(
            file.resolve("run").toString(), ": cannot be written (", "Choose a folder with");
    assertThat(file).hasContent("kept");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFolderOfTheKernels() throws IOException {
    train(CONFIGURATION, Path.of("/proc/engram"))
        .assertRefused("/proc/engram", ": cannot be written (");
  }

  @Test
  void aLogThatIsNone() throws IOException {
    Files.createDirectories(out);
    Path log = Files.writeString(out.resolve("log.jsonl"), "dear diary\n");
    train(CONFIGURATION).assertRefused(log + ": line 1 is none of a training log", "Move the file");
    assertThat(log).hasContent("dear diary\n");
  }

  @Test
  void aFullDisk() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), "64k")) {
      Path run = disk.path().resolve("run");
      train(CONFIGURATION, run)
          .assertRefused(run.resolve("state.safetensors") + ": cannot be written (", "space");
      assertThat(run).isDirectoryNotContaining("glob:**safetensors");

      disk.fill();
      Path other = disk.path().resolve("other");
      train(CONFIGURATION, other).assertRefused(other.toString(), ": cannot be written (", "space");
    }
  }
}
