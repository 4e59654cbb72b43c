package io.github.resnet50.recorded;

import io.github.resnet50.basics.NearestWord;
import io.github.resnet50.decision.ClassTree;
import io.github.resnet50.decision.Taxonomy;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What names mean among the classes and answers of a prediction file: a class by its id, its name
 * in any usual spelling or its index; a node of a taxonomy, with all that is below it; an answer by
 * its name. Where a name means several, it means all of them.
 */
public final class NamedClasses {
  private final Set<String> ids = new HashSet<>();
  private final BitSet classes = new BitSet();

  /** A name means nothing. */
  public static final class UnknownNameException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownNameException(String message) {
      super(message);
    }
  }

  /**
   * @param taxonomy of whatever classes
   * @param more names that count besides, such as {@code unsure}
   */
  public NamedClasses(
      Collection<String> names, RecordedNames file, Taxonomy taxonomy, Collection<String> more)
      throws UnknownNameException {
    LabelIndex index = new LabelIndex(file.classes());
    ClassTree tree = new ClassTree(taxonomy, file.classes());
    List<Answer> answers =
        Stream.of(AnswerKind.values()).flatMap(kind -> file.answers(kind).stream()).toList();
    for (String name : names) {
      boolean isKnown = more.contains(name);
      if (isKnown) {
        ids.add(name);
      }
      for (int candidate : index.find(List.of(name)).candidates()) {
        isKnown = true;
        add(candidate, file);
      }
      for (String node : taxonomy.named(name.strip())) {
        isKnown = true;
        ids.addAll(taxonomy.below(node));
        tree.below(node).stream().forEach(below -> add(below, file));
      }
      for (Answer answer : answers) {
        if (answer.label().equals(name) || answer.id().equals(name)) {
          isKnown = true;
          ids.add(answer.id());
        }
      }
      if (!isKnown) {
        throw new UnknownNameException(unknown(name, file, taxonomy, answers));
      }
    }
  }

  private void add(int classIndex, RecordedNames file) {
    classes.set(classIndex);
    ids.add(file.classes().get(classIndex).id());
  }

  private static String unknown(
      String name, RecordedNames file, Taxonomy taxonomy, List<Answer> answers) {
    List<String> known = new ArrayList<>();
    for (Label label : file.classes().values()) {
      known.addAll(List.of(label.name().split(",\\s*")));
      known.add(label.id());
    }
    answers.forEach(answer -> known.add(answer.label()));
    taxonomy.ids().forEach(id -> known.addAll(taxonomy.names(id)));
    String nearest =
        NearestWord.of(name, known).map(near -> "; did you mean " + near + "?").orElse("");
    return "'%s' is no class of the predictions, nor in %s%s"
        .formatted(name, taxonomy.source(), nearest);
  }

  /** Whether an answer is one of them, or below it. */
  public boolean has(Answer answer) {
    return ids.contains(answer.id());
  }

  /** Whether any answer that a record has is. */
  public boolean isAnswer(Predicted image) {
    for (AnswerKind kind : AnswerKind.values()) {
      if (kind.of(image).filter(this::has).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * How probable all of them together are, by what a record has: the least that they can be, or an
   * answer's own probability where that is more.
   */
  public double probability(Predicted image) {
    double sum = 0;
    for (Prediction prediction : image.predictions()) {
      sum += classes.get(prediction.classIndex()) ? prediction.probability() : 0;
    }
    for (AnswerKind kind : AnswerKind.values()) {
      double own = kind.of(image).filter(this::has).map(Answer::probability).orElse(0.0);
      sum = Math.max(sum, own);
    }
    return (float) sum; // as records have it
  }
}
