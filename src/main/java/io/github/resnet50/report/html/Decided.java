package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * What an image was decided to be, and why.
 *
 * @param node of the tree that it stands at; empty: none
 * @param kind what the filter goes by: {@code class}, {@code rolled}, {@code unsure}; empty where
 *     nothing was rolled up
 * @param text may be empty
 */
record Decided(String node, String kind, String text) {
  /** Nothing was. */
  static final Decided NONE = new Decided("", "", "");

  /** Which of the shares of a sum are worth a word. */
  private static final double WORTH_TELLING = 0.005;

  /** Of a record. */
  static Decided of(Predicted image, RollUpView view) {
    Prediction best = image.predictions().get(0);
    List<String> texts = new ArrayList<>();
    String kind = "";
    String node = view.outline().node(best.id(), best.label());
    if (view.threshold() != null) {
      Answer answer = image.rollup();
      kind = answer == null ? "unsure" : view.isRolledUp(image) ? "rolled" : "class";
      node = answer == null ? "" : view.outline().node(answer.id(), answer.label());
      if (answer == null) {
        texts.add("unsure: nothing reaches " + SHARE.of(view.threshold()));
      } else if (kind.equals("rolled")) {
        texts.add(sum(image, answer, view.outline()));
      }
    }
    if (image.rule() != null) {
      texts.add("by rule: " + image.rule().label() + " " + SHARE.of(image.rule().probability()));
    }
    return new Decided(node, kind, String.join("; ", texts));
  }

  /** {@code dog 83 % = beagle 41 % + Walker hound 30 % + 12 % of others}. */
  private static String sum(Predicted image, Answer answer, ClassOutline outline) {
    List<String> parts = new ArrayList<>();
    String node = outline.node(answer.id(), answer.label());
    double rest = answer.probability();
    for (Prediction prediction : image.predictions()) {
      String own = outline.node(prediction.id(), prediction.label());
      boolean isBelow = own.equals(node) || outline.above(own).contains(node);
      if (isBelow && prediction.probability() >= WORTH_TELLING) {
        parts.add(prediction.label() + " " + SHARE.of(prediction.probability()));
        rest -= prediction.probability();
      }
    }
    if (rest >= WORTH_TELLING) {
      parts.add(SHARE.of(rest) + " of others");
    }
    return "%s %s = %s"
        .formatted(answer.label(), SHARE.of(answer.probability()), String.join(" + ", parts));
  }
}
