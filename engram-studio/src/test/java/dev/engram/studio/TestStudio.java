package dev.engram.studio;

import dev.engram.project.Project;
import java.nio.file.Path;

/** A studio in this process, on a project of its own. */
record TestStudio(Studio studio, StudioApi api) implements AutoCloseable {
  /**
   * @param folder for the clip and the project; empty
   * @param size short side inside the network
   */
  static TestStudio open(Path folder, NumberedClip clip, int size) {
    Path video = clip.write(folder.resolve("disc.mp4"));
    Project project = Project.create(folder.resolve("disc.engram"), video);
    Studio studio = Studio.open(project, new EmbeddedModel(size), StudioOptions.local());
    return new TestStudio(studio, new StudioApi(studio.port()));
  }

  StudioPage page(Browser browser) {
    return StudioPage.open(browser, studio.address());
  }

  @Override
  public void close() {
    studio.close();
  }
}
