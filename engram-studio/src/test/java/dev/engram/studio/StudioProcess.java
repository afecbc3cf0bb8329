package dev.engram.studio;

import dev.engram.project.Project;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A studio in a process of its own, which can be killed as a crash or a power cut would. */
final class StudioProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private StudioProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param folder of the project, which is made for the clip if it is not there
   * @param port 0 for any
   */
  static StudioProcess start(Path folder, Path clip, int port) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StudioProcess.class.getName(),
                folder.toString(),
                clip.toString(),
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the studio did not start");
    }
    return new StudioProcess(process, Integer.parseInt(line));
  }

  int port() {
    return port;
  }

  String address() {
    return "http://localhost:" + port + "/";
  }

  /** Ends it at once; nothing of it runs any more, not even its shutdown hooks. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Takes the project's folder, the clip and the port; prints the port that it has got. */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    Project project =
        Files.isRegularFile(folder.resolve(Project.FILE))
            ? Project.open(folder)
            : Project.create(folder, Path.of(arguments[1]));
    StudioOptions options =
        new StudioOptions("127.0.0.1", Integer.parseInt(arguments[2]), null, List.of(), true);
    try (Studio studio = Studio.open(project, new EmbeddedModel(240), options)) {
      System.out.println(studio.port());
      new CountDownLatch(1).await();
    }
  }
}
