package dev.engram.cli;

import dev.engram.common.EngramException;
import dev.engram.project.Project;
import dev.engram.studio.Studio;
import dev.engram.studio.StudioOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code engram studio}: a project in the browser. */
@Command(
    name = "studio",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Opens a video in the browser: mark objects, propagate, look, correct, export.",
      "All that you do is kept in a project folder, from which it goes on next time."
    },
    footer = {
      "",
      "Examples:",
      "  engram studio clip.mp4 --open      makes clip.engram beside it, or goes on with it",
      "  engram studio chair.engram"
    })
final class StudioCommand implements Callable<Integer> {
  private static final int TOKEN_BYTES = 24;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PROJECT|VIDEO|FOLDER",
      description =
          "A project folder, or a video or folder of images, for which one is made. Default: the"
              + " project in this folder.")
  private @Nullable Path input;

  @Option(
      names = {"-p", "--project"},
      paramLabel = "FOLDER",
      description = "Where a video's project goes. Default: beside the video, as NAME.engram.")
  private @Nullable Path projectFolder;

  @Option(
      names = "--port",
      defaultValue = "7878",
      paramLabel = "N",
      description = "0 for any that is free. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(names = "--open", description = "Open the browser.")
  private boolean browse;

  @Option(
      names = "--address",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description =
          "Where to listen. Others than this machine can call any address but the default, so a"
              + " token is asked for then. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private String address;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "What callers must know, 16 characters or more. Default: none on this machine alone, else"
              + " one that is made up and printed.")
  private @Nullable String token;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description =
          "A folder that the page may name files of, such as another result to compare with; may be"
              + " repeated.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description =
          "As for 'engram segment'. Default: the one that the project names, or the embedded one.")
  private @Nullable String model;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  private NetworkOptions network;

  @Option(names = "--verbose", description = "Print where a fault of Engram's own comes from.")
  private boolean verbose;

  @Override
  public Integer call() throws InterruptedException {
    network.check();
    StudioOptions options = new StudioOptions(address, port, chosenToken(), folders, verbose);
    Project project = project();
    String own = project.settings().get("model");
    CommandModel loaded = new CommandModel(network, model != null ? model : own);
    PrintWriter out = spec.commandLine().getOut();
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook = new Thread(() -> await(ended, closed), "engram-stop");
    try (Studio studio = Studio.open(project, loaded, options)) {
      Runtime.getRuntime().addShutdownHook(hook);
      out.println("Project " + project.folder() + ", " + project.frames() + " frames.");
      out.println("Open " + studio.address() + " in a browser. Ctrl-C ends it.");
      out.flush();
      if (browse) {
        Browser.open(studio.address(), spec.commandLine().getErr());
      }
      ended.await();
    } finally {
      closed.countDown();
    }
    return 0;
  }

  /** Ctrl-C: what is being written is finished first. */
  private static void await(CountDownLatch ended, CountDownLatch closed) {
    ended.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable String chosenToken() {
    if (token != null || StudioOptions.isLoopback(address)) {
      return token;
    }
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private Project project() {
    Path given = input == null ? Path.of("") : input;
    if (Files.isRegularFile(given.resolve(Project.FILE))) {
      if (projectFolder != null) {
        throw new EngramException(
            "--project: " + given + " is a project already. Leave --project out.");
      }
      return Project.open(given);
    }
    if (input == null) {
      throw new EngramException("There is no project in this folder. Give a video or a project.");
    }
    if (!Files.exists(input)) {
      throw new EngramException(input + ": is not there. Give a video, a folder or a project.");
    }
    Path folder = projectFolder == null ? beside(input) : projectFolder;
    if (Files.isRegularFile(folder.resolve(Project.FILE))) {
      return requireSame(Project.open(folder), input);
    }
    return Project.create(folder, input);
  }

  private static Path beside(Path input) {
    Path whole = input.toAbsolutePath().normalize();
    String name = String.valueOf(whole.getFileName());
    int dot = Files.isDirectory(whole) ? -1 : name.lastIndexOf('.');
    return whole.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".engram");
  }

  private static Project requireSame(Project project, Path input) {
    try {
      if (Files.isSameFile(project.input(), input)) {
        return project;
      }
    } catch (IOException e) {
      throw new EngramException(input + ": cannot be read. Check its rights.", e);
    }
    throw new EngramException(
        String.format(
            "%s: is the project of %s. Choose another folder with --project.",
            project.folder(), project.input()));
  }
}
