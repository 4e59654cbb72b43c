package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.report.CsvSink;
import io.github.resnet50.report.DecisionColumn;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Decision;
import io.github.resnet50.report.ItemResult.Extras;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.PredictionReader;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.report.timing.TimingReports;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The page in a real browser. */
class ClassificationPageIT extends PageInBrowser {
  private static final String FORMULA = "=1+1, \"q\"\r\n\u202ex.jpg";
  private static final String SCRIPT = "<script>document.title='x'</script>\"'&.jpg";

  private static final ClassOutline OUTLINE =
      new AnswerTreeTest.Known(
          Map.of(
              "n0",
              List.of("pet", "animal"),
              "n1",
              List.of("pet", "animal"),
              "n2",
              List.of("animal"),
              "pet",
              List.of("animal")),
          Set.of("animal"));

  private static final List<ItemResult> RESULTS = new ArrayList<>();

  @BeforeAll
  static void open() throws IOException {
    ClassificationPage page = new ClassificationPage(file, new RollUpView(OUTLINE, 0.5));
    for (int i = 0; i < 300; i++) {
      String folder = i < 200 ? "photos/" : "photos/more/";
      String name = i == 0 ? SCRIPT : i == 1 ? FORMULA : folder + i + ".jpg";
      if (i % 50 == 49) {
        ImageFailure failure =
            new ImageFailure(ImageFailure.Kind.TRUNCATED, "after <b>12</b> rows");
        RESULTS.add(new ItemResult.Failed(i, name, failure));
      } else {
        page.picture(i, Pictures.noise(224, 224, i));
        String label = i % 3 == 0 ? "tabby cat" : i % 3 == 1 ? "dog" : "<i>fish</i>";
        float probability = (i % 100) / 100f;
        Prediction best = new Prediction(i % 3, "n" + i % 3, label, probability);
        Prediction next = new Prediction(5, "n5", "other", probability / 2);
        Answer answer =
            probability >= 0.5f
                ? new Answer(best.id(), label, probability)
                : i % 3 < 2 ? new Answer("pet", "pet", probability + 0.5f) : null;
        RESULTS.add(
            new ItemResult.Predicted(
                i,
                name,
                640,
                480,
                List.of(best, next),
                Extras.NONE.deciding(new Decision(answer, null))));
      }
      page.add(RESULTS.get(i));
    }
    try (Writer out = Files.newBufferedWriter(file)) {
      page.write(TimingReports.of(14.2, Stage.INFERENCE), "", out);
    }
    browser.open(file, 1280, 900);
  }

  private static long shown() {
    return browser.all(".card").stream().filter(WebElement::isDisplayed).count();
  }

  private static void reset() {
    browser.find(".filter button[type=reset]").click();
    assertEquals("300 of 300 shown", browser.find(".count").getText());
  }

  @Test
  void showsAFileNameWithAScriptAsText() {
    assertEquals("Classified by resnet50", browser.value("document.title"));
    assertEquals(SCRIPT, browser.find(".card .path").getText());
    assertEquals("Truncated: after <b>12</b> rows", browser.find(".card.failed .error").getText());
    assertEquals(
        "Truncated",
        browser.find("[aria-labelledby=failures-heading] td").getText(),
        "as in the prediction file");
    assertEquals(1L, browser.value("document.scripts.length"));
  }

  @Test
  void filtersByTextLabelConfidenceAndStatus() {
    reset();
    browser.find("[name=text]").sendKeys("photos/19");
    assertEquals("11 of 300 shown", browser.find(".count").getText(), "19 and 190 to 199");
    assertEquals(11, shown());
    reset();
    browser.find("[name=label]").sendKeys("tabby");
    assertEquals("98 of 300 shown", browser.find(".count").getText(), "100, of which 2 failed");
    reset();
    browser.find("[name=from]").clear();
    browser.find("[name=from]").sendKeys("90");
    assertEquals("27 of 300 shown", browser.find(".count").getText(), "90 to 98 % thrice");
    reset();
    new Select(browser.find("[name=status]")).selectByValue("failed");
    assertEquals("6 of 300 shown", browser.find(".count").getText());
    assertEquals(6, shown());
    reset();
  }

  @Test
  void aClickOnAGroupShowsItsImages() {
    reset();
    browser.find("[name=text]").sendKeys("nothing has this");
    browser.find("button[data-field=folder][value='photos/more']").click();
    assertEquals("100 of 300 shown", browser.find(".count").getText(), "and not what was asked");
    browser.find("button[data-field=label][value=dog]").click();
    assertEquals("98 of 300 shown", browser.find(".count").getText());
    assertEquals(
        "dog", browser.find("[name=label]").getDomProperty("value"), "the filter says what it is");
    reset();
  }

