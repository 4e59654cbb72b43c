package io.github.resnet50.adapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.html.PageInBrowser;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The page of an adaptation in a real browser. */
class AdaptPageIT extends PageInBrowser {
  private static final String SCRIPT = "<script>document.title='x'</script>";

  private static AdaptReport report;

  @BeforeAll
  static void open() throws Exception {
    LabelledFeatures features = new LabelledFeatures(Path.of("photos"));
    Blobs blobs = new Blobs(5, 24, 1.6, 1);
    for (Dataset.Image image : blobs.images("photos", 20)) {
      int label = image.path().endsWith("/3.jpg") ? (image.label() + 1) % 5 : image.label();
      String name = label == 0 ? SCRIPT : "a class with a long name " + label;
      features.add(name, image);
    }
    try (AdaptRun run = new AdaptRun(AdaptationProcedureTest.config(2), stage -> {})) {
      report =
          run.adapt(
                  features,
                  null,
                  new AdaptReport.Provenance(
                      "resnet50",
                      "1",
                      Instant.EPOCH,
                      "mine",
                      new AdaptReport.Base("a-model", "models/a", "0123456789abcdef")),
                  1.5)
              .report();
    }
    try (Writer out = Files.newBufferedWriter(file)) {
      new AdaptPage(report, file, AdaptPageIT::picture).write(out);
    }
    browser.open(file, 1280, 900);
  }

  private static Optional<RgbImage> picture(String path) {
    byte[] rgb = new byte[3 * 32 * 32];
    new Random(path.hashCode()).nextBytes(rgb);
    return path.endsWith("/3.jpg") ? Optional.of(new RgbImage(32, 32, rgb)) : Optional.empty();
  }

  @Test
  void showsWhatTheReportSays() {
    String text = browser.find("main").getText();
    assertTrue(text.contains(report.quality().fit().text()), text);
    assertTrue(text.contains(report.quality().learningCurve().text()), text);
    assertTrue(text.contains(SCRIPT), "names are text");
    assertEquals("mine, adapted of a-model", browser.value("document.title"));
    assertEquals(
        2, browser.all("figure.plot svg[role=img]").size(), "loss by cost, learning curve");
    assertEquals(5, browser.all("table.confusion tbody tr").size());
    assertEquals(List.of(), browser.complaints());
    assertEquals(List.of(), browser.requests(file));
  }

  @Test
  void suspectsAreShownWithTheirPicturesAndCanBeFiltered() {
    List<WebElement> cards = browser.all(".card");
    assertEquals(report.issues().suspects().size(), cards.size());
    assertTrue(cards.get(0).getText().contains("labelled "), cards.get(0).getText());
    assertTrue(!browser.all(".card img").isEmpty());
    new Select(browser.find("[name=status]")).selectByValue("suspected");
    long confident =
        report.issues().suspects().stream().filter(s -> s.wrongProbability() >= 0.5).count();
    assertEquals(confident, browser.all(".card:not([hidden])").size());
    new Select(browser.find("[name=status]")).selectByValue("all");
  }

  @Test
  void fitsNarrowAndWideWindowsInBothColours() throws IOException {
    for (int width : new int[] {1280, 390}) {
      browser.resize(width, 3200);
      assertEquals(
          (long) width,
          browser.value("document.documentElement.scrollWidth"),
          "nothing hangs out at " + width);
      browser.picture(Path.of("target/pages/adaptation-" + width + ".png"));
    }
    browser.dark();
    browser.picture(Path.of("target/pages/adaptation-dark.png"));
    browser.resize(1280, 900);
  }
}
