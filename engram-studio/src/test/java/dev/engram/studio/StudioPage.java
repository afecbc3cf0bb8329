package dev.engram.studio;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.FluentWait;
import org.openqa.selenium.support.ui.Select;

/** The page as a person uses it: what is on it is found by its {@code data-test}. */
final class StudioPage {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLLING = Duration.ofMillis(40);
  private static final Duration POINTER = Duration.ofMillis(30);

  private final Browser browser;
  private final ChromeDriver driver;

  private StudioPage(Browser browser) {
    this.browser = browser;
    driver = browser.driver();
  }

  /**
   * Opens a studio and waits until it shows its first frame, one pixel of it as one of the page.
   */
  static StudioPage open(Browser browser, String address) {
    StudioPage page = new StudioPage(browser);
    page.driver.get("about:blank");
    browser.errors();
    page.driver.get(address);
    page.awaitReady();
    page.awaitShown(0);
    page.type("i");
    page.await("the zoom", it -> it.zoom().startsWith("100"));
    return page;
  }

  void awaitReady() {
    await(
        "the project",
        page ->
            page.driver.findElements(By.cssSelector("body[data-ready=true]:not(.offline)")).size()
                == 1);
  }

  /** Waits for what a person would wait to see; leaves a picture if it does not come. */
  <T> T await(String what, Function<StudioPage, T> wanted) {
    try {
      return waiting(what).until(wanted);
    } catch (TimeoutException e) {
      browser.picture("failed");
      throw e;
    }
  }

  private FluentWait<StudioPage> waiting(String what) {
    return new FluentWait<>(this)
        .withTimeout(PATIENCE)
        .pollingEvery(POLLING)
        .ignoring(NoSuchElementException.class)
        .ignoring(StaleElementReferenceException.class)
        .ignoring(ElementNotInteractableException.class)
        .withMessage(() -> "no sight of " + what);
  }

  private static By by(String test) {
    return By.cssSelector("[data-test='" + test + "']");
  }

  boolean has(String test) {
    return !driver.findElements(by(test)).isEmpty();
  }

  boolean isOn(String test) {
    return driver.findElement(by(test)).isSelected();
  }

  String text(String test) {
    return driver.findElement(by(test)).getText();
  }

  private String zoom() {
    return new Select(driver.findElement(by("zoom"))).getFirstSelectedOption().getText();
  }

  /** An attribute or property; empty if it is not there. */
  String value(String test, String name) {
    String value = driver.findElement(by(test)).getAttribute(name);
    return value == null ? "" : value;
  }

  /** Whether the page is dark or light. */
  String theme() {
    return driver.findElement(By.tagName("html")).getAttribute("data-theme");
  }

  /** The {@code data-test} of all that begin and end so. */
  List<String> tests(String beginning, String end) {
    return driver
        .findElements(By.cssSelector("[data-test^='" + beginning + "'][data-test$='" + end + "']"))
        .stream()
        .map(each -> each.getAttribute("data-test"))
        .toList();
  }

  /** Presses a button as soon as it can be pressed. */
  void press(String test) {
    await(
        test,
        page -> {
          WebElement element = page.driver.findElement(by(test));
          if (!element.isEnabled()) {
            return false;
          }
          element.click();
          return true;
        });
  }

  void choose(String test, String value) {
    await(
        value + " of " + test,
        page -> {
          new Select(page.driver.findElement(by(test))).selectByValue(value);
          return true;
        });
  }

  /** Puts a text in the place of what a field holds, and presses Enter. */
  void fill(String test, String text) {
    await(
        test,
        page -> {
          page.driver
              .findElement(by(test))
              .sendKeys(Keys.chord(Keys.CONTROL, "a"), text, Keys.ENTER);
          return true;
        });
  }

  /** Goes to a frame and waits until it is shown. */
  void jump(int frame) {
    fill("frame-number", Integer.toString(frame));
    awaitShown(frame);
  }

