package dev.engram.train.data;

import dev.engram.common.EngramException;
import dev.engram.common.NaturalOrder;
import dev.engram.train.data.PairedFolders.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Clips of static images and of videos, in a proportion that is asked for each time. */
public final class Clips {
  private final @Nullable ClipSource statics;
  private final @Nullable ClipSource videos;

  private Clips(@Nullable ClipSource statics, @Nullable ClipSource videos) {
    this.statics = statics;
    this.videos = videos;
  }

  /**
   * How pictures are kept and mixed.
   *
   * @param shortSide pixels that larger pictures are reduced to
   * @param cacheBytes memory for decoded pictures
   * @param pastedOnStatic the part of static clips that get an object of another image
   * @param pastedOnVideo the part of video clips that do
   */
  public record Settings(
      int shortSide, long cacheBytes, double pastedOnStatic, double pastedOnVideo) {}

  /**
   * Looks for data; decodes nothing yet.
   *
   * @param staticFolders with {@code images} and {@code masks} of the same names in each
   * @param videoFolders with {@code JPEGImages/VIDEO} and {@code Annotations/VIDEO} in each
   * @throws EngramException if a folder is missing or empty, or an image has no mask
   */
  public static Clips open(List<Path> staticFolders, List<Path> videoFolders, Settings settings) {
    PictureFiles files = new PictureFiles(settings.shortSide(), settings.cacheBytes());
    List<Pair> images = new ArrayList<>();
    for (Path folder : staticFolders) {
      images.addAll(PairedFolders.find(folder.resolve("images"), folder.resolve("masks")));
    }
    List<List<Pair>> videos = new ArrayList<>();
    for (Path folder : videoFolders) {
      for (Path frames : subfolders(folder.resolve("JPEGImages"))) {
        Path masks = folder.resolve("Annotations").resolve(frames.getFileName().toString());
        videos.add(PairedFolders.find(frames, masks));
      }
    }
    Cutouts cutouts = images.isEmpty() ? null : new Cutouts(files, images);
    return new Clips(
        images.isEmpty()
            ? null
            : new StaticClips(files, images, new ClipMaker(cutouts, settings.pastedOnStatic())),
        videos.isEmpty()
            ? null
            : new VideoClips(files, videos, new ClipMaker(cutouts, settings.pastedOnVideo())));
  }

  private static List<Path> subfolders(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> found =
          entries
              .filter(Files::isDirectory)
              .sorted((a, b) -> NaturalOrder.COMPARATOR.compare(a.toString(), b.toString()))
              .toList();
      if (found.isEmpty()) {
        throw new EngramException(folder + ": holds no video. Put one folder of frames a video.");
      }
      return found;
    } catch (IOException e) {
      throw new EngramException(folder + ": no such folder. Check the data's path.", e);
    }
  }

  /**
   * A clip.
   *
   * @param staticPart the probability that it comes from a static image, where there are both
   */
  public Clip clip(RandomGenerator random, ClipSource.Request request, double staticPart) {
    boolean fromStatic = random.nextDouble() < staticPart;
    ClipSource first = fromStatic ? statics : videos;
    ClipSource second = fromStatic ? videos : statics;
    ClipSource chosen = first == null ? second : first;
    if (chosen == null) {
      throw new IllegalStateException("there is neither a static image nor a video");
    }
    return chosen.clip(random, request);
  }
}
