package dev.engram.mask;

import dev.engram.common.EngramException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the frame of a mask by its name. */
final class FrameMatcher {
  private final FrameNames frames;
  private final Map<String, Integer> byStem = new HashMap<>();
  private final Map<String, List<Integer>> byNumber = new HashMap<>();

  FrameMatcher(FrameNames frames) {
    this.frames = frames;
    for (int i = 0; i < frames.stems().size(); i++) {
      String stem = frames.stems().get(i);
      byStem.putIfAbsent(stem, i);
      int frame = i;
      lastNumber(stem)
          .ifPresent(n -> byNumber.computeIfAbsent(n, key -> new ArrayList<>()).add(frame));
    }
  }

  /**
   * @param alone whether the video has no other mask, so that a name without a number will do
   * @throws EngramException if no frame or more than one fits
   */
  int frameOf(MaskEntry mask, boolean alone) {
    Integer sameName = byStem.get(mask.stem());
    if (sameName != null) {
      return sameName;
    }
    Optional<String> number = lastNumber(mask.stem());
    if (number.isEmpty()) {
      if (alone) {
        return 0;
      }
      throw noFrame(mask, "its name holds no frame number");
    }
    return frames.areUnknown() ? index(mask, number.get()) : numbered(mask, number.get());
  }

  private int numbered(MaskEntry mask, String number) {
    List<Integer> fitting = byNumber.getOrDefault(number, List.of());
    if (fitting.isEmpty()) {
      throw noFrame(mask, "no frame has its name or number");
    }
    if (fitting.size() > 1) {
      String first = frames.stems().get(fitting.get(0));
      String second = frames.stems().get(fitting.get(1));
      throw noFrame(mask, "its number fits several frames, " + first + " and " + second);
    }
    return fitting.get(0);
  }

  private int index(MaskEntry mask, String number) {
    // nine digits always fit an int, and no video has that many frames
    if (number.length() > 9) {
      throw noFrame(mask, "no video has a frame " + number);
    }
    return number.isEmpty() ? 0 : Integer.parseInt(number);
  }

  private EngramException noFrame(MaskEntry mask, String why) {
    String exist =
        frames.areUnknown()
            ? "frames are counted from 0"
            : frames.stems().size() == 1
                ? "the only frame is " + frames.stems().get(0)
                : "frames are "
                    + frames.stems().get(0)
                    + " to "
                    + frames.stems().get(frames.stems().size() - 1);
    return new EngramException(
        mask.name()
            + ": belongs to no frame ("
            + why
            + "; "
            + exist
            + "). Name the mask after its frame, or take it away.");
  }

  /** The last run of digits without its leading zeros (so 0 is empty), if there is any. */
  private static Optional<String> lastNumber(String stem) {
    int end = stem.length();
    while (end > 0 && !isDigit(stem.charAt(end - 1))) {
      end--;
    }
    int start = end;
    while (start > 0 && isDigit(stem.charAt(start - 1))) {
      start--;
    }
    if (start == end) {
      return Optional.empty();
    }
    while (start < end && stem.charAt(start) == '0') {
      start++;
    }
    return Optional.of(stem.substring(start, end));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
