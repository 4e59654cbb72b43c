package io.github.resnet50.report;

import io.github.resnet50.basics.Text;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Decision;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Makes records of what a file says, and checks what a record may say, whatever the format. */
final class ReadRecord {
  private static final int MOST_CLASSES = 1_000_000;
  private static final double LARGEST = 1.001; // of what rounding makes of 1

  private ReadRecord() {}

  static boolean isFailed(String status) {
    if (!status.equals("ok") && !status.equals("failed")) {
      throw new IllegalArgumentException(
          "status is '" + Text.shortened(status) + "'; expected ok or failed");
    }
    return status.equals("failed");
  }

  static int whole(String name, String text) {
    try {
      String digits = text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
      int number = Integer.parseInt(digits);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // As below.
    }
    throw new IllegalArgumentException(
        name + " is '" + Text.shortened(text) + "'; expected a whole number from 0");
  }

  static float number(String name, String text) {
    try {
      float number = Float.parseFloat(text);
      if (number >= 0 && number <= LARGEST) { // NaN is neither
        return number;
      }
    } catch (NumberFormatException e) {
      // As below.
    }
    throw new IllegalArgumentException(
        name + " is '" + Text.shortened(text) + "'; expected a number from 0 to 1");
  }

  static ItemResult.Predicted predicted(
      long index, String name, String width, String height, List<Prediction> predictions) {
    requirePath(name);
    if (predictions.isEmpty()) {
      throw new IllegalArgumentException("status is ok, but there is no prediction");
    }
    for (int i = 0; i < predictions.size(); i++) {
      Prediction p = predictions.get(i);
      if (p.classIndex() >= MOST_CLASSES) {
        throw new IllegalArgumentException(
            "class index %d; expected less than %d".formatted(p.classIndex(), MOST_CLASSES));
      }
      if (i > 0 && p.probability() > predictions.get(i - 1).probability()) {
        throw new IllegalArgumentException(
            "probability %d is %s, more than that before it; expected the best first"
                .formatted(i + 1, p.probability()));
      }
    }
    return new ItemResult.Predicted(
        index, name, whole("width", width), whole("height", height), predictions);
  }

  /**
   * What was decided of an image.
   *
   * @param answers for what is decided, how the parts of its answer are found by their names; null
   *     where there is none
   */
  static Decision decision(Function<DecisionColumn, UnaryOperator<String>> answers) {
    return new Decision(
        answer(DecisionColumn.ROLLUP, answers), answer(DecisionColumn.RULE, answers));
  }

  private static Answer answer(
      DecisionColumn column, Function<DecisionColumn, UnaryOperator<String>> answers) {
    UnaryOperator<String> parts = answers.apply(column);
    if (parts == null) {
      return null;
    }
    String label = parts.apply("label");
    return new Answer(
        column.parts().contains("id") ? parts.apply("id") : label,
        label,
        number(column.column("prob"), parts.apply("prob")));
  }

  private static void requirePath(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("path is empty, or has a NUL in it");
    }
  }

  static ItemResult failed(long index, String name, String kind, String message) {
    requirePath(name);
    ImageFailure.Kind known =
        Arrays.stream(ImageFailure.Kind.values())
            .filter(k -> k.label().equals(kind))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("unknown kind of failure " + kind));
    return new ItemResult.Failed(index, name, new ImageFailure(known, message));
  }
}
