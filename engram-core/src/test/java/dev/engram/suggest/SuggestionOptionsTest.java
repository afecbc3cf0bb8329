package dev.engram.suggest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.common.EngramException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuggestionOptionsTest {
  private final SuggestionOptions usual = SuggestionOptions.defaults();

  @Test
  void whatIsOutOfRangeIsRefusedWithItsRange() {
    assertRefused(() -> usual.withAlpha(3), "alpha is 3. Give 0 to 1.");
    assertRefused(() -> usual.withAlpha(-0.5), "alpha is -0.5. Give 0 to 1.");
    assertRefused(() -> usual.withAlpha(Double.NaN), "alpha is NaN. Give 0 to 1.");
    assertRefused(
        () -> usual.withMinMaskPresence(101), "min_mask_presence_percent is 101. Give 0 to 100.");
    assertRefused(
        () -> usual.withUncertaintyWeight(-1), "uncertainty_weight is -1. Give 0 or more.");
    assertRefused(() -> usual.withObjects(Set.of(-2)), "object -2: there is none. Give 0 or more.");
  }

  private static void assertRefused(Runnable action, String message) {
    assertThatThrownBy(action::run).isInstanceOf(EngramException.class).hasMessage(message);
  }
}
