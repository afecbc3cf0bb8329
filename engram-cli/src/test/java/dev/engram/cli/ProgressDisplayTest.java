package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
  private final StringWriter shown = new StringWriter();

  private ProgressDisplay display(boolean terminal) {
    return new ProgressDisplay(new PrintWriter(shown, true), terminal, new ProcessMemory());
  }

  @Test
  void theBarTellsFrameRateMemoryAndTimeLeft() {
    assertThat(ProgressDisplay.text(15, 60, 1.5, 800L << 20))
        .isEqualTo("[######------------------] frame 15/60, 1.5 fps, 800 MB, 0:30 left");
    assertThat(ProgressDisplay.text(60, 60, 1.5, 0))
        .isEqualTo("[########################] frame 60/60, 1.5 fps, 0 MB, 0:00 left");
    assertThat(ProgressDisplay.text(1, 3601, 1, 0)).endsWith("60:00 left");
  }

  @Test
  void theBarFitsATerminalOf80Columns() {
    assertThat(ProgressDisplay.text(99_999, 100_000, 999.9, 9L << 30)).hasSizeLessThan(80);
  }

  @Test
  void withoutATotalThereIsNoBar() {
    assertThat(ProgressDisplay.text(7, -1, 2, 1 << 20)).isEqualTo("frame 7, 2.0 fps, 1 MB");
  }

  @Test
  void onATerminalTheBarIsRedrawnInPlaceAndEndsItsLine() {
    ProgressDisplay display = display(true);
    display.show(2, 2);
    assertThat(shown.toString()).startsWith("\r[####").endsWith("\u001b[K");

    display.finish();
    display.finish();

    assertThat(shown.toString()).hasLineCount(2).endsWith("\u001b[K" + System.lineSeparator());
  }

  @Test
  void elsewhereItIsALineNowAndThenAndOneAtTheEnd() {
    ProgressDisplay display = display(false);
    for (int i = 1; i <= 50; i++) {
      display.show(i, 50);
    }
    display.finish();

    assertThat(shown.toString().lines()).hasSize(1);
    assertThat(shown.toString()).contains("frame 50/50").doesNotContain("\r[", "\u001b");
  }
}
