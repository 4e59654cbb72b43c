package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of a page in a real browser. Those of a class share one browser and one page, which the
 * class writes to {@link #file} and opens before all of them.
 */
@Timeout(120)
public abstract class PageInBrowser {
  @TempDir protected static Path folder;
  protected static Browser browser;
  protected static Path file;

  @BeforeAll
  protected static void startBrowser() {
    browser = Browser.start();
    file = folder.resolve("page.html");
  }

  @AfterAll
  protected static void closeBrowser() {
    if (browser != null) {
      browser.close();
      browser = null;
    }
  }

  /** Nothing is cut off on a telephone; leaves pictures in two widths for people to look at. */
  protected static void assertFitsIntoATelephone(String page) throws IOException {
    Path pictures = Path.of("target", "pages");
    browser.resize(390, 844);
    assertTrue((Long) browser.value("document.documentElement.scrollWidth") <= 390);
    browser.resize(390, 6000); // to be looked at as a whole
    browser.picture(pictures.resolve(page + "-390.png"));
    browser.resize(1280, 4000);
    browser.picture(pictures.resolve(page + "-1280.png"));
  }

  /** The CSV file that a click on the page's button saves. */
  protected static Path saved() throws IOException, InterruptedException {
    return saved("button[data-csv]", "shown.csv");
  }

  /** The file of a name that a click on a button saves. */
  protected static Path saved(String button, String name) throws IOException, InterruptedException {
    Path to = Files.createTempDirectory(folder, "saved");
    browser.savesTo(to);
    browser.find(button).click();
    Path file = to.resolve(name);
    for (int i = 0; i < 200 && !Files.exists(file); i++) {
      Thread.sleep(50);
    }
    return file;
  }

  @Test
  protected void complainsOfNothingAndAsksTheNetworkForNothing() {
    browser.open(file, 1280, 900);
    assertEquals(List.of(), browser.complaints());
    assertEquals(List.of(), browser.requests(file));
  }
}
