package io.github.resnet50.tag;

import io.github.resnet50.decision.Rules;
import io.github.resnet50.recorded.AnswerKind;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.tag.xmp.Keywords;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a record's image is called.
 *
 * @param by which of its answers counts
 * @param minProbability from which an answer is sure enough to stay in a library for years
 * @param path where an answer stands, from the general to the particular; empty where it says
 *     nothing that anybody looks for
 */
public record KeywordChoice(
    AnswerKind by, double minProbability, Function<Answer, List<String>> path) {

  /** Its answer; one of rules that is a class of the model's stands where that class does. */
  private Optional<Answer> placed(Predicted image) {
    Optional<Answer> answer = by.of(image);
    if (by != AnswerKind.RULE) {
      return answer;
    }
    return answer.map(
        given ->
            image.predictions().stream()
                .filter(prediction -> prediction.label().equals(given.label()))
                .findFirst()
                .map(same -> new Answer(same.id(), same.label(), given.probability()))
                .orElse(given));
  }

  /** Why a record gives no keyword; empty where it does. */
  Optional<LeftOut> leftOut(Predicted image) {
    Optional<Answer> answer = placed(image);
    if (answer.isEmpty() || Rules.isUnsure(answer.get())) {
      return Optional.of(LeftOut.UNDECIDED);
    }
    if (answer.get().probability() < minProbability) {
      return Optional.of(LeftOut.UNSURE);
    }
    return path.apply(answer.get()).isEmpty() ? Optional.of(LeftOut.GENERAL) : Optional.empty();
  }

  /** None where {@link #leftOut} says why. */
  Keywords of(Predicted image) {
    return leftOut(image).isPresent()
        ? Keywords.NONE
        : new Keywords(List.of(placed(image).map(path).orElseThrow()));
  }
}
