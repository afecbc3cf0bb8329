package dev.engram.export;

import dev.engram.mask.MaskWriter;
import dev.engram.mask.Palette;
import dev.engram.mask.RgbFile;
import java.nio.file.Path;

/** The formats of one file a frame, or one a frame and object. */
final class PerFrameFiles implements FormatWriter {
  /** Writes a frame that has a mask. */
  interface Body {
    void write(ExportFrame frame);
  }

  private final Body body;

  private PerFrameFiles(Body body) {
    this.body = body;
  }

  static FormatWriter masks(ExportPlan plan) {
    Palette palette = ExportObject.palette(plan.objects());
    return new PerFrameFiles(
        frame -> MaskWriter.write(png(plan.target(), frame), frame.labels(), palette));
  }

  static FormatWriter binary(ExportPlan plan) {
    return new PerFrameFiles(
        frame -> {
          for (ExportObject object : plan.objects()) {
            Path file = png(ObjectFolders.of(plan.target(), object), frame);
            MaskWriter.writeBinary(file, frame.labels(), object.label());
          }
        });
  }

  static FormatWriter mattes(ExportPlan plan) {
    int bits = plan.options().matteBits();
    return new PerFrameFiles(
        frame -> {
          FrameMattes mattes = new FrameMattes(frame);
          for (ExportObject object : plan.objects()) {
            MaskWriter.writeMatte(
                png(ObjectFolders.of(plan.target(), object), frame),
                mattes.of(object.label()),
                frame.width(),
                frame.height(),
                bits);
          }
        });
  }

  static FormatWriter withAlpha(ExportPlan plan) {
    boolean soft = plan.options().softEdges();
    return new PerFrameFiles(
        frame -> {
          float[] alpha = FrameMattes.ofAll(frame, soft);
          byte[] rgba = Compositing.alone(frame.rgb(), alpha, frame.width(), frame.height());
          RgbFile.writeWithAlpha(png(plan.target(), frame), rgba, frame.width(), frame.height());
        });
  }

  private static Path png(Path folder, ExportFrame frame) {
    return folder.resolve(frame.name() + ".png");
  }

  @Override
  public boolean write(ExportFrame frame) {
    if (frame.masked()) {
      body.write(frame);
    }
    return frame.masked();
  }

  @Override
  public void finish() {}

  @Override
  public void close() {}
}
