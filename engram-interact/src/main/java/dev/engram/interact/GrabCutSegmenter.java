package dev.engram.interact;

import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.video.Frame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;

/**
 * GrabCut (Rother, Kolmogorov and Blake 2004) as OpenCV has it, for comparison. Around marks it is
 * told that a disk is probably what the mark is, and the rest of the frame probably not the object.
 */
final class GrabCutSegmenter implements PromptSegmenter {
  private static final int PIXELS = 100_000;
  private static final int ROUNDS = 3;
  private static final double DISK = 0.15;

  @Override
  public String description() {
    return "GrabCut";
  }

  @Override
  public PreparedFrame prepare(Frame frame) {
    return new Prepared(frame);
  }

  @Override
  public void close() {}

  private static final class Prepared implements PreparedFrame {
    private final Frame frame;
    private final int width;
    private final int height;

    Prepared(Frame frame) {
      this.frame = frame;
      double area = (double) frame.width() * frame.height();
      double scale = Math.min(1, Math.sqrt(PIXELS / area));
      width = Math.max(1, (int) (frame.width() * scale));
      height = Math.max(1, (int) (frame.height() * scale));
    }

    @Override
    public LabelMap segment(Prompts prompts, @Nullable LabelMap start) {
      prompts.requireWithin(frame.width(), frame.height());
      if (start != null && (start.width() != frame.width() || start.height() != frame.height())) {
        throw new EngramException("start mask: " + start + ". Give a mask of the frame's size.");
      }
      byte[] states = states(prompts, start);
      return Imprint.of(
          frame, prompts, decided(states) ? new byte[frame.rgb().length / 3] : cut(states));
    }

    /** GrabCut refuses to learn from nothing. */
    private static boolean decided(byte[] states) {
      boolean on = false;
      boolean off = false;
      for (byte state : states) {
        on |= (state & 1) == 1;
        off |= (state & 1) == 0;
      }
      return !on || !off;
    }

    private byte[] states(Prompts prompts, @Nullable LabelMap start) {
      byte[] states = new byte[width * height];
      MarkRaster raster = new MarkRaster(width, height, frame.width(), frame.height());
      PromptBox box = prompts.box();
      boolean boxAlone = box != null && prompts.marks().stream().noneMatch(Mark::positive);
      prompts.marks().forEach(raster::draw);
      double reach = DISK * Math.min(frame.width(), frame.height());
      for (int i = 0; i < states.length; i++) {
        int column = i % width;
        int row = i / width;
        int x = (int) ((column + 0.5) * frame.width() / width);
        int y = (int) ((row + 0.5) * frame.height() / height);
        boolean probably = start == null ? boxAlone : start.at(x, y) > 0;
        for (Mark mark : prompts.marks()) {
          if (mark instanceof Click click && Math.hypot(click.x() - x, click.y() - y) < reach) {
            probably = mark.positive();
          }
        }
        byte mark = raster.marks()[i];
        if ((box != null && !box.holds(x, y)) || mark == MarkRaster.OFF) {
          states[i] = opencv_imgproc.GC_BGD;
        } else if (mark == MarkRaster.ON) {
          states[i] = opencv_imgproc.GC_FGD;
        } else {
          states[i] = (byte) (probably ? opencv_imgproc.GC_PR_FGD : opencv_imgproc.GC_PR_BGD);
        }
      }
      return states;
    }

    private byte[] cut(byte[] states) {
      try (PointerScope scope = new PointerScope()) {
        Mat full = new Mat(frame.height(), frame.width(), CV_8UC3, new BytePointer(frame.rgb()));
        Mat small = new Mat();
        opencv_imgproc.resize(
            full, small, new Size(width, height), 0, 0, opencv_imgproc.INTER_AREA);
        Mat mask = new Mat(height, width, CV_8UC1, new BytePointer(states));
        opencv_core.setRNGSeed(1);
        opencv_imgproc.grabCut(
            small,
            mask,
            new Rect(),
            new Mat(1, 65, CV_64FC1, Scalar.all(0)),
            new Mat(1, 65, CV_64FC1, Scalar.all(0)),
            ROUNDS,
            opencv_imgproc.GC_INIT_WITH_MASK);
        Mat large = new Mat();
        opencv_imgproc.resize(
            mask,
            large,
            new Size(frame.width(), frame.height()),
            0,
            0,
            opencv_imgproc.INTER_NEAREST);
        byte[] result = new byte[frame.rgb().length / 3];
        new BytePointer(large.data()).get(result);
        for (int i = 0; i < result.length; i++) {
          result[i] = (byte) (result[i] & 1);
        }
        return result;
      }
    }

    @Override
    public void close() {}
  }
}
