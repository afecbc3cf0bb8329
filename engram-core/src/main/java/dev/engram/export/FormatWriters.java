package dev.engram.export;

/** Which class writes which format. */
final class FormatWriters {
  private FormatWriters() {}

  static FormatWriter open(ExportFormat format, ExportPlan plan) {
    return switch (format) {
      case MASKS -> PerFrameFiles.masks(plan);
      case BINARY -> PerFrameFiles.binary(plan);
      case OVERLAY -> PictureVideo.overlay(plan);
      case MATTES -> PerFrameFiles.mattes(plan);
      case RGBA -> PictureVideo.withAlpha(plan);
      case RGBA_PNG -> PerFrameFiles.withAlpha(plan);
      case GREEN -> PictureVideo.green(plan);
      case LAYER -> PictureVideo.layer(plan);
      case COCO -> new CocoFile(plan);
      case YOUTUBE_VIS -> new YoutubeVisFile(plan);
      case CVAT -> new CvatFile(plan);
    };
  }
}
