package dev.engram.cli;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.checkpoint.Models;
import dev.engram.studio.StudioModel;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The model that the options of a command name. */
final class CommandModel implements StudioModel {
  private final NetworkOptions network;
  private final String nameOrFile;

  /**
   * Chooses the device, and loads nothing yet.
   *
   * @param nameOrFile null for the embedded one
   */
  CommandModel(NetworkOptions network, @Nullable String nameOrFile) {
    this.network = network;
    this.nameOrFile = nameOrFile == null ? Models.embedded().get(0) : nameOrFile;
    network.prepareDevice();
  }

  @Override
  public Engram load() {
    return network.load(Models.read(nameOrFile));
  }

  @Override
  public SegmenterOptions options(SegmenterOptions usual) {
    return network.segmenterOptions(usual);
  }

  @Override
  public String name() {
    return nameOrFile.contains("/") ? Path.of(nameOrFile).getFileName().toString() : nameOrFile;
  }

  @Override
  public String device() {
    return network.device().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String precision() {
    return network.precision().name().toLowerCase(Locale.ROOT);
  }
}
