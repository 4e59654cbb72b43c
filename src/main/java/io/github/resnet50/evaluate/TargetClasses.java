package io.github.resnet50.evaluate;

import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.PredictionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The classes that images may show, and the names by which labels refer to them. For one thread.
 */
public final class TargetClasses {
  private final List<Label> labels;
  private final LabelIndex index;
  private final boolean closed;
  private final Map<String, Integer> added = new HashMap<>();

  private TargetClasses(List<Label> labels, boolean closed) {
    this.labels = new ArrayList<>(labels);
    this.index = new LabelIndex(labels);
    this.closed = closed;
  }

  /** The classes of a model and no others; empty if it has no names. */
  public static TargetClasses of(List<Label> labels) {
    return new TargetClasses(labels, true);
  }

  /** The classes of a model without names. */
  static TargetClasses unnamed(int count) {
    return of(IntStream.range(0, count).mapToObj(Label::unnamed).toList());
  }

  /**
   * The classes that occur in a prediction file. Not all of the model's classes may occur there, so
   * any other name that a label uses becomes a class too, one that was never predicted.
   */
  public static TargetClasses seenIn(Path predictions) throws IOException {
    TreeMap<Integer, Label> seen = new TreeMap<>();
    try (PredictionReader reader = PredictionReader.open(predictions)) {
      while (reader.hasNext()) {
        if (reader.next() instanceof ItemResult.Predicted image) {
          for (Prediction p : image.predictions()) {
            seen.computeIfAbsent(p.classIndex(), i -> new Label(p.id(), p.label()));
          }
        }
      }
    }
    int count = seen.isEmpty() ? 0 : seen.lastKey() + 1;
    return new TargetClasses(
        IntStream.range(0, count).mapToObj(i -> seen.getOrDefault(i, Label.unnamed(i))).toList(),
        false);
  }

  /**
   * The class that the names refer to.
   *
   * @param names the most exact first
   * @return empty where there is none
   */
  OptionalInt find(List<String> names) {
    OptionalInt found = index.find(names);
    if (found.isPresent() || closed || names.isEmpty()) {
      return found;
    }
    String name = names.get(0);
    return OptionalInt.of(
        added.computeIfAbsent(
            name,
            unseen -> {
              labels.add(new Label(unseen, unseen));
              return labels.size() - 1;
            }));
  }

  boolean isEmpty() {
    return labels.isEmpty();
  }

  /** How many classes occur in labels only. */
  int neverPredicted() {
    return added.size();
  }

  Label label(int c) {
    return labels.get(c);
  }
}
