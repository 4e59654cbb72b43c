package io.github.resnet50.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.explain.ExplainedImage.Durations;
import io.github.resnet50.explain.ExplainedImage.Explanation;
import io.github.resnet50.explain.ExplainedImage.Measures;
import io.github.resnet50.explain.ExplainedImage.Target;
import io.github.resnet50.explain.HeatMap.Concentration;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.model.Label;
import io.github.resnet50.report.html.Browser;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. */
@Timeout(120)
class ExplanationPageIT {
  private static final String SCRIPT = "<script>document.title='x'</script>\"'&.jpg";
  private static final String MOVE =
      "el => { el.value = 25; el.dispatchEvent(new Event('input')) }";

  @TempDir Path folder;

  @Test
  void slidersUncoverTheImage() throws Exception {
    Path file = folder.resolve("page.html");
    ExplanationPage page = new ExplanationPage(file);
    page.add(
        new ExplainedImage(
            new ImageRef(0, SCRIPT, Path.of("x.jpg")),
            224,
            224,
            Pictures.noise(224, 224, 1),
            null,
            List.of(
                explanation("tabby <i>cat</i>", 0.75f, Method.GRADCAM, Pictures.noise(224, 224, 2)),
                explanation("dog", 0.2f, Method.RISE, Pictures.noise(224, 224, 3))),
            new Durations(1, Map.of())));
    page.add(
        ExplainedImage.failed(
            new ImageRef(1, "broken.jpg", Path.of("broken.jpg")),
            new ImageFailure(ImageFailure.Kind.TRUNCATED, "after <b>12</b> rows")));
    try (Writer out = Files.newBufferedWriter(file)) {
      page.write("resnet50 0", "a model", new ExplanationSummary(), "", out);
    }
    try (Browser browser = Browser.start()) {
      browser.open(file, 1280, 900);
      assertEquals(List.of(), browser.complaints());
      assertEquals(List.of(), browser.requests(file));
      assertEquals("What a model looks at", browser.value("document.title"));
      assertEquals(3, browser.all(".card").size());
      assertEquals("1", opacity(browser, 0));
      browser.value("(" + MOVE + ")(document.querySelectorAll('.slider')[0])");
      assertEquals("0.25", opacity(browser, 0));
      assertEquals("1", opacity(browser, 1), "each has its own");
      browser.value("(" + MOVE + ")(document.querySelector('[name=heat]'))");
      assertEquals("0.25", opacity(browser, 1), "the form's moves all");
      assertEquals(List.of(), browser.complaints(), "nor does the policy forbid it");
      browser.picture(Path.of("target", "pages", "explanation-1280.png"));
    }
  }

  private static Explanation explanation(
      String label, float probability, Method method, RgbImage overlay) {
    return new Explanation(
        new Target(0, Label.parse(label), probability),
        method,
        Map.of(),
        SaliencyMap.of(new HeatMap(1, 1, new float[1])),
        new Measures(new Concentration(0.09, 0.5, 0.5), null, null),
        overlay,
        new byte[0]);
  }

  private static Object opacity(Browser browser, int card) {
    return browser.value(
        "getComputedStyle(document.querySelectorAll('.heat')[" + card + "]).opacity");
  }
}
