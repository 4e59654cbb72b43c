package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Decision;
import io.github.resnet50.report.ItemResult.Extras;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecidedTest {
  private static final List<Prediction> BEST =
      List.of(
          new Prediction(1, "beagle", "beagle", 0.5f),
          new Prediction(2, "abacus", "abacus", 0.2f),
          new Prediction(3, "hound", "hound", 0.1f),
          new Prediction(4, "dog", "dog", 0.001f));

  private static Decided of(Answer rollup, Answer rule, Double threshold) {
    Extras extras = Extras.NONE.deciding(new Decision(rollup, rule));
    return Decided.of(
        new Predicted(0, "a.jpg", 1, 1, BEST, extras),
        new RollUpView(AnswerTreeTest.OUTLINE, threshold));
  }

  @Test
  void aRolledUpAnswerIsTheSumOfWhatLiesBelowIt() {
    assertEquals(
        new Decided(
            "dog", "rolled", "dog 75.0 % = beagle 50.0 % + hound 10.0 % + 15.0 % of others"),
        of(new Answer("dog", "dog", 0.75), null, 0.7));
    assertEquals(
        new Decided("hound", "rolled", "hound 60.0 % = beagle 50.0 % + hound 10.0 %"),
        of(new Answer("hound", "hound", 0.6), null, 0.6));
  }

  @Test
  void aClassNeedsNoWords() {
    assertEquals(
        new Decided("beagle", "class", ""), of(new Answer("beagle", "beagle", 0.5), null, 0.5));
    assertEquals(new Decided("beagle", "", ""), of(null, null, null));
  }

  @Test
  void whatIsUnsureSaysSo() {
    assertEquals(
        new Decided("", "unsure", "unsure: nothing reaches 90.0 %; by rule: pets 50.0 %"),
        of(null, new Answer("pets", "pets", 0.5), 0.9));
  }
}
