package io.github.resnet50.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What compressing costs, and how that is told. */
class PriceTest {
  private static final Predictions BEFORE =
      new Predictions(new float[][] {{0.7f, 0.2f, 0.1f}, {0.4f, 0.5f, 0.1f}});
  private static final Predictions AFTER =
      new Predictions(new float[][] {{0.6f, 0.3f, 0.1f}, {0.6f, 0.3f, 0.1f}});

  @Test
  void comparesImageByImage() {
    Price price = Price.of(BEFORE, AFTER, List.of(0, 1));
    assertEquals(2, price.images());
    assertEquals(1, price.sameTop1());
    assertEquals(50, price.drop());
    assertEquals((0.1 + 0.2) / 2, price.meanDifference(), 1e-6);
    assertEquals(0.2, price.maxDifference(), 1e-6);
    double first = 0.7 * Math.log(0.7 / 0.6) + 0.2 * Math.log(0.2 / 0.3);
    double second = 0.4 * Math.log(0.4 / 0.6) + 0.5 * Math.log(0.5 / 0.3);
    assertEquals((first + second) / 2, price.meanDivergence(), 1e-6);
    assertEquals(2, price.labelled());
    assertEquals(2, price.correctBefore());
    assertEquals(1, price.correctAfter());
  }

  @Test
  void imagesWithoutLabelsDoNotCountForAccuracy() {
    Price price = Price.of(BEFORE, AFTER, List.of(-1, 0));
    assertEquals(1, price.labelled());
    assertEquals(0, price.correctBefore());
    assertEquals(1, price.correctAfter());
  }

  @Test
  void oneScoreIsThatOfTheSecondOfTwoClasses() {
    Predictions before = new Predictions(new float[][] {{0.9f}, {0.6f}});
    Predictions after = new Predictions(new float[][] {{0.8f}, {0.4f}});
    Price price = Price.of(before, after, List.of(1, 1));
    assertEquals(1, price.sameTop1());
    assertEquals(2, price.correctBefore());
    assertEquals(1, price.correctAfter());
    double first = 0.9 * Math.log(0.9 / 0.8) + 0.1 * Math.log(0.1 / 0.2);
    double second = 0.6 * Math.log(0.6 / 0.4) + 0.4 * Math.log(0.4 / 0.6);
    assertEquals((first + second) / 2, price.meanDivergence(), 1e-6);
  }

  private static CompressionLabel label(Price price, boolean disjoint, List<String> kept) {
    return new CompressionLabel(
        "int8",
        new CompressionLabel.Original("flowers", "ab".repeat(32)),
        null,
        new Int8Choice(ClippingRule.LARGEST, true, 51, kept, 0.971),
        new CompressionLabel.Images("photos", 100),
        new CompressionLabel.Images("labelled", 2),
        disjoint,
        price,
        new CompressionLabel.Measured(102_600_000, 20, 2, 8, 1.25),
        new CompressionLabel.Measured(32_000_000, 50, 2, 8, 0.5),
        List.of());
  }

  private static String text(CompressionLabel label) {
    return new LabelLines(label)
        .all().stream().map(pair -> String.join(": ", pair)).collect(Collectors.joining("\n"));
  }

  @Test
  void theLabelSaysThePriceInWordsAndInNumbers() {
    Price price = Price.of(BEFORE, AFTER, List.of(0, 1));
    CompressionLabel label = label(price, true, List.of("conv1", "conv2"));
    assertEquals(
        """
        made of: flowers (sha256 abababababab)
        int8: 51 convolutions, 2 kept in float for accuracy; 97.1 % of the arithmetic
        ranges: the largest value met, biases corrected
        fitted to: 100 images (photos)
        priced on: 2 images (labelled)
        same top-1: 1 of 2 (50.0 %)
        |dp|, KL: mean 0.1500 of the top class, max 0.2000 of any; KL 0.0600 nats
        accuracy: 100.0 % -> 50.0 % (2 -> 1 of 2 right)
        size: 102.6 MB -> 32.0 MB (31 %)
        speed: 20.0 -> 50.0 images/s (2.50x; 2 threads, batch 8, without decoding)
        start: 1.25 s -> 0.50 s from file to the first batch's result\
        """,
        text(label));
    JsonObject json = label.json();
    assertEquals(
        "2.5x as fast, 31 % of the size, same top-1 on 1 of 2 images",
        json.get("summary").getAsString());
    assertEquals(1, json.getAsJsonObject("price").get("same_top1").getAsInt(), json.toString());
    assertEquals("ab".repeat(32), json.getAsJsonObject("original").get("sha256").getAsString());
    assertEquals(0.5, json.getAsJsonObject("after").get("first_batch_seconds").getAsDouble());
  }

  @Test
  void theLabelHidesNothing() {
    String text = text(label(Price.of(BEFORE, AFTER, List.of(-1, -1)), false, List.of()));
    assertTrue(text.contains("the same that it was fitted to"), text);
    assertTrue(text.contains("not known: the images have no labels"), text);
    assertFalse(text.contains("kept in float"), text);
  }

  private static ImageSet set(int from, int to) {
    return new ImageSet(
        "images",
        IntStream.range(from, to).mapToObj(i -> new byte[] {(byte) i}).toList(),
        IntStream.range(from, to).boxed().toList());
  }

  @Test
  void everyThirdImageIsHeldOut() {
    ImageSplit split = ImageSplit.heldOut(set(0, 7));
    assertEquals(List.of(0, 1, 3, 4, 6), split.calibration().classes());
    assertEquals(List.of(2, 5), split.evaluation().classes());
    assertTrue(split.disjoint());
    assertFalse(ImageSplit.heldOut(set(0, 2)).disjoint(), "too few to hold any out");
  }

  @Test
  void noImageIsFittedToAndPricedOn() {
    ImageSplit split = ImageSplit.of(set(0, 4), set(2, 8));
    assertEquals(List.of(4, 5, 6, 7), split.evaluation().classes());
    assertTrue(split.disjoint());
    assertFalse(ImageSplit.of(set(0, 4), set(1, 3)).disjoint(), "nothing else is there");
    assertEquals(List.of(0, 2, 5), set(0, 8).atMost(3).classes());
  }
}
