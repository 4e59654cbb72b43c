package io.github.resnet50.report.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.basics.Text;
import io.github.resnet50.image.Contrast;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.Records;
import io.github.resnet50.report.Tally;
import io.github.resnet50.testing.RestoreLocale;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RestoreLocale.class)
class SummaryTest {
  private static Summary summary(Tally tally, List<Summary.Written> written, Bottleneck limit) {
    return new Summary(
        Summary.RecordCounts.of(tally, OptionalLong.of(tally.ok() + tally.failed())),
        14.2,
        14.125,
        written,
        Optional.ofNullable(limit));
  }

  @Test
  void everything() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    Tally tally = new Tally();
    IntStream.range(0, 198).forEach(i -> tally.add(Records.CAT));
    tally.add(Records.BROKEN);
    tally.add(
        new ItemResult.Failed(
            9, "a\u001b[31m\n.jpg", new ImageFailure(ImageFailure.Kind.CORRUPT, "bad \u0007")));
    Summary summary =
        summary(
            tally,
            List.of(
                new Summary.Written("Predictions", "out.csv"),
                new Summary.Written("Timings", "t\u009b.json")),
            new Bottleneck(Stage.INFERENCE, 0.971));
    assertEquals(
        """
        Classified 198 of 200 images in 14.2 s (14.1 images/s): 198 ok, 2 failed
        Failures:
          a/broken.jpg: Truncated: ends after 12 of 90 rows
          a\\u001b[31m\\n.jpg: Corrupt: bad
        Predictions: out.csv
        Timings: t\\u009b.json
        Bottleneck: inference, busy 97 % of the time; the model takes what the processor gives\
        """,
        String.join("\n", summary.lines()));
  }

  @Test
  void imagesOfASingleColourAreNamed() {
    Tally tally = new Tally();
    tally.add(seen("a.tif", new Contrast(0, 255)));
    tally.add(seen("full.jpg", new Contrast(200, 255)));
    assertEquals(
        "1 image was a single colour, or nearly so, after preprocessing: a.tif",
        summary(tally, List.of(), null).lines().get(1));
    for (String name : List.of("b\u009b.tif", "c.png", "d.gif")) {
      tally.add(seen(name, new Contrast(15, 15)));
    }
    assertEquals(
        "4 images were a single colour, or nearly so, after preprocessing:"
            + " a.tif, b\\u009b.tif, c.png, ...",
        summary(tally, List.of(), null).lines().get(1));
  }

  private static ItemResult seen(String name, Contrast contrast) {
    return new ItemResult.Predicted(
        0, name, 2, 1, List.of(), new ItemResult.Extras(null, contrast, ImageDetails.NONE));
  }

  @Test
  void allWell() {
    Tally tally = new Tally();
    tally.add(Records.CAT);
    assertEquals(
        List.of(
            "Classified 1 of 1 image in 14.2 s (0.1 images/s in all, 14.1 images/s once running):"
                + " 1 ok, 0 failed"),
        summary(tally, List.of(), null).lines());
  }

  @Test
  void theRateIsWhatAReaderFindsAndThatOnceRunningIsNamedSo() {
    assertEquals(
        "Classified 234 of 234 images in 22.2 s (10.5 images/s in all, 19.4 images/s once"
            + " running): 234 ok, 0 failed",
        rated(234, 22.2, 19.4));
    assertEquals(
        "Classified 234 of 234 images in 22.2 s (10.5 images/s): 234 ok, 0 failed",
        rated(234, 22.2, 11));
    assertEquals(
        "Classified 0 of 0 images in 0.0 s (0.0 images/s): 0 ok, 0 failed", rated(0, 0, 0));
  }

  private static String rated(long images, double seconds, double steady) {
    Summary.RecordCounts counts = Summary.RecordCounts.of(tally(images), OptionalLong.of(images));
    return new Summary(counts, seconds, steady, List.of(), Optional.empty()).lines().get(0);
  }

  private static Tally tally(long images) {
    Tally tally = new Tally();
    LongStream.range(0, images).forEach(i -> tally.add(Records.CAT));
    return tally;
  }

  @Test
  void manyFailures() {
    Tally tally = new Tally();
    IntStream.range(0, 12).forEach(i -> tally.add(Records.BROKEN));
    List<String> lines = summary(tally, List.of(), null).lines();
    assertEquals("First failures:", lines.get(1));
    assertEquals("  ... and 7 more", lines.get(7));
    assertEquals(8, lines.size());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "59.4, 59.4 s",
    "59.9, 1 min 00 s",
    "192, 3 min 12 s",
    "3599.6, 1 h 00 min",
    "90061, 25 h 01 min"
  })
  void lengthsOfTime(double seconds, String words) {
    assertEquals(words, Text.duration(seconds));
  }

  @Test
  void textFromStrangers() {
    assertEquals("ä 日本 😀 a\\b", Text.escape("ä 日本 😀 a\\b"));
    assertEquals("\\r\\t\\u0000\\u007f\\u202e", Text.escape("\r\t\u0000\u007f\u202e"));
    assertEquals("\\ud83d", Text.escape("\ud83d"));
  }
}
