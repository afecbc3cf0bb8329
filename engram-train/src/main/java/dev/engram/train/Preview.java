package dev.engram.train;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Overlay;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import dev.engram.train.data.Clip;
import dev.engram.train.data.ClipSource;
import dev.engram.train.data.Clips;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A contact sheet of what the network will see: a clip a row, its masks over it. */
public final class Preview {
  private Preview() {}

  /**
   * Writes the sheet.
   *
   * @param configuration a YAML file
   * @param dataFolder that its data folders lie in
   * @param iteration whose phase is shown
   * @param rows how many clips
   * @param target an image file
   * @throws EngramException if anything cannot be read or written
   */
  public static void write(
      Path configuration, Path dataFolder, long iteration, int rows, Path target) {
    TrainConfig config = TrainConfig.read(configuration);
    TrainConfig.Phase phase = config.phaseAt(iteration);
    Clips clips = Trainer.openClips(config, dataFolder);
    ClipSource.Request request =
        new ClipSource.Request(
            phase.frames(), phase.size(), phase.mostObjects(), phase.maxJump(), phase.motion());
    List<Clip> shown = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      shown.add(
          clips.clip(BatchLoader.random(config.seed(), iteration, row), request, phase.mix()));
    }
    int width = phase.frames() * phase.size();
    byte[] sheet = new byte[width * rows * phase.size() * 3];
    for (int row = 0; row < rows; row++) {
      for (int frame = 0; frame < phase.frames(); frame++) {
        draw(
            shown.get(row), frame, sheet, row * width * phase.size() + frame * phase.size(), width);
      }
    }
    RgbFile.write(target, sheet, width, rows * phase.size());
  }

  private static void draw(Clip clip, int frame, byte[] sheet, int corner, int sheetWidth) {
    int size = clip.size();
    int pixels = size * size;
    byte[] rgb = new byte[3 * pixels];
    byte[] labels = new byte[pixels];
    System.arraycopy(clip.rgb(), frame * 3 * pixels, rgb, 0, 3 * pixels);
    System.arraycopy(clip.labels(), frame * pixels, labels, 0, pixels);
    byte[] drawn = new Overlay(Palette.davis()).render(rgb, LabelMap.ofBytes(size, size, labels));
    for (int y = 0; y < size; y++) {
      System.arraycopy(drawn, 3 * y * size, sheet, 3 * (corner + y * sheetWidth), 3 * size);
    }
  }
}
