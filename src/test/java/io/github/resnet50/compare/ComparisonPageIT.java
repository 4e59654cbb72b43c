package io.github.resnet50.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.compare.ComparisonReport.ComparedImages;
import io.github.resnet50.compare.ComparisonReport.Difference;
import io.github.resnet50.compare.ComparisonReport.Right;
import io.github.resnet50.compare.ComparisonReport.TopDifference;
import io.github.resnet50.compare.ComparisonReport.Truth;
import io.github.resnet50.compare.TreeAgreement.CommonNode;
import io.github.resnet50.compare.TreeAgreement.Level;
import io.github.resnet50.compare.TreeAgreement.Levels;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.metrics.PairedDifference;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.html.PageInBrowser;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.support.ui.Select;

/** The page of a comparison in a real browser. */
class ComparisonPageIT extends PageInBrowser {
  private static final String SCRIPT = "<script>document.title='x'</script>\"'&";

  @BeforeAll
  static void open() throws IOException {
    List<Difference> differences =
        IntStream.range(0, 60).mapToObj(ComparisonPageIT::difference).toList();
    ComparisonReport report =
        new ComparisonReport(
            "monday.csv",
            "tuesday.csv",
            new ComparedImages(400, 2, 3, 1, 0),
            340 / 400.0,
            5,
            0.91,
            0.0123,
            0.44,
            new TopDifference(340, 0.02, 0.4),
            new Truth(
                "labels.csv",
                400,
                0.75,
                0.8,
                PairedDifference.of(20, 40, 400),
                280,
                20,
                40,
                60,
                Comparison.mcNemar(20, 40)),
            List.of(),
            differences,
            new Levels(
                "WordNet's tree",
                400,
                0,
                List.of(
                    new Level(3, 1, 20, List.of(new CommonNode("n1", SCRIPT, 20))),
                    new Level(9, 0.95, 40, List.of(new CommonNode("n2", "dog", 40))))));
    try (Writer out = Files.newBufferedWriter(file)) {
      new ComparisonPage(report, file, "1", ComparisonPageIT::picture).write(out);
    }
    browser.open(file, 1280, 900);
  }

  /** Every tenth is gone. */
  private static Optional<RgbImage> picture(String path) {
    return path.endsWith("0.jpg") ? Optional.empty() : Optional.of(Pictures.noise(64, 64, 1));
  }

  private static Difference difference(int i) {
    Right right = i % 3 == 0 ? Right.A : i % 3 == 1 ? Right.B : Right.NEITHER;
    return new Difference(
        i == 0 ? SCRIPT : "photos/" + i + ".jpg",
        "tabby cat",
        right,
        new Prediction(i % 5, "n" + i % 5, "class " + i % 5, 0.4f + i / 100f),
        new Prediction(9, "n9", SCRIPT, 0.99f),
        null);
  }

  @Test
  void namesWithAScriptStayText() {
    assertEquals("A and B compared", browser.value("document.title"));
    assertEquals(1L, browser.value("document.scripts.length"));
    assertTrue(browser.all(".card .path").stream().anyMatch(e -> e.getText().equals(SCRIPT)));
  }

  @Test
  void theSurestDisagreementIsTheFirstAndFiltersGoByWhoIsRight() {
    assertEquals("photos/59.jpg", browser.find(".card .path").getText());
    assertEquals(2, browser.all(".card:first-child .best").size(), "what A and what B says");
    new Select(browser.find("[name=status]")).selectByValue("b");
    assertEquals("20 of 60 shown", browser.find(".count").getText());
    browser.find(".filter button[type=reset]").click();
    browser.find("[name=label]").sendKeys("class 4");
    assertEquals("12 of 60 shown", browser.find(".count").getText());
    browser.find(".filter button[type=reset]").click();
    assertEquals("60 of 60 shown", browser.find(".count").getText());
  }

  @Test
  void showsAPictureOfWhatIsThereAndSaysOfWhatItIsNot() {
    assertEquals(55, browser.all(".card img").size());
    assertEquals(5, browser.all(".card .blank").size());
    String note = browser.find("#images .note").getText();
    assertTrue(note.contains("No picture of 5 images: not found"), note);
  }

  @Test
  void savesWhatIsShownAsCompareWritesIt() throws Exception {
    new Select(browser.find("[name=status]")).selectByValue("a");
    List<String> lines = Files.readAllLines(saved());
    assertEquals(21, lines.size(), "a header, and those that A has right");
    assertEquals(
        "path,label,a_index,a_id,a_label,a_prob,b_index,b_id,b_label,b_prob,common_id,common_label",
        lines.get(0));
    assertTrue(
        lines.get(1).startsWith("photos/57.jpg,tabby cat,2,n2,class 2,0.97,9,n9,"), "surest");
    browser.find(".filter button[type=reset]").click();
  }

  @Test
  void fitsIntoATelephone() throws IOException {
    assertFitsIntoATelephone("comparison");
  }
}
