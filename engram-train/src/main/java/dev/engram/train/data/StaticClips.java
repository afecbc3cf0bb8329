package dev.engram.train.data;

import dev.engram.train.data.ClipMaker.Shot;
import dev.engram.train.data.PairedFolders.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Clips of one image that drifts, turns, zooms and bends (XMem's stage 0). */
final class StaticClips implements ClipSource {
  private static final double BENT = 0.4;
  private static final double BENDING = 0.02;

  private final PictureFiles files;
  private final List<Pair> pairs;
  private final ClipMaker maker;

  StaticClips(PictureFiles files, List<Pair> pairs, ClipMaker maker) {
    this.files = files;
    this.pairs = pairs;
    this.maker = maker;
  }

  @Override
  public Clip clip(RandomGenerator random, Request request) {
    return maker.make(random, request, r -> shots(r, request));
  }

  private List<Shot> shots(RandomGenerator random, Request request) {
    Pair pair = pairs.get(random.nextInt(pairs.size()));
    Picture picture = files.get(pair.image(), pair.mask());
    Warp.Pose pose = start(random, picture);
    boolean bent = random.nextDouble() < BENT;
    double vx = 0.04 * random.nextGaussian();
    double vy = 0.03 * random.nextGaussian();
    double zoom = 0.05 * random.nextGaussian();
    double turn = 4 * random.nextGaussian();
    List<Shot> shots = new ArrayList<>();
    for (int frame = 0; frame < request.frames(); frame++) {
      ThinPlateSpline spline = bent ? ThinPlateSpline.random(random, BENDING) : null;
      shots.add(new Shot(picture, Warp.of(pose, request.size(), spline)));
      pose =
          pose.moved(
              pose.pixels() * (vx + 0.02 * random.nextGaussian()),
              pose.pixels() * (vy + 0.02 * random.nextGaussian()),
              Math.exp(zoom + 0.03 * random.nextGaussian()),
              turn + 3 * random.nextGaussian(),
              3 * random.nextGaussian());
    }
    return shots;
  }

  /** A crop around a point of an object, or anywhere if there is none. */
  private static Warp.Pose start(RandomGenerator random, Picture picture) {
    double shortSide = Math.min(picture.width, picture.height);
    double pixels = shortSide * (0.6 + 0.5 * random.nextDouble());
    int @Nullable [] box =
        picture.objects == 0 ? null : picture.box(1 + random.nextInt(picture.objects));
    double x = picture.width * random.nextDouble();
    double y = picture.height * random.nextDouble();
    if (box != null) {
      x = box[0] + (box[2] - box[0]) * random.nextDouble();
      y = box[1] + (box[3] - box[1]) * random.nextDouble();
    }
    double half = pixels / 2;
    x = clamp(x, half, picture.width - half);
    y = clamp(y, half, picture.height - half);
    return new Warp.Pose(
        x, y, pixels, 10 * random.nextGaussian(), 4 * random.nextGaussian(), random.nextBoolean());
  }

  static double clamp(double value, double low, double high) {
    return low > high ? (low + high) / 2 : Math.max(low, Math.min(high, value));
  }
}