  /** Keys for whatever has the focus. */
  void type(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** A key while others are held. */
  void chord(CharSequence key, Keys... held) {
    Actions actions = new Actions(driver);
    for (Keys each : held) {
      actions.keyDown(each);
    }
    actions.sendKeys(key);
    for (Keys each : held) {
      actions.keyUp(each);
    }
    actions.perform();
  }

  /** The {@code data-test} of what has the focus, or its id. */
  String focused() {
    return String.valueOf(
        driver.executeScript(
            "const a = document.activeElement; return a.dataset.test ?? a.id ?? ''"));
  }

  /** Goes on with the tabulator until something has the focus. */
  void tabTo(String test) {
    for (int i = 0; !focused().equals(test); i++) {
      if (i == 120) {
        throw new AssertionError("the tabulator does not reach " + test);
      }
      type(Keys.TAB);
    }
  }

  /** The frame whose picture is on the canvas. */
  int shown() {
    return Integer.parseInt(value("canvas", "data-shown"));
  }

  void awaitShown(int frame) {
    await("frame " + frame, page -> page.value("canvas", "data-shown").equals("" + frame));
  }

  /** The tool's pointer, at the middle of a pixel of the picture. */
  void point(int x, int y) {
    pointer(x, y).perform();
  }

  void click(int x, int y) {
    pointer(x, y).click().perform();
  }

  void negativeClick(int x, int y) {
    pointer(x, y).contextClick().perform();
  }

  /** Drags the tool along points x, y, x, y… */
  void drag(int... points) {
    Actions actions = pointer(points[0], points[1]).clickAndHold();
    for (int i = 2; i < points.length; i += 2) {
      Map<String, Number> at = onPage(points[i], points[i + 1]);
      actions.moveToLocation(at.get("x").intValue(), at.get("y").intValue());
    }
    actions.release().perform();
  }

  private Actions pointer(int x, int y) {
    Map<String, Number> at = onPage(x, y);
    return new Actions(driver, POINTER)
        .moveToLocation(at.get("x").intValue(), at.get("y").intValue());
  }

  /** Presses the timeline at a frame, and waits until it is shown. */
  void seek(int frame, int frames) {
    WebElement timeline = driver.findElement(by("timeline"));
    int width = timeline.getSize().width;
    int across = (int) ((frame + 0.5) * width / frames) - width / 2;
    new Actions(driver, POINTER).moveToElement(timeline, across, 0).click().perform();
    awaitShown(frame);
  }

  /** One to one, the picture lies in the middle of the canvas. */
  private Map<String, Number> onPage(int x, int y) {
    @SuppressWarnings("unchecked")
    Map<String, Number> at =
        (Map<String, Number>)
            driver.executeScript(
                "const [w, h] = document.querySelector('.project-facts').textContent"
                    + ".match(/(\\d+) × (\\d+)/).slice(1).map(Number);"
                    + "const box = document.getElementById('canvas').getBoundingClientRect();"
                    + "return {x: box.left + (box.width - w) / 2 + arguments[0],"
                    + " y: box.top + (box.height - h) / 2 + arguments[1]}",
                x,
                y);
    return at;
  }

  /** The colour that the page shows at a pixel of the picture, masks and all. */
  List<Integer> colour(int x, int y) {
    Map<String, Number> at = onPage(x, y);
    @SuppressWarnings("unchecked")
    List<Number> rgba =
        (List<Number>)
            driver.executeScript(
                "const sheet = document.querySelector('#stage canvas');"
                    + "const box = sheet.getBoundingClientRect();"
                    + "return [...sheet.getContext('2d').getImageData("
                    + "arguments[0] - box.left, arguments[1] - box.top, 1, 1).data]",
                at.get("x"),
                at.get("y"));
    return rgba.stream().map(Number::intValue).toList();
  }

  int brightness(int x, int y) {
    return colour(x, y).get(1);
  }
}
