package dev.engram.studio.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClickMethodsTest {
  @Test
  void areLookedForNowAndThenAndNewOnesAreFound() {
    List<String> there = new ArrayList<>(List.of("walk"));
    AtomicInteger searches = new AtomicInteger();
    AtomicLong now = new AtomicLong(-5);
    ClickMethods methods =
        new ClickMethods(
            () -> {
              searches.incrementAndGet();
              return there;
            },
            now::get);
    assertThat(methods.names()).containsExactly("walk");
    there.add("sam");
    now.addAndGet(ClickMethods.KEPT_NANOS);
    assertThat(methods.names()).containsExactly("walk");
    assertThat(searches).hasValue(1);
    now.incrementAndGet();
    assertThat(methods.names()).containsExactly("walk", "sam");
    assertThat(searches).hasValue(2);
  }
}
