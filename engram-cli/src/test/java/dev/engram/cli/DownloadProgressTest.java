package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DownloadProgressTest {
  private static final long MEGABYTE = 1 << 20;

  private final StringWriter shown = new StringWriter();

  private DownloadProgress progress(boolean terminal) {
    return new DownloadProgress("xmem", new PrintWriter(shown, true), terminal, () -> false);
  }

  @Test
  void theBarTellsBytesRateAndTimeLeft() {
    assertThat(DownloadProgress.text(60 * MEGABYTE, 240 * MEGABYTE, 2.0 * MEGABYTE))
        .isEqualTo("[######------------------] 60.0/240.0 MB, 2.0 MB/s, 1:30 left");
    assertThat(DownloadProgress.text(0, 240 * MEGABYTE, 0))
        .isEqualTo("[------------------------] 0.0/240.0 MB, 0.0 MB/s");
    assertThat(DownloadProgress.text(3 * MEGABYTE / 2, -1, MEGABYTE)).isEqualTo("1.5 MB, 1.0 MB/s");
  }

  @Test
  void theBarFitsATerminalOf80Columns() {
    assertThat("xmem: " + DownloadProgress.text(0, 999 * MEGABYTE, 1000)).hasSizeLessThan(80);
  }

  @Test
  void whatWasHereBeforeDoesNotCountAsFast() {
    DownloadProgress progress = progress(true);
    progress.onBytes(100 * MEGABYTE, 101 * MEGABYTE);
    progress.onBytes(101 * MEGABYTE, 101 * MEGABYTE);

    String rate = shown.toString().replaceAll("(?s).*MB, ([0-9.]+) MB/s.*", "$1");
    assertThat(shown.toString()).contains("101.0/101.0 MB");
    assertThat(Double.parseDouble(rate)).isPositive();
  }

  @Test
  void aRetryHasALineOfItsOwn() {
    DownloadProgress progress = progress(true);
    progress.onBytes(5, 5);
    progress.onRetry("the connection broke off; trying again in 1 s");
    progress.finish();

    assertThat(shown.toString())
        .hasLineCount(3)
        .containsSubsequence(
            "\u001b[K", "\n", "xmem: the connection broke off; trying again in 1 s");
  }
}