  /** As where a sample has none of a group's images, or nothing to choose a folder from. */
  @Test
  void aGroupThatIsNotInTheSampleShowsNone() {
    reset();
    String button = "document.querySelector(\"button[data-field=label][value=dog]\")";
    browser.value(button + ".value = 'do'");
    browser.find("button[data-field=label][value=do]").click();
    assertEquals(
        "0 of 300 shown: this page has no image of do",
        browser.find(".count").getText(),
        "part of a name is no name");
    browser.find("[name=label]").sendKeys("g");
    assertEquals("98 of 300 shown", browser.find(".count").getText(), "the field as it is typed");
    browser.value(button.replace("value=dog", "value=do") + ".value = 'dog'");
    browser.value("document.querySelector('[name=folder]').closest('label').remove()");
    browser.find("button[data-field=folder][value='photos/more']").click();
    assertEquals("100 of 300 shown", browser.find(".count").getText(), "without its field");
    reset();
    browser.open(file, 1280, 900);
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void theNameOfALabelIsNoPartOfAnother() {
    reset();
    browser.find("[name=folder]").sendKeys("photos");
    assertEquals("198 of 300 shown", browser.find(".count").getText(), "without photos/more");
    reset();
  }

  @Test
  void savesWhatIsShownAsClassifyWritesIt() throws Exception {
    reset();
    List<ItemResult> read = new ArrayList<>();
    try (PredictionReader reader = PredictionReader.open(saved())) {
      reader.forEachRemaining(read::add);
    }
    assertEquals(RESULTS, read, "every character of every name");
    new Select(browser.find("[name=status]")).selectByValue("failed");
    Set<DecisionColumn> rolledUp = Set.of(DecisionColumn.ROLLUP);
    StringBuilder expected = new StringBuilder(CsvSink.headerLine(2, rolledUp)).append('\n');
    for (ItemResult result : RESULTS) {
      if (result instanceof ItemResult.Failed) {
        expected.append(CsvSink.line(result, 2, rolledUp)).append('\n');
      }
    }
    assertEquals(expected.toString(), Files.readString(saved()));
    reset();
  }

  @Test
  void ordersByConfidence() {
    reset();
    new Select(browser.find("[name=order]")).selectByValue("high");
    assertEquals("0.98", browser.find(".card").getDomAttribute("data-confidence"));
    assertTrue(
        browser.all(".card").get(299).getDomAttribute("class").contains("failed"), "failures last");
    reset();
    assertEquals(SCRIPT, browser.find(".card .path").getText(), "as walked again");
  }

  @Test
  void ofManyImagesItSaysHowManyThereAre() throws IOException {
    Path large = folder.resolve("large.html");
    ClassificationPage page = new ClassificationPage(large, new RollUpView(OUTLINE, null));
    for (int i = 0; i < Gallery.MOST + 500; i++) {
      Prediction best = new Prediction(1, "n1", "dog", 0.9f);
      page.add(new ItemResult.Predicted(i, i + ".jpg", 640, 480, List.of(best)));
    }
    try (Writer out = Files.newBufferedWriter(large)) {
      page.write(TimingReports.of(14.2, Stage.INFERENCE), "", out);
    }
    try {
      browser.open(large, 1280, 900);
      assertTrue(
          browser
              .find("#images > .note")
              .getText()
              .startsWith("2,000 of 2,500 pictures are shown: a random sample."));
      assertEquals("2,000 of 2,000 shown, of 2,500 in all", browser.find(".count").getText());
      browser.find("[name=from]").sendKeys("95");
      assertEquals("0 of 2,000 shown, of 2,500 in all", browser.find(".count").getText());
    } finally {
      browser.open(file, 1280, 900);
    }
  }

  @Test
  void fitsIntoATelephone() throws IOException {
    browser.resize(390, 844);
    assertTrue((Long) browser.value("document.documentElement.scrollWidth") <= 390);
    Path pictures = Path.of("target", "pages");
    browser.picture(pictures.resolve("classification-390.png"));
    browser.resize(1280, 900);
    browser.picture(pictures.resolve("classification-1280.png"));
    assertFalse(browser.all(".plot svg").isEmpty());
  }

  @Test
  void staysSmall() throws IOException {
    long perImage = Files.size(file) / 300;
    // Noise compresses worst: photographs take about half.
    assertTrue(perImage * 2000 < 30_000_000, perImage + " bytes an image");
  }
}
