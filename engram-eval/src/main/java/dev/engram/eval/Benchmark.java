package dev.engram.eval;

import dev.engram.SegmenterOptions;
import dev.engram.common.EngramException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The benchmarks of the field, with the settings that papers report them with. */
public enum Benchmark {
  /** One object, all annotated ones merged; J and F at 480p. */
  DAVIS2016("davis2016", 480, Objects.FIRST_FRAME),
  /** Several objects; J and F at 480p. */
  DAVIS2017("davis2017", 480, Objects.FIRST_FRAME),
  /** Objects appear at any time; scored by its server. */
  YOUTUBE2018("youtube2018", 480, Objects.ANY_FRAME),
  /** As {@link #YOUTUBE2018}, with more videos. */
  YOUTUBE2019("youtube2019", 480, Objects.ANY_FRAME),
  /** Long videos whose objects come and go. */
  LVOS("lvos", 480, Objects.ANY_FRAME),
  /** Crowded scenes; scored by its server. */
  MOSE("mose", 480, Objects.FIRST_FRAME),
  /** Long-Time Video: a few thousand frames each, some of them with a truth. */
  LONG_VIDEO("long-video", SegmenterOptions.OWN_SIZE, Objects.FIRST_FRAME),
  /** Anything in {@code JPEGImages} and {@code Annotations}. */
  GENERIC("generic", 480, Objects.ANY_FRAME);

  private static final int LONG_VIDEO_MEM_EVERY = 10;

  /** Which masks start objects. */
  enum Objects {
    /** The first of a video. */
    FIRST_FRAME,
    /** Each in which an object is new. */
    ANY_FRAME
  }

  private final String label;
  private final int size;
  private final Objects objects;

  Benchmark(String label, int size, Objects objects) {
    this.label = label;
    this.size = size;
    this.objects = objects;
  }

  /**
   * @param name such as {@code davis2017}
   * @throws EngramException naming those there are
   */
  public static Benchmark named(String name) {
    return Arrays.stream(values())
        .filter(benchmark -> benchmark.label.equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new EngramException(
                    name
                        + ": no benchmark. There are "
                        + Arrays.stream(values())
                            .map(Benchmark::label)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  /** Its name on the command line. */
  public String label() {
    return label;
  }

  /** What is scored. */
  public Protocol protocol() {
    return switch (this) {
      case DAVIS2016 -> Protocol.davis2016();
      case DAVIS2017, MOSE, LONG_VIDEO -> Protocol.davis2017();
      case YOUTUBE2018, YOUTUBE2019, LVOS, GENERIC -> Protocol.appearing();
    };
  }

  /**
   * The settings that papers report it with.
   *
   * @param model the model's own
   */
  public SegmenterOptions options(SegmenterOptions model) {
    SegmenterOptions sized = model.withSize(size);
    return this == LONG_VIDEO ? sized.withMemEvery(LONG_VIDEO_MEM_EVERY) : sized;
  }

  Objects objects() {
    return objects;
  }
}
