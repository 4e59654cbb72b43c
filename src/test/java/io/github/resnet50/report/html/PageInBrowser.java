package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

  @Test
  protected void complainsOfNothingAndAsksTheNetworkForNothing() {
    browser.open(file, 1280, 900);
    assertEquals(List.of(), browser.complaints());
    assertEquals(List.of(), browser.requests(file));
  }
}
