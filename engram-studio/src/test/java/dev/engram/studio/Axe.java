package dev.engram.studio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.openqa.selenium.chrome.ChromeDriver;

/** Deque's axe: what a page lacks of WCAG 2.2, levels A and AA, as far as a program can tell. */
final class Axe {
  private static final String SCRIPT = read();

  private static final String RUN =
      "const done = arguments[arguments.length - 1];"
          + "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
          + ".then(({violations, passes}) => done(passes.length < 10 ? ['axe looked at nothing'] :"
          + " violations.flatMap(({id, nodes}) => nodes.map(({html, failureSummary}) =>"
          + " `${id}: ${html}: ${failureSummary}`))), (failure) => done([String(failure)]))";

  private final ChromeDriver driver;

  Axe(Browser browser) {
    driver = browser.driver();
  }

  private static String read() {
    try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it finds on the page as it is now; nothing is best. */
  List<String> violations() {
    if (!Boolean.TRUE.equals(driver.executeScript("return Boolean(window.axe)"))) {
      driver.executeScript(SCRIPT);
    }
    @SuppressWarnings("unchecked")
    List<String> found = (List<String>) driver.executeAsyncScript(RUN);
    return found;
  }
}
