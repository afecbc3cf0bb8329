package dev.engram.train.data;

import dev.engram.common.EngramException;
import dev.engram.train.data.PairedFolders.Pair;
import dev.engram.train.data.VideoFolders.Video;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Clips of static images, of videos and of made-up scenes, mixed as is asked for each time. */
public final class Clips {
  private final @Nullable ClipSource statics;
  private final @Nullable ClipSource videos;
  private final ClipSource scenes;

  private Clips(@Nullable ClipSource statics, @Nullable ClipSource videos, ClipSource scenes) {
    this.statics = statics;
    this.videos = videos;
    this.scenes = scenes;
  }

  /**
   * How pictures are kept and changed.
   *
   * @param shortSide pixels that larger pictures are reduced to
   * @param cacheBytes memory for decoded pictures
   * @param pastedOnStatic the part of static clips that get an object of another image
   * @param pastedOnVideo the part of video clips that do
   * @param hidden the part of both in which something passes over a whole target
   */
  public record Settings(
      int shortSide,
      long cacheBytes,
      double pastedOnStatic,
      double pastedOnVideo,
      double hidden,
      Augmentation statics,
      Augmentation videos) {}

  /**
   * Probabilities of the sources; the rest to 1 is that of static images.
   *
   * @param videos of annotated videos
   * @param scenes of made-up scenes
   */
  public record Mix(double videos, double scenes) {}

  /**
   * Looks for data; decodes nothing yet. A folder that is given several times is that much
   * likelier.
   *
   * @param staticFolders with {@code images} and {@code masks} of the same names, or masks beside
   *     their images
   * @throws EngramException if a folder is missing or empty, or an image has no mask
   */
  public static Clips open(
      List<Path> staticFolders, List<VideoFolders.Source> videoFolders, Settings settings) {
    PictureFiles files = new PictureFiles(settings.shortSide(), settings.cacheBytes());
    List<Pair> images = new ArrayList<>();
    staticFolders.forEach(folder -> images.addAll(PairedFolders.images(folder)));
    List<Video> videos = new ArrayList<>();
    videoFolders.forEach(source -> videos.addAll(VideoFolders.find(source)));
    Cutouts cutouts =
        images.isEmpty()
            ? null
            : new Cutouts(
                random -> {
                  Pair pair = images.get(random.nextInt(images.size()));
                  return files.get(pair.image(), pair.mask());
                });
    ClipMaker onStatic = new ClipMaker(cutouts, settings.pastedOnStatic(), settings.hidden());
    ClipMaker onVideo = new ClipMaker(cutouts, settings.pastedOnVideo(), settings.hidden());
    return new Clips(
        images.isEmpty() ? null : new StaticClips(files, images, onStatic, settings.statics()),
        videos.isEmpty() ? null : new VideoClips(files, videos, onVideo, settings.videos()),
        new ProceduralClips(settings.videos()));
  }

  /**
   * A clip of a source that the mix chooses.
   *
   * @throws EngramException if the mix asks for static images or videos, and no folder holds any
   */
  public Clip clip(RandomGenerator random, ClipSource.Request request, Mix mix) {
    double dice = random.nextDouble();
    if (dice < mix.scenes()) {
      return scenes.clip(random, request);
    }
    boolean video = dice < mix.scenes() + mix.videos();
    ClipSource chosen = video ? videos : statics;
    if (chosen == null) {
      throw new EngramException(
          "the configuration's phases ask for clips of "
              + (video ? "videos" : "static images")
              + ", but its data names none. Add a folder, or change the phases' mix.");
    }
    return chosen.clip(random, request);
  }
}
