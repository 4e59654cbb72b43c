package io.github.resnet50.evaluate;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.ClassMatch;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.recorded.RecordedNames;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.PredictionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The classes that images may show, and the names by which labels refer to them. For one thread.
 */
public final class TargetClasses {
  private final SortedMap<Integer, Label> labels;
  private final LabelIndex index;
  private final boolean closed;
  private final int end; // all indices that predictions have lie before it
  private final Map<String, Integer> added = new HashMap<>();

  private TargetClasses(SortedMap<Integer, Label> labels, boolean closed) {
    this.labels = new TreeMap<>(labels);
    this.index = new LabelIndex(labels);
    this.closed = closed;
    this.end = labels.isEmpty() ? 0 : labels.lastKey() + 1;
  }

  /** The classes of a model and no others; empty if it has no names. */
  public static TargetClasses of(List<Label> labels) {
    return new TargetClasses(LabelIndex.byIndex(labels), true);
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
    return new TargetClasses(RecordedNames.classes(predictions), false);
  }

  /**
   * Makes sure that a prediction file names no others, and by the same names.
   *
   * @throws MalformedFileException where it does: it is another model's
   */
  public void requireSame(Path predictions) throws IOException {
    for (Prediction seen : PredictionReader.classes(predictions).values()) {
      Label label = labels.get(seen.classIndex());
      if (label == null && !labels.isEmpty()) {
        throw new MalformedFileException(
            "%s: class index %d, but the model has %d classes; is it another model's?"
                .formatted(predictions, seen.classIndex(), labels.size()));
      }
      if (label != null && !label.id().equals(seen.id()) && !label.name().equals(seen.label())) {
        throw new MalformedFileException(
            "%s: class %d is %s, but %s in the model; is it another model's?"
                .formatted(predictions, seen.classIndex(), seen.label(), label.name()));
      }
    }
  }

  /** How many classes there are, numbered without gaps; 0 where that is not known. */
  int count() {
    return index.size() == end ? end : 0;
  }

  /** The classes so far, by their indices. */
  public SortedMap<Integer, Label> labels() {
    return new TreeMap<>(labels); // labels may add more
  }

  /** The classes that labels are looked for among. */
  public LabelIndex index() {
    return index;
  }

  /** The class that an image shows; one that is added where the classes are not all known. */
  ClassMatch find(TrueLabels labels, String image) {
    List<String> names = labels.of(image);
    ClassMatch found = labels.match(image, index);
    return closed || names.isEmpty() || !found.isNone() ? found : added(names.get(0).strip());
  }

  private ClassMatch added(String name) {
    OptionalInt number = index.numbersAreIndices() ? number(name) : OptionalInt.empty();
    int place =
        added.computeIfAbsent(
            index.key(name),
            unseen -> {
              int free = number.orElse(Math.max(end, labels.isEmpty() ? 0 : labels.lastKey() + 1));
              labels.put(free, number.isPresent() ? Label.unnamed(free) : Label.parse(name));
              return free;
            });
    return ClassMatch.of(place);
  }

  /** An index that no prediction has; one beyond those may be another model's. */
  private OptionalInt number(String name) {
    if (!name.matches("\\d{1,9}") || Integer.parseInt(name) >= end) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(name));
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
