package dev.engram.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpatialMemoryTest {
  private final List<String> dropped = new ArrayList<>();

  private SpatialMemory<String> memory(int capacity) {
    return new SpatialMemory<>(capacity, dropped::add);
  }

  @Test
  void theFirstFrameStaysAndTheOthersAreFirstInFirstOut() {
    SpatialMemory<String> memory = memory(3);
    memory.add("first", List.of(1));
    for (int i = 1; i <= 4; i++) {
      memory.add("frame " + i, List.of());
    }
    assertThat(memory.frames()).containsExactly("first", "frame 3", "frame 4");
    assertThat(dropped).containsExactly("frame 1", "frame 2");
  }

  @Test
  void eachObjectsFirstFrameStaysAndThereIsAlwaysRoomForANewestOne() {
    SpatialMemory<String> memory = memory(2);
    memory.add("one", List.of(1));
    memory.add("two", List.of(2));
    memory.add("three", List.of(3));
    memory.add("old", List.of());
    memory.add("new", List.of());
    assertThat(memory.frames()).containsExactly("one", "two", "three", "new");
  }

  @Test
  void framesOfTheVideoComeInTheirOrder() {
    SpatialMemory<String> memory = memory(4);
    memory.add("one", List.of(1));
    memory.add("frame", List.of());
    memory.add("two", List.of(2));
    memory.add("new", List.of());
    assertThat(memory.frames()).containsExactly("one", "frame", "two", "new");
  }

  @Test
  void ofACapacityOfOneOnlyWhatProvidedAnObjectIsKept() {
    SpatialMemory<String> memory = memory(1);
    memory.add("first", List.of(1));
    memory.add("new", List.of());
    assertThat(memory.frames()).containsExactly("first");
    assertThat(dropped).containsExactly("new");
  }

  @Test
  void anObjectThatIsGivenAgainKeepsItsFirstFrame() {
    SpatialMemory<String> memory = memory(2);
    memory.add("first", List.of(1));
    memory.add("correction", List.of(1));
    assertThat(memory.frames()).containsExactly("first", "correction");
  }

  @Test
  void ofTheReferencesThoseCountThatFirstShowAnObject() {
    SpatialMemory<String> memory = memory(2);
    memory.putReference(9, "nine", List.of(1, 2));
    memory.putReference(4, "four", List.of(1));
    memory.putReference(6, "six", List.of(1));
    memory.add("new", List.of());
    assertThat(memory.frames()).containsExactly("four", "nine", "new");
    memory.removeReference(4);
    assertThat(memory.frames()).containsExactly("six", "nine", "new");
    assertThat(dropped).containsExactly("four");
  }

  @Test
  void aReferenceThatIsReplacedIsDropped() {
    SpatialMemory<String> memory = memory(2);
    memory.putReference(4, "before", List.of(1));
    memory.putReference(4, "after", List.of(1));
    assertThat(memory.frames()).containsExactly("after");
    assertThat(dropped).containsExactly("before");
  }

  @Test
  void withItsObjectTheFrameThatProvidedItGoes() {
    SpatialMemory<String> memory = memory(2);
    memory.add("both", List.of(1, 2));
    memory.add("third", List.of(3));
    memory.removeObject(1);
    memory.removeObject(3);
    assertThat(memory.frames()).containsExactly("both");
    assertThat(dropped).containsExactly("third");
  }

  @Test
  void aCutForgetsTheNewestARestartAllButReferences() {
    SpatialMemory<String> memory = memory(2);
    memory.putReference(4, "reference", List.of(1));
    memory.add("late", List.of(2));
    memory.add("new", List.of());
    memory.clearRecent();
    assertThat(memory.frames()).containsExactly("reference", "late");
    memory.clearTemporary();
    assertThat(memory.frames()).containsExactly("reference");
    assertThat(memory.all()).containsExactly("reference");
    assertThat(dropped).containsExactly("new", "late");
  }
}
