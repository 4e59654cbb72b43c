package io.github.resnet50.recorded;

import io.github.resnet50.model.Label;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.PredictionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a prediction file names: its classes, and its answers of each kind. */
public final class RecordedNames {
  private final SortedMap<Integer, Label> classes = new TreeMap<>();
  private final Map<AnswerKind, Map<String, Answer>> answers = new EnumMap<>(AnswerKind.class);

  private RecordedNames() {
    for (AnswerKind kind : AnswerKind.values()) {
      answers.put(kind, new LinkedHashMap<>());
    }
  }

  /**
   * Reads the file once.
   *
   * @param decide what becomes of each record first
   */
  public static RecordedNames of(Path predictions, UnaryOperator<ItemResult> decide)
      throws IOException {
    RecordedNames names = new RecordedNames();
    names.classes.putAll(
        labels(PredictionReader.classes(predictions, record -> names.add(decide.apply(record)))));
    return names;
  }

  /** The classes alone that a file names, by their indices. */
  public static SortedMap<Integer, Label> classes(Path predictions) throws IOException {
    return labels(PredictionReader.classes(predictions));
  }

  private static SortedMap<Integer, Label> labels(SortedMap<Integer, Prediction> seen) {
    SortedMap<Integer, Label> labels = new TreeMap<>();
    seen.forEach((index, p) -> labels.put(index, new Label(p.id(), p.label())));
    return labels;
  }

  private void add(ItemResult record) {
    if (record instanceof Predicted image) {
      answers.forEach(
          (kind, known) ->
              kind.of(image).ifPresent(answer -> known.putIfAbsent(answer.id(), answer)));
    }
  }

  /** The classes, by their indices; those of the model that no record names are not among them. */
  public SortedMap<Integer, Label> classes() {
    return classes;
  }

  /** All answers of a kind, each as it is first met. */
  public Collection<Answer> answers(AnswerKind kind) {
    return answers.get(kind).values();
  }
}
