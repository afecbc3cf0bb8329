package dev.engram.studio;

import dev.engram.project.Project;
import dev.engram.studio.project.ProjectLock;
import dev.engram.studio.web.StudioServer;
import dev.engram.tensor.TorchRuntime;

/**
 * A project in the browser: the page, the API that it uses, and the worker behind it.
 *
 * <pre>{@code
 * try (Studio studio = Studio.open(Project.open(folder), model, StudioOptions.local())) {
 *   System.out.println(studio.address());
 * }
 * }</pre>
 */
public final class Studio implements AutoCloseable {
  private final StudioServer server;
  private final StudioOptions options;
  private final ProjectLock lock;

  private Studio(StudioServer server, StudioOptions options, ProjectLock lock) {
    this.server = server;
    this.options = options;
    this.lock = lock;
  }

  /**
   * Opens a project and listens. The model is loaded meanwhile.
   *
   * @param project no other program should change it meanwhile
   * @throws dev.engram.common.EngramException if the input or the history cannot be read, another
   *     studio has the project open, or the port is taken
   */
  public static Studio open(Project project, StudioModel model, StudioOptions options) {
    // while libtorch is being loaded no other thread may load a library: it looks for OpenBLAS's
    // functions with the dynamic linker's locks in the other order, and both would wait for ever
    TorchRuntime.load();
    ProjectLock lock = ProjectLock.of(project.folder());
    try {
      return new Studio(serve(project, model, options), options, lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static StudioServer serve(Project project, StudioModel model, StudioOptions options) {
    StudioServer server =
        new StudioServer(
            options, listener -> new OpenProject(project, model, options.folders(), listener));
    OpenProject open = server.open();
    open.worker().warmUp();
    open.lookAhead()
        .warmUp(open.workspace().project().width(), open.workspace().project().height());
    return server;
  }

  /** The port that it listens at. */
  public int port() {
    return server.port();
  }

  /** The address for a browser, with the token if there is one. */
  public String address() {
    String host = options.isLoopback() ? "localhost" : options.address();
    String token = options.token() == null ? "" : "?token=" + options.token();
    return "http://" + host + ":" + port() + "/" + token;
  }

  /** Ends all work; what was changed is on disk. */
  @Override
  public void close() {
    server.close();
    lock.close();
  }
}
