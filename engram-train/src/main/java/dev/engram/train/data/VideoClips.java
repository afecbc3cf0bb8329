package dev.engram.train.data;

import dev.engram.common.EngramException;
import dev.engram.train.data.ClipMaker.Shot;
import dev.engram.train.data.PairedFolders.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Clips of annotated videos: frames a few jumps apart, forward or backward, in one moving crop. */
final class VideoClips implements ClipSource {
  private final PictureFiles files;
  private final List<List<Pair>> videos;
  private final ClipMaker maker;

  /**
   * @param videos the frames of each in order, at least two
   */
  VideoClips(PictureFiles files, List<List<Pair>> videos, ClipMaker maker) {
    for (List<Pair> video : videos) {
      if (video.size() < 2) {
        throw new EngramException(
            video.get(0).image().getParent() + ": has a single frame. Give two or more.");
      }
    }
    this.files = files;
    this.videos = videos;
    this.maker = maker;
  }

  @Override
  public Clip clip(RandomGenerator random, Request request) {
    return maker.make(random, request, r -> shots(r, request));
  }

  private List<Shot> shots(RandomGenerator random, Request request) {
    List<Pair> video = videos.get(random.nextInt(videos.size()));
    List<Integer> frames = jumps(random, request, video.size());
    Pair first = video.get(frames.get(0));
    Picture picture = files.get(first.image(), first.mask());
    Warp.Pose pose = start(random, picture, request);
    double strength = request.motion();
    List<Shot> shots = new ArrayList<>();
    for (int index : frames) {
      Pair pair = video.get(index);
      Warp.Pose own =
          pose.moved(
              pose.pixels() * 0.03 * strength * random.nextGaussian(),
              pose.pixels() * 0.03 * strength * random.nextGaussian(),
              Math.exp(0.05 * strength * random.nextGaussian()),
              6 * strength * random.nextGaussian(),
              4 * strength * random.nextGaussian());
      shots.add(new Shot(files.get(pair.image(), pair.mask()), Warp.of(own, request.size(), null)));
    }
    return shots;
  }

  /** Ascending frame numbers, each at most {@code maxJump} after the one before; half reversed. */
  static List<Integer> jumps(RandomGenerator random, Request request, int length) {
    int reach = Math.max(1, Math.min(request.maxJump(), (length - 1) / (request.frames() - 1)));
    int at = 0;
    List<Integer> frames = new ArrayList<>();
    for (int i = 0; i < request.frames(); i++) {
      frames.add(at);
      at += length > request.frames() ? 1 + random.nextInt(reach) : 1;
    }
    int last = frames.get(frames.size() - 1);
    int shift = random.nextInt(Math.max(1, length - last));
    frames.replaceAll(frame -> Math.min(frame + shift, length - 1));
    if (random.nextBoolean()) {
      Collections.reverse(frames);
    }
    return frames;
  }

  private static Warp.Pose start(RandomGenerator random, Picture picture, Request request) {
    double shortSide = Math.min(picture.width, picture.height);
    double pixels = shortSide * (0.5 + 0.45 * random.nextDouble());
    int @Nullable [] box =
        picture.objects == 0 ? null : picture.box(1 + random.nextInt(picture.objects));
    double x = picture.width / 2.0;
    double y = picture.height / 2.0;
    if (box != null) {
      x = (box[0] + box[2]) / 2.0 + pixels * 0.25 * random.nextGaussian();
      y = (box[1] + box[3]) / 2.0 + pixels * 0.25 * random.nextGaussian();
    }
    double half = pixels / 2;
    double angle = 5 * request.motion() * random.nextGaussian();
    return new Warp.Pose(
        StaticClips.clamp(x, half, picture.width - half),
        StaticClips.clamp(y, half, picture.height - half),
        pixels,
        angle,
        0,
        random.nextBoolean());
  }
}
