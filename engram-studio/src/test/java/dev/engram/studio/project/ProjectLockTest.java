package dev.engram.studio.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectLockTest {
  @TempDir private Path folder;

  @Test
  void aSecondStudioIsKeptAwayUntilTheFirstEnds() {
    ProjectLock first = ProjectLock.of(folder);
    assertThatThrownBy(() -> ProjectLock.of(folder))
        .isInstanceOf(EngramException.class)
        .hasMessage(folder + ": is open in another studio. Work there, or end that one first.");
    first.close();
    ProjectLock.of(folder).close();
  }

  @Test
  void whereNothingCanBeLockedItIsDoneWithout() {
    Path nowhere = folder.resolve("nothing");
    try (ProjectLock one = ProjectLock.of(nowhere);
        ProjectLock two = ProjectLock.of(nowhere)) {
      assertThat(one).isNotSameAs(two);
    }
  }
}
