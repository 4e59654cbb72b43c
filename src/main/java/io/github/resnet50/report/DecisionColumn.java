package io.github.resnet50.report;

import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Decision;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What may be decided of an image beyond its best class, and how all formats name it. */
public enum DecisionColumn {
  ROLLUP(List.of("id", "label", "prob"), Decision::rollup),
  /** Without an id, which is the label. */
  RULE(List.of("label", "prob"), Decision::rule);

  @SuppressWarnings("ImmutableEnumChecker") // of strings
  private final List<String> parts;

  @SuppressWarnings("ImmutableEnumChecker") // a method
  private final Function<Decision, Answer> answer;

  DecisionColumn(List<String> parts, Function<Decision, Answer> answer) {
    this.parts = parts;
    this.answer = answer;
  }

  /** What is told of an answer: keys of JSON, and with {@link #column} columns of tables. */
  public List<String> parts() {
    return parts;
  }

  /** A column of a table: {@code rollup_id}. */
  public String column(String part) {
    return this + "_" + part;
  }

  /** Null where there is none. */
  public Answer of(Decision decision) {
    return answer.apply(decision);
  }

  /** As in outputs. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
