package dev.engram.train;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.Overlay;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import dev.engram.train.data.AugmentationSheet;
import dev.engram.train.data.Clip;
import dev.engram.train.data.ClipSource;
import dev.engram.train.data.Clips;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Contact sheets of what the network will see: a clip a row, its masks over it. */
public final class Preview {
  private static final int SHOWN_SIZE = 160;
  private static final int SHOWN_SEED = 12;
  private static final int CAPTION = 20;

  private Preview() {}

  /**
   * Draws clips of a configuration as training would get them.
   *
   * @param configuration a YAML file of one run
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
    BufferedImage sheet =
        new BufferedImage(
            phase.frames() * phase.size(), rows * phase.size(), BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < rows; row++) {
      draw(shown.get(row), sheet, row * phase.size());
    }
    write(target, sheet);
  }

  /**
   * Draws what each part of a configuration's augmentation of static images does by itself; needs
   * no data.
   *
   * @throws EngramException if the configuration cannot be read or the sheet not be written
   */
  public static void writeAugmentations(Path configuration, Path target) {
    TrainConfig config = TrainConfig.read(configuration);
    Map<String, Clip> clips =
        new AugmentationSheet(SHOWN_SEED, SHOWN_SIZE).clips(config.data().onStatic());
    int row = SHOWN_SIZE + CAPTION;
    int frames = clips.values().iterator().next().frames();
    BufferedImage sheet =
        new BufferedImage(frames * SHOWN_SIZE, clips.size() * row, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = sheet.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    pen.setColor(Color.BLACK);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, CAPTION * 3 / 5));
    int top = 0;
    for (Map.Entry<String, Clip> clip : clips.entrySet()) {
      pen.drawString(clip.getKey(), 4, top + CAPTION * 3 / 4);
      draw(clip.getValue(), sheet, top + CAPTION);
      top += row;
    }
    pen.dispose();
    write(target, sheet);
  }

  private static void draw(Clip clip, BufferedImage sheet, int top) {
    int size = clip.size();
    int pixels = size * size;
    for (int frame = 0; frame < clip.frames(); frame++) {
      byte[] rgb = new byte[3 * pixels];
      byte[] labels = new byte[pixels];
      System.arraycopy(clip.rgb(), frame * 3 * pixels, rgb, 0, 3 * pixels);
      System.arraycopy(clip.labels(), frame * pixels, labels, 0, pixels);
      byte[] drawn = new Overlay(Palette.davis()).render(rgb, LabelMap.ofBytes(size, size, labels));
      for (int i = 0; i < pixels; i++) {
        int red = drawn[3 * i] & 0xff;
        int green = drawn[3 * i + 1] & 0xff;
        int blue = drawn[3 * i + 2] & 0xff;
        int colour = (red << 16) | (green << 8) | blue;
        sheet.setRGB(frame * size + i % size, top + i / size, colour);
      }
    }
  }

  private static void write(Path target, BufferedImage sheet) {
    int width = sheet.getWidth();
    int height = sheet.getHeight();
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      int colour = sheet.getRGB(i % width, i / width);
      rgb[3 * i] = (byte) (colour >> 16);
      rgb[3 * i + 1] = (byte) (colour >> 8);
      rgb[3 * i + 2] = (byte) colour;
    }
    RgbFile.write(target, rgb, width, height);
  }
}
