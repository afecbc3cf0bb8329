package dev.engram.export;

import dev.engram.common.EngramException;
import dev.engram.mask.Overlay;
import dev.engram.video.VideoWriter;
import java.nio.file.Path;

/** The formats that are a video of pictures that were changed. */
final class PictureVideo implements FormatWriter {
  /** Makes the picture that is shown. */
  interface Change {
    /**
     * @return {@code [height, width, 3]}, or 4 channels where the video has alpha
     */
    byte[] of(ExportFrame frame);
  }

  private final VideoWriter video;
  private final Change change;
  private final Runnable atEnd;

  private PictureVideo(VideoWriter video, Change change) {
    this(video, change, () -> {});
  }

  private PictureVideo(VideoWriter video, Change change, Runnable atEnd) {
    this.video = video;
    this.change = change;
    this.atEnd = atEnd;
  }

  static FormatWriter overlay(ExportPlan plan) {
    Overlay overlay =
        new Overlay(ExportObject.palette(plan.objects()), plan.options().overlayAlpha());
    return new PictureVideo(open(plan), frame -> overlay.render(frame.rgb(), frame.labels()));
  }

  static FormatWriter withAlpha(ExportPlan plan) {
    boolean soft = plan.options().softEdges();
    return new PictureVideo(
        VideoWriter.withAlpha(plan.target(), plan.width(), plan.height(), plan.frameRate()),
        frame ->
            Compositing.alone(
                frame.rgb(), FrameMattes.ofAll(frame, soft), frame.width(), frame.height()));
  }

  static FormatWriter green(ExportPlan plan) {
    int pixels = plan.width() * plan.height();
    boolean soft = plan.options().softEdges();
    int screen = plan.options().screen();
    return new PictureVideo(
        open(plan),
        frame ->
            Compositing.over(
                frame.rgb(), FrameMattes.ofAll(frame, soft), Compositing.filled(pixels, screen)));
  }

  static FormatWriter layer(ExportPlan plan) {
    Path file = plan.options().layer();
    if (file == null) {
      throw new EngramException("--layer: missing. Give the picture or video to put between.");
    }
    boolean soft = plan.options().softEdges();
    LayerPictures layer = new LayerPictures(file, plan.width(), plan.height());
    try {
      return new PictureVideo(
          open(plan),
          frame ->
              Compositing.over(
                  frame.rgb(),
                  FrameMattes.ofAll(frame, soft),
                  layer.over(frame.rgb(), frame.micros())),
          layer::close);
    } catch (RuntimeException e) {
      layer.close();
      throw e;
    }
  }

  private static VideoWriter open(ExportPlan plan) {
    return new VideoWriter(plan.target(), plan.width(), plan.height(), plan.frameRate());
  }

  @Override
  public boolean write(ExportFrame frame) {
    video.write(change.of(frame), frame.micros());
    return true;
  }

  @Override
  public void finish() {
    video.close();
  }

  @Override
  public void close() {
    video.abort();
    atEnd.run();
  }
}
