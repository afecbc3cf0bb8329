package dev.engram.cli;

import dev.engram.project.Project;
import dev.engram.project.ProjectReference;
import dev.engram.project.ReferenceFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code engram references}: the masks of the user's that a project has. */
@Command(
    name = "references",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Lists, adds and removes the masks that a project's frames were given.",
    footer = {
      "",
      "Examples:",
      "  engram references list chair.engram",
      "  engram references add chair.engram better.png --frame 12 --force",
      "  engram references remove chair.engram 12",
      "  engram references relocate chair.engram /new/disk/clip.mp4"
    })
final class ReferencesCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Lists the references with their objects and pixels.")
  void list(
      @Parameters(paramLabel = "PROJECT", description = "A project's folder.") Path folder,
      @Option(names = "--json", description = "Print one JSON object instead of a table.")
          boolean json) {
    Project project = Project.open(folder);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ReferenceList.json(project));
    } else {
      ReferenceList.of(project).forEach(out::println);
    }
    out.flush();
  }

  @Command(
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Makes masks references of the frames that they are named after.")
  void add(
      @Parameters(index = "0", paramLabel = "PROJECT", description = "A project's folder.")
          Path folder,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "MASK",
              description = "Mask files or folders of them.")
          List<Path> masks,
      @Option(
              names = "--frame",
              paramLabel = "FRAME",
              description = "The frame's name or number, for one mask that is not named after it.")
          @Nullable String frame,
      @Option(
              names = "--partial",
              description = "The masks say nothing of the objects that they lack.")
          boolean partial,
      @Option(names = "--force", description = "Replace references that are there.")
          boolean force) {
    Project project = Project.open(folder);
    List<Integer> added = ReferenceFiles.of(project, masks, frame).add(!partial, force);
    say("%d added; %s has %d references%n", added.size(), project);
  }

  @Command(
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Takes references out, and deletes the project's copies of their masks.")
  void remove(
      @Parameters(index = "0", paramLabel = "PROJECT", description = "A project's folder.")
          Path folder,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "FRAME",
              description = "Names or numbers of frames.")
          List<String> frames) {
    Project project = Project.open(folder);
    List<ProjectReference> removed = project.requireReferences(frames);
    removed.forEach(reference -> project.removeReference(reference.frame()));
    say("%d removed; %s has %d references%n", removed.size(), project);
  }

  @Command(
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Says where the project's video or images are now.")
  void relocate(
      @Parameters(index = "0", paramLabel = "PROJECT", description = "A project's folder.")
          Path folder,
      @Parameters(
              index = "1",
              paramLabel = "INPUT",
              description = "The same video or images in their new place.")
          Path input) {
    Project.relocate(folder, input);
    spec.commandLine().getErr().printf("%s is now of %s%n", folder, input);
    spec.commandLine().getErr().flush();
  }

  private void say(String layout, int count, Project project) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(layout, count, project.folder(), project.references().size());
    err.flush();
  }
}
