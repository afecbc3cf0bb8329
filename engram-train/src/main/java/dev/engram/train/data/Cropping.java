package dev.engram.train.data;

import dev.engram.train.data.ClipMaker.Shot;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Cuts one moving crop out of the pictures of a clip. */
final class Cropping {
  private Cropping() {}

  /**
   * A crop of each picture, by the drift and jitter of an augmentation.
   *
   * @param pictures one a frame; the crop starts around an object of the first, if it has one
   */
  static List<Shot> shots(
      RandomGenerator random, List<Picture> pictures, int size, Augmentation augmentation) {
    Picture first = pictures.get(0);
    Warp.Pose start = start(random, first, augmentation);
    Warp.Move drift = augmentation.drift().random(random, start.pixels());
    boolean bent = random.nextDouble() < augmentation.bent();
    List<Shot> shots = new ArrayList<>();
    for (int frame = 0; frame < pictures.size(); frame++) {
      double done = frame / Math.max(1.0, pictures.size() - 1);
      Warp.Pose pose =
          start.moved(drift, done).moved(augmentation.jitter().random(random, start.pixels()), 1);
      ThinPlateSpline spline = bent ? ThinPlateSpline.random(random, augmentation.bending()) : null;
      shots.add(new Shot(pictures.get(frame), Warp.of(pose, size, spline)));
    }
    return shots;
  }

  private static Warp.Pose start(
      RandomGenerator random, Picture picture, Augmentation augmentation) {
    double pixels = Math.min(picture.width, picture.height) * augmentation.crop(random);
    double x = picture.width * random.nextDouble();
    double y = picture.height * random.nextDouble();
    int @Nullable [] box =
        picture.objects == 0 ? null : picture.box(1 + random.nextInt(picture.objects));
    if (box != null) {
      double spread = pixels * 0.25;
      x = (box[0] + box[2]) / 2.0 + spread * random.nextGaussian();
      y = (box[1] + box[3]) / 2.0 + spread * random.nextGaussian();
    }
    return new Warp.Pose(
        within(x, pixels / 2, picture.width),
        within(y, pixels / 2, picture.height),
        pixels,
        0,
        0,
        random.nextBoolean());
  }

  /** The middle of a crop that lies within a side, or the side's own middle if it is too short. */
  private static double within(double middle, double half, double side) {
    return 2 * half > side ? side / 2 : Math.max(half, Math.min(side - half, middle));
  }
}
