package dev.engram.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.testing.OneThread;
import dev.engram.train.report.LogEntry;
import dev.engram.train.report.LogEntry.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class RunRecorderTest {
  private static final String CONFIGURATION = TinyRun.configuration(12);

  @TempDir Path folder;
  private TinyRun tiny;

  @BeforeEach
  void data() {
    tiny = new TinyRun(folder);
  }

  @Test
  void theLogTellsWhatTheIterationsDid() {
    List<TrainLog.Step> steps = new ArrayList<>();
    tiny.train(CONFIGURATION, "run", (iteration, all, step) -> steps.add(step), () -> false);
    List<LogEntry> log = tiny.log("run");
    assertThat(log).hasSize(3);
    assertThat((LogEntry.Start) log.get(0))
        .satisfies(
            start -> {
              assertThat(start.configuration()).matches("[0-9a-f]{16}");
              assertThat(start.device()).isEqualTo("cpu");
              assertThat(start.threads()).isEqualTo(1);
            });
    Progress first = (Progress) log.get(1);
    Progress last = (Progress) log.get(2);
    assertThat(first.iteration()).isEqualTo(10);
    assertThat(first.phase()).isEqualTo(2);
    assertThat(last.iteration()).isEqualTo(12);
    assertThat(last.count()).isEqualTo(2);
    assertThat(last.rate()).isLessThan(first.rate());
    assertThat(last.loss())
        .isEqualTo(
            steps.subList(10, 12).stream().mapToDouble(TrainLog.Step::loss).average().orElse(0),
            within(1e-9));
  }

  @Test
  void theLogOfAStoppedAndResumedRunReadsAsThatOfAnUndisturbedOne() {
    tiny.train(CONFIGURATION, "whole");
    for (int part = 0; part < 3; part++) {
      AtomicInteger asked = new AtomicInteger();
      tiny.train(
          CONFIGURATION, "parts", (iteration, all, step) -> {}, () -> asked.incrementAndGet() > 5);
    }
    assertThat(tiny.account("parts")).isEqualTo(tiny.account("whole")).hasSize(2);
    assertThat(tiny.log("parts")).hasSize(5);
    assertThat(folder.resolve("parts/state.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/state.safetensors"));
  }

  @Test
  void thePageIsWrittenWithTheState() {
    tiny.train(TinyRun.configuration(1), "run");
    assertThat(folder.resolve("run/index.html"))
        .content()
        .contains("<title>run</title>", "100 % of 1", "pasted_on_static");
  }
}
