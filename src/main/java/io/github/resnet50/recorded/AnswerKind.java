package io.github.resnet50.recorded;

import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.Locale;
import java.util.Optional;

/** Which of the answers that a record has counts. */
public enum AnswerKind {
  /** The best class. */
  CLASS {
    @Override
    public Optional<Answer> of(Predicted image) {
      Prediction best = image.predictions().get(0);
      return Optional.of(new Answer(best.id(), best.label(), best.probability()));
    }
  },
  /** What several classes have in common. */
  ROLLUP {
    @Override
    public Optional<Answer> of(Predicted image) {
      return Optional.ofNullable(image.rollup());
    }
  },
  /** What rules make of it. */
  RULE {
    @Override
    public Optional<Answer> of(Predicted image) {
      return Optional.ofNullable(image.rule());
    }
  };

  /** That of a record; empty where it has none. */
  public abstract Optional<Answer> of(Predicted image);

  /** As in options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
