package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.html.ExplanationPage.Heat;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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
    Heat heat = new Heat(noise(1), noise(2), "tabby <i>cat</i>", 0.75f, "gradcam", "half on 9 %");
    page.add(SCRIPT, List.of(heat, new Heat(noise(1), noise(3), "dog", 0.2f, "rise", "")));
    page.fail("broken.jpg", "Truncated: after <b>12</b> rows");
    try (Writer out = Files.newBufferedWriter(file)) {
      page.write("resnet50 0", "a model", null, "", out);
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

  private static Object opacity(Browser browser, int card) {
    return browser.value(
        "getComputedStyle(document.querySelectorAll('.heat')[" + card + "]).opacity");
  }

  private static RgbImage noise(int seed) {
    byte[] rgb = new byte[224 * 224 * 3];
    new Random(seed).nextBytes(rgb);
    return new RgbImage(224, 224, rgb);
  }
}
