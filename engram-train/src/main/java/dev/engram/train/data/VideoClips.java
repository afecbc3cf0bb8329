package dev.engram.train.data;

import dev.engram.train.data.VideoFolders.Video;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Clips of annotated videos: frames a few jumps apart, forward or backward, in one moving crop. */
final class VideoClips implements ClipSource {
  private final PictureFiles files;
  private final List<Video> videos;
  private final ClipMaker maker;
  private final Augmentation augmentation;

  VideoClips(PictureFiles files, List<Video> videos, ClipMaker maker, Augmentation augmentation) {
    this.files = files;
    this.videos = videos;
    this.maker = maker;
    this.augmentation = augmentation;
  }

  @Override
  public Clip clip(RandomGenerator random, Request request) {
    Augmentation moderate = augmentation.withMotion(request.motion());
    return maker.make(
        random,
        request,
        moderate,
        r -> {
          Video video = videos.get(r.nextInt(videos.size()));
          List<Picture> pictures =
              frames(r, request, video).stream()
                  .map(video::frame)
                  .map(pair -> files.get(pair.image(), pair.mask()))
                  .toList();
          return Cropping.shots(r, pictures, request.size(), moderate);
        });
  }

  /**
   * Positions of frames as XMem samples them: from a random one on, each new frame lies within
   * {@code maxJump} of one that is chosen already; in order of time, or half the times reversed.
   */
  static List<Integer> frames(RandomGenerator random, Request request, Video video) {
    int length = video.length();
    int reach = Math.max(1, request.maxJump() / video.spacing());
    TreeSet<Integer> chosen = new TreeSet<>();
    chosen.add(random.nextInt(length));
    while (chosen.size() < Math.min(length, request.frames())) {
      List<Integer> near = new ArrayList<>();
      for (int at = chosen.first() - reach; at <= chosen.last() + reach; at++) {
        if (at >= 0 && at < length && !chosen.contains(at)) {
          near.add(at);
        }
      }
      chosen.add(near.get(random.nextInt(near.size())));
    }
    List<Integer> frames = new ArrayList<>(chosen);
    // a video that is too short stands still at its end
    while (frames.size() < request.frames()) {
      frames.add(frames.get(frames.size() - 1));
    }
    if (random.nextBoolean()) {
      Collections.reverse(frames);
    }
    return frames;
  }
}
