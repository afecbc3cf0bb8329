package dev.engram.train.data;

import org.jspecify.annotations.Nullable;

/**
 * Where each pixel of a crop comes from: an affine map from the crop's pixels to a picture's, and
 * optionally a thin-plate spline that bends the crop first.
 */
final class Warp {
  private final double[] affine;
  private final @Nullable ThinPlateSpline spline;

  private Warp(double[] affine, @Nullable ThinPlateSpline spline) {
    this.affine = affine;
    this.spline = spline;
  }

  /** How a crop is cut out. Angles in degrees, lengths in pixels of the picture. */
  record Pose(
      double centreX, double centreY, double pixels, double angle, double shear, boolean flip) {
    /** The pose after a part of a move. */
    Pose moved(Move move, double part) {
      return new Pose(
          centreX + part * move.dx,
          centreY + part * move.dy,
          pixels * Math.exp(part * move.logZoom),
          angle + part * move.turn,
          shear + part * move.shear,
          flip);
    }
  }

  /** A change of pose, in the same units; the zoom is the logarithm of a factor. */
  record Move(double dx, double dy, double logZoom, double turn, double shear) {}

  /**
   * @param pose {@code pixels} of the picture fill the crop's side
   * @param size pixels of the crop's side
   */
  static Warp of(Pose pose, int size, @Nullable ThinPlateSpline spline) {
    double scale = pose.pixels() / size;
    double cos = Math.cos(Math.toRadians(pose.angle()));
    double sin = Math.sin(Math.toRadians(pose.angle()));
    double shear = Math.tan(Math.toRadians(pose.shear()));
    double mirror = pose.flip() ? -1 : 1;
    double a = scale * cos * mirror;
    double b = scale * (cos * shear - sin);
    double c = scale * sin * mirror;
    double d = scale * (sin * shear + cos);
    double half = size / 2.0;
    return new Warp(
        new double[] {
          a, b, pose.centreX() - a * half - b * half, c, d, pose.centreY() - c * half - d * half
        },
        spline);
  }

  /** Draws the picture's colours and labels where the warp finds them, onto a crop. */
  void render(Picture picture, int size, float[] rgb, byte[] labels) {
    double[] point = new double[2];
    for (int y = 0, i = 0; y < size; y++) {
      for (int x = 0; x < size; x++, i++) {
        locate(x, y, size, point);
        int nearestX = (int) Math.floor(point[0]);
        int nearestY = (int) Math.floor(point[1]);
        boolean inside =
            nearestX >= 0 && nearestY >= 0 && nearestX < picture.width && nearestY < picture.height;
        labels[i] = inside ? picture.labels[nearestY * picture.width + nearestX] : 0;
        bilinear(picture, point[0] - 0.5, point[1] - 0.5, rgb, 3 * i);
      }
    }
  }

  /** The point of the picture under the centre of a crop's pixel. */
  void locate(int x, int y, int size, double[] point) {
    double u = x + 0.5;
    double v = y + 0.5;
    if (spline != null) {
      double du = spline.dx(u / size, v / size) * size;
      double dv = spline.dy(u / size, v / size) * size;
      u += du;
      v += dv;
    }
    point[0] = affine[0] * u + affine[1] * v + affine[2];
    point[1] = affine[3] * u + affine[4] * v + affine[5];
  }

  /** Edges are continued outwards. */
  static void bilinear(Picture picture, double x, double y, float[] out, int at) {
    double cx = Math.max(0, Math.min(picture.width - 1.0, x));
    double cy = Math.max(0, Math.min(picture.height - 1.0, y));
    int x0 = (int) cx;
    int y0 = (int) cy;
    int x1 = Math.min(x0 + 1, picture.width - 1);
    int y1 = Math.min(y0 + 1, picture.height - 1);
    float fx = (float) (cx - x0);
    float fy = (float) (cy - y0);
    byte[] rgb = picture.rgb;
    int i00 = (y0 * picture.width + x0) * 3;
    int i01 = (y0 * picture.width + x1) * 3;
    int i10 = (y1 * picture.width + x0) * 3;
    int i11 = (y1 * picture.width + x1) * 3;
    for (int c = 0; c < 3; c++) {
      float top = (rgb[i00 + c] & 0xff) * (1 - fx) + (rgb[i01 + c] & 0xff) * fx;
      float bottom = (rgb[i10 + c] & 0xff) * (1 - fx) + (rgb[i11 + c] & 0xff) * fx;
      out[at + c] = top * (1 - fy) + bottom * fy;
    }
  }
}
