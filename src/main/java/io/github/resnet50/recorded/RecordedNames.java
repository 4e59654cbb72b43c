package io.github.resnet50.recorded;

import io.github.resnet50.model.Label;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Predicted;
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
    PredictionReader.classes(predictions, record -> names.add(decide.apply(record)))
        .forEach((index, p) -> names.classes.put(index, new Label(p.id(), p.label())));
    return names;
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
