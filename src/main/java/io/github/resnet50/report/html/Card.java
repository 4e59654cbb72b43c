package io.github.resnet50.report.html;

import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.Prediction;
import io.github.resnet50.report.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * One image of a gallery.
 *
 * @param status what the filter of the page goes by, such as {@code ok} or {@code failed}
 * @param label the best class's name; empty where there is none
 * @param confidence its probability; -1 where there is none
 * @param thumbnail null where there is no picture
 * @param link to the file, relative to the page; empty where none can be made
 * @param truth what is said of what the image shows; empty where nothing is
 * @param error why it failed; empty where it did not
 * @param best null where there is no prediction
 * @param rival what another model says; null where no other is asked
 */
record Card(
    String status,
    String label,
    float confidence,
    Thumbnail thumbnail,
    String path,
    String link,
    String truth,
    String error,
    Guess best,
    Guess rival) {

  /**
   * A class and its probability; {@code others} follow the best one, and are null where there are
   * none.
   */
  record Guess(String label, String text, String percent, Others others) {}

  /** What is folded away. */
  record Others(String summary, List<Guess> rows) {}

  static Card of(ItemResult result, Thumbnail thumbnail, String link) {
    if (result instanceof ItemResult.Predicted predicted) {
      List<Prediction> all = predicted.predictions();
      Prediction best = all.get(0);
      return new Card(
          "ok",
          best.label(),
          best.probability(),
          thumbnail,
          result.name(),
          link,
          "",
          "",
          guess(best, others(all)),
          null);
    }
    ItemResult.Failed failed = (ItemResult.Failed) result;
    String error = failed.failure().toString();
    return new Card("failed", "", -1, null, result.name(), link, "", error, null, null);
  }

  /** With what a label says of it. */
  static Card judged(ItemResult result, Thumbnail thumbnail, String link, Verdict verdict) {
    Card card = of(result, thumbnail, link);
    return new Card(
        verdict.kind().toString(),
        card.label,
        card.confidence,
        thumbnail,
        card.path,
        link,
        is(verdict.truth()),
        card.error,
        card.best,
        null);
  }

  /**
   * An image that two models take for different things; its confidence is the lesser one.
   *
   * @param truth empty where that is not known
   */
  static Card disputed(
      String path, String link, String status, String truth, Prediction a, Prediction b) {
    return new Card(
        status,
        a.label() + " / " + b.label(),
        Math.min(a.probability(), b.probability()),
        null,
        path,
        link,
        is(truth),
        "",
        guess("A: ", a, null),
        guess("B: ", b, null));
  }

  /**
   * An image whose label is doubted; its confidence is the suggested class's probability.
   *
   * @param label that it was given
   */
  static Card suspected(
      String path,
      String link,
      String status,
      Thumbnail thumbnail,
      String label,
      Prediction suggested) {
    return new Card(
        status,
        suggested.label(),
        suggested.probability(),
        thumbnail,
        path,
        link,
        "labelled " + label,
        "",
        guess("", suggested, null),
        null);
  }

  private static String is(String truth) {
    return truth.isEmpty() ? "" : "is " + truth;
  }

  private static Others others(List<Prediction> all) {
    List<Guess> rows = all.stream().skip(1).map(p -> guess(p, null)).toList();
    return rows.isEmpty() ? null : new Others("next " + rows.size(), rows);
  }

  private static Guess guess(Prediction prediction, Others others) {
    return guess("", prediction, others);
  }

  private static Guess guess(String by, Prediction prediction, Others others) {
    String percent = String.format(Locale.ROOT, "%.1f", prediction.probability() * 100);
    return new Guess(by + prediction.label(), percent + " %", percent, others);
  }
}
