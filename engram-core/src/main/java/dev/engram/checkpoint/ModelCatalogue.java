package dev.engram.checkpoint;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The models that can be fetched on request: the weights of XMem that its authors published. No
 * checksums are kept here, as they published none; {@link ChecksumRecord} holds a model to what
 * came first.
 */
public final class ModelCatalogue {
  /** Where XMem's release keeps the files; ends in a slash. */
  public static final URI RELEASE =
      URI.create("https://github.com/hkchengrex/XMem/releases/download/v1.0/");

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("xmem", "XMem.pth", "static images, DAVIS, YouTubeVOS; as in the paper"),
          new Entry("xmem-s012", "XMem-s012.pth", "as xmem, with BL30K; a little better on DAVIS"),
          new Entry("xmem-with-mose", "XMem-with-mose.pth", "as xmem, with MOSE"),
          new Entry("xmem-s2", "XMem-s2.pth", "DAVIS, YouTubeVOS; no static images"),
          new Entry(
              "xmem-no-sensory",
              "XMem-no-sensory.pth",
              "no sensory memory; for frames without continuity"),
          new Entry("xmem-s0", "XMem-s0.pth", "static images only; to train on from"),
          new Entry("xmem-s01", "XMem-s01.pth", "static images, BL30K; to train on from"));

  private ModelCatalogue() {}

  /**
   * A model that can be fetched.
   *
   * @param name what commands take
   * @param file its name on the release page, on mirrors and in the {@link ModelFolder}
   * @param description what it was trained on, or what else sets it apart, in one line
   */
  public record Entry(String name, String file, String description) {}

  /** All of them, the most wanted first. */
  public static List<Entry> entries() {
    return ENTRIES;
  }

  /** Their names, in that order. */
  public static List<String> names() {
    return ENTRIES.stream().map(Entry::name).toList();
  }

  /** The model of that name or that file, in upper or lower case, such as {@code XMem-s012}. */
  public static Optional<Entry> find(String nameOrFile) {
    return ENTRIES.stream()
        .filter(e -> e.name.equalsIgnoreCase(nameOrFile) || e.file.equalsIgnoreCase(nameOrFile))
        .findFirst();
  }
}
