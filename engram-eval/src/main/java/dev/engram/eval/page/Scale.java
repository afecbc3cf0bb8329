package dev.engram.eval.page;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis: values from {@code low} to {@code high} lie evenly, or evenly by their logarithm, from
 * one pixel to another.
 */
record Scale(double low, double high, boolean logarithmic, double from, double to) {
  private static final int MARKS = 6;

  /** Where a value lies, in pixels. */
  double at(double value) {
    double part =
        logarithmic
            ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
            : (value - low) / (high - low);
    return from + part * (to - from);
  }

  /** An axis from {@code low} to {@code high}, exactly. */
  static Scale exact(double low, double high, double from, double to) {
    return new Scale(low, Math.max(high, low + 1e-9), false, from, to);
  }

  /** An axis that ends at marks, around the values. */
  static Scale around(double low, double high, double from, double to) {
    double room = high > low ? high : low + Math.max(1e-9, Math.abs(low) / 10);
    double step = step(room - low);
    return new Scale(
        Math.floor(low / step + 1e-9) * step,
        Math.ceil(room / step - 1e-9) * step,
        false,
        from,
        to);
  }

  /** The same with even logarithms, for values above 0. */
  static Scale logarithmic(double low, double high, double from, double to) {
    List<Double> marks = decades(low / 10, high * 10);
    double below = marks.stream().filter(mark -> mark <= low).reduce(low, (a, b) -> b);
    double above = marks.stream().filter(mark -> mark >= high).findFirst().orElse(high);
    return new Scale(below, Math.max(above, 2 * below), true, from, to);
  }

  /** Round values along the axis, ascending. */
  List<Double> marks() {
    if (logarithmic) {
      List<Double> all = decades(low * (1 - 1e-9), high * (1 + 1e-9));
      List<Double> powers = all.stream().filter(Scale::isPower).toList();
      return all.size() > 2 * MARKS && powers.size() > 2 ? powers : all;
    }
    double step = step(high - low);
    List<Double> marks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
      marks.add(i * step);
    }
    return marks;
  }

  private static boolean isPower(double mark) {
    double power = Math.log10(mark);
    return Math.abs(power - Math.rint(power)) < 1e-9;
  }

  /** 1, 2 and 5 times powers of ten. */
  private static List<Double> decades(double low, double high) {
    List<Double> marks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(low)); Math.pow(10, power) <= high; power++) {
      for (int factor : new int[] {1, 2, 5}) {
        double mark = factor * Math.pow(10, power);
        if (mark >= low && mark <= high) {
          marks.add(mark);
        }
      }
    }
    return marks;
  }

  /** A round step that gives about as many marks as there is room for. */
  private static double step(double range) {
    double rough = range / (MARKS - 1);
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }
}
