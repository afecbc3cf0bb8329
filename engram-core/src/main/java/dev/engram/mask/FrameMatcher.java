package dev.engram.mask;

import dev.engram.common.EngramException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the frame of a mask by its name. */
final class FrameMatcher {
  // what file managers put at the end of a copy's name, behind the frame's number
  private static final String OF_A_COPY = "(?i)(\\d.*)[ _-]+copy([ _-]*\\d+)?$";

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
    return frameOf(
        new Sought(mask.stem(), mask.name(), "Name the mask after its frame, or take it away."),
        alone);
  }

  /**
   * @param name a frame's name, or what ends in its number
   * @throws EngramException if no frame or more than one fits
   */
  int frameOf(String name) {
    return frameOf(new Sought(name, name, "Give a frame's name or number."), false);
  }

  /**
   * @param place what messages call it
   * @param wayOut how they end
   */
  private record Sought(String stem, String place, String wayOut) {}

  private int frameOf(Sought sought, boolean alone) {
    Integer sameName = byStem.get(sought.stem());
    if (sameName != null) {
      return sameName;
    }
    Optional<String> number = lastNumber(sought.stem().replaceFirst(OF_A_COPY, "$1"));
    if (number.isEmpty()) {
      if (alone) {
        return 0;
      }
      throw noFrame(sought, "its name holds no frame number");
    }
    return frames.areUnknown() ? index(sought, number.get()) : numbered(sought, number.get());
  }

  private int numbered(Sought sought, String number) {
    List<Integer> fitting = byNumber.getOrDefault(number, List.of());
    if (fitting.isEmpty()) {
      throw noFrame(sought, "no frame has its name or number");
    }
    if (fitting.size() > 1) {
      String first = frames.stems().get(fitting.get(0));
      String second = frames.stems().get(fitting.get(1));
      throw noFrame(sought, "its number fits several frames, " + first + " and " + second);
    }
    return fitting.get(0);
  }

  private int index(Sought sought, String number) {
    // nine digits always fit an int, and no video has that many frames
    if (number.length() > 9) {
      throw noFrame(sought, "no video has a frame " + number);
    }
    return number.isEmpty() ? 0 : Integer.parseInt(number);
  }

  private EngramException noFrame(Sought sought, String why) {
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
        sought.place() + ": belongs to no frame (" + why + "; " + exist + "). " + sought.wayOut());
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
