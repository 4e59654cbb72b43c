package io.github.resnet50.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.ImageScores;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.html.PageInBrowser;
import io.github.resnet50.report.html.RollUpView;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The page of an evaluation in a real browser. */
class EvaluationPageIT extends PageInBrowser {
  private static final String SCRIPT = "<script>document.title='x'</script>\"'&";
  private static final int IMAGES = 300;
  private static final int CLASSES = 12;

  /** Named for what they show; every 60th image is called after no class. */
  private static final TrueLabels LABELS =
      new TrueLabels() {
        @Override
        public String source() {
          return "names";
        }

        @Override
        public List<String> of(String name) {
          return List.of(name.substring(name.lastIndexOf('=') + 1));
        }
      };

  private static EvaluationReport report;

  @BeforeAll
  static void open() throws IOException {
    EvaluationPage page = new EvaluationPage(file, RollUpView.NONE);
    List<Label> classes =
        IntStream.range(0, CLASSES)
            .mapToObj(i -> new Label("n" + i, i == 0 ? SCRIPT : "a class with a long name " + i))
            .toList();
    TemperatureFitter scored = new TemperatureFitter(1, 0.5);
    Evaluation evaluation = new Evaluation(LABELS, TargetClasses.of(classes), List.of(scored));
    for (int i = 0; i < IMAGES; i++) {
      page.picture(i, Pictures.noise(64, 64, i));
      ItemResult record = record(i, classes);
      page.add(record, evaluation.add(record));
    }
    Binning binning = new Binning(15, false);
    report =
        new EvaluationReport(
            "resnet50",
            "1",
            Instant.EPOCH,
            new EvaluationReport.EvaluatedModel(
                "a-model", "models/a", "0123456789abcdef", "TensorFlow", null, null),
            null,
            LABELS.source(),
            evaluation.images(),
            new EvaluationReport.ScoringMethod(5, binning, 1, 100),
            evaluation.scores(5, binning),
            scored.fit(binning),
            null,
            robustness(),
            null);
    try (Writer out = Files.newBufferedWriter(file)) {
      page.write(report, out);
    }
    browser.open(file, 1280, 900);
  }

  /** Every 50th fails, every 60th has no label, every third of the others is wrong. */
  private static ItemResult record(int i, List<Label> classes) {
    String name = (i == 1 ? SCRIPT : "photos/" + i) + "=" + (i % 60 == 7 ? "other" : i % CLASSES);
    if (i % 50 == 49) {
      return new ItemResult.Failed(
          i, name, new ImageFailure(ImageFailure.Kind.TRUNCATED, "after <b>12</b> rows"));
    }
    float[] probabilities = new float[CLASSES];
    float sure = 0.3f + i % 70 / 100f;
    Arrays.fill(probabilities, (1 - sure) / (CLASSES - 1));
    int taken = i % 3 == 0 ? (i + 1) % CLASSES : i % CLASSES;
    probabilities[taken] = sure;
    Label label = classes.get(taken);
    return new ItemResult.Predicted(
        i,
        name,
        640,
        480,
        List.of(new Prediction(taken, label.id(), label.name(), sure)),
        new ImageScores(probabilities, null));
  }

  private static Robustness robustness() {
    return Robustness.of(
        0.66,
        Robustness.Condition.parse("all").stream()
            .map(
                trial ->
                    new Robustness.ConditionResult(
                        trial.corruption().toString(),
                        trial.severity(),
                        IMAGES,
                        Estimate.wilson(
                            0.6
                                / (1
                                    + trial.severity()
                                        * trial.corruption().toString().length()
                                        / 17.0),
                            IMAGES)))
            .toList());
  }

  private static String count() {
    return browser.find(".count").getText();
  }

  private static void reset() {
    browser.find(".filter button[type=reset]").click();
    assertEquals("300 of 300 shown", count());
  }

  @Test
  void namesWithAScriptStayText() {
    assertEquals("Evaluation of a-model", browser.value("document.title"));
    assertEquals(1L, browser.value("document.scripts.length"));
    assertTrue(
        browser.all(".card .path").stream().anyMatch(e -> e.getText().equals(SCRIPT + "=1")));
    assertEquals("1 " + SCRIPT, browser.find(".confusion tbody th").getText());
    assertEquals("Truncated: after <b>12</b> rows", browser.find(".card.failed .error").getText());
  }

  @Test
  void theSurestMistakeIsTheFirst() {
    reset();
    WebElement first = browser.find(".card");
    assertTrue(first.getDomAttribute("class").contains("wrong"));
    double surest = report.scores().mistakes().get(0).confidence();
    assertEquals(
        surest, Double.parseDouble(first.getDomAttribute("data-confidence")), 1e-6, "of all");
    assertEquals(1, first.findElements(By.cssSelector("img")).size());
    assertTrue(first.findElement(By.cssSelector(".truth")).isDisplayed());
  }

  @Test
  void filtersByWhatIsRight() {
    reset();
    Select status = new Select(browser.find("[name=status]"));
    long wrong =
        Math.round(
            report.images().evaluated()
                * (1 - report.scores().metric("top1").orElseThrow().value()));
    status.selectByValue("wrong");
    assertEquals(wrong + " of 300 shown", count());
    status.selectByValue("failed");
    assertEquals(report.images().failed() + " of 300 shown", count());
    status.selectByValue("unlabelled");
    assertEquals(report.images().unlabelled() + " of 300 shown", count());
    status.selectByValue("right");
    browser.find("[name=from]").clear();
    browser.find("[name=from]").sendKeys("90");
    assertEquals(
        browser.all(".card.right").stream()
                .filter(e -> Double.parseDouble(e.getDomAttribute("data-confidence")) >= 0.9)
                .count()
            + " of 300 shown",
        count());
    reset();
  }

  @Test
  void aClickOnAClassShowsTheImagesOfIt() {
    reset();
    WebElement row = browser.find(".groups tbody tr");
    String images = row.findElement(By.cssSelector("td")).getText();
    WebElement name = row.findElement(By.cssSelector("button"));
    assertEquals("truth", name.getDomAttribute("data-field"));
    name.click();
    assertEquals(images + " of 300 shown", count(), "failed ones show no class");
    reset();
  }

  @Test
  void everyBinHasItsIntervalAndAVerdictIsInWords() {
    long bins = report.scores().reliability().stream().filter(bin -> bin.images() > 0).count();
    assertEquals(bins, browser.all(".plot line.interval").size());
    String page = browser.find("main").getText();
    assertTrue(page.contains("On the whole the model is "), page);
    assertTrue(page.matches("(?s).* In \\d+ of " + bins + " bins its confidence is not .*"), page);
    assertTrue(page.contains("held-out images"), page);
  }

  @Test
  void theMatrixCountsEveryImage() {
    long cells =
        (Long)
            browser.value(
                "[...document.querySelectorAll('.confusion td.hit, .confusion td.miss')]"
                    + ".reduce((sum, cell) => sum + Number(cell.textContent), 0)");
    assertEquals(report.images().evaluated(), cells);
  }

  @Test
  void fitsIntoATelephone() throws IOException {
    assertFitsIntoATelephone("evaluation");
  }
}
