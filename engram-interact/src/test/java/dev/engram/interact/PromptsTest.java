package dev.engram.interact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptsTest {
  @Test
  void nothingIsNoPrompt() {
    assertThatThrownBy(() -> Prompts.of())
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("there are none");
  }

  @Test
  void aBoxNeedsAnInside() {
    assertThatThrownBy(() -> new PromptBox(5, 5, 5, 9))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("nothing is inside");
  }

  @Test
  void placesAreNumbers() {
    assertThatThrownBy(() -> Click.on(Double.NaN, 1)).isInstanceOf(EngramException.class);
    assertThatThrownBy(() -> new PromptBox(0, 0, Double.POSITIVE_INFINITY, 2))
        .isInstanceOf(EngramException.class);
  }

  @Test
  void aScribbleHasPointsAndARadius() {
    assertThatThrownBy(() -> new Scribble(List.of(), 2, true)).hasMessageContaining("no points");
    assertThatThrownBy(() -> new Scribble(List.of(new Point(1, 1)), -1, true))
        .hasMessageContaining("radius -1");
  }

  @Test
  void aScribbleKeepsItsPointsWhateverBecomesOfTheList() {
    List<Point> points = new ArrayList<>(List.of(new Point(1, 2)));
    Scribble scribble = new Scribble(points, 1, true);
    points.clear();
    assertThat(scribble.points()).containsExactly(new Point(1, 2));
  }

  @Test
  void marksMustLieInTheFrame() {
    Prompts.of(Click.on(9.9, 4.9)).requireWithin(10, 5);
    assertThatThrownBy(() -> Prompts.of(Click.on(10, 2)).requireWithin(10, 5))
        .isInstanceOf(EngramException.class)
        .hasMessageContaining("outside of the frame, which is 10x5");
    Scribble out = new Scribble(List.of(new Point(1, 1), new Point(1, -3)), 1, false);
    assertThatThrownBy(() -> Prompts.of(out).requireWithin(10, 5))
        .hasMessageContaining("Point[x=1.0, y=-3.0]");
  }

  @Test
  void aBoxMayReachBeyondTheFrameButMustShareAPixelWithIt() {
    Prompts.of(new PromptBox(-5, -5, 1, 1)).requireWithin(10, 5);
    assertThatThrownBy(() -> Prompts.of(new PromptBox(10, 0, 20, 5)).requireWithin(10, 5))
        .hasMessageContaining("no pixel of the frame (10x5)");
    assertThatThrownBy(() -> Prompts.of(new PromptBox(1.6, 1, 1.9, 3)).requireWithin(10, 5))
        .hasMessageContaining("no pixel");
  }
}
