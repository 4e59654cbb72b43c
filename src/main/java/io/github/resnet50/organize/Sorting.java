package io.github.resnet50.organize;

import io.github.resnet50.decision.Rules;
import io.github.resnet50.recorded.AnswerKind;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Predicted;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How images are sorted.
 *
 * @param into the folder that all go into
 * @param by which answer names an image's folder in it
 * @param leastProbability an answer that is less sure is {@link Rules.UNSURE}
 * @param takesChanged whether also images that are others now
 * @param wanted whether images of an answer are sorted
 */
public record Sorting(
    Path into,
    Mode mode,
    AnswerKind by,
    double leastProbability,
    boolean takesChanged,
    Predicate<Answer> wanted) {
  /** The answer of images that have none, or none that is sure enough. */
  public static final Answer UNSURE = new Answer(Rules.UNSURE, Rules.UNSURE, 0);

  /** That of a record. */
  public Answer answer(Predicted image) {
    Optional<Answer> answer = by.of(image);
    return answer.isPresent() && (float) answer.get().probability() >= (float) leastProbability
        ? answer.get()
        : UNSURE;
  }
}
