package io.github.resnet50.compare;

import io.github.resnet50.compare.ComparisonReport.Ambiguity;
import io.github.resnet50.compare.ComparisonReport.Common;
import io.github.resnet50.compare.ComparisonReport.ComparedImages;
import io.github.resnet50.compare.ComparisonReport.Difference;
import io.github.resnet50.compare.ComparisonReport.Right;
import io.github.resnet50.compare.ComparisonReport.TopDifference;
import io.github.resnet50.compare.ComparisonReport.Truth;
import io.github.resnet50.compare.SameClasses.Meaning;
import io.github.resnet50.decision.Taxonomy;
import io.github.resnet50.metrics.PairedDifference;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.recorded.RecordedNames;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Failed;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.PredictionReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Compares two prediction files image by image. Which classes are the same, {@link SameClasses}
 * says. An image whose label names several classes takes no part in who is right. For one thread,
 * and one comparison.
 */
public final class Comparison {
  private static final int MOST_CLASSES = 5;

  private final TrueLabels labels;
  private final Map<String, Ambiguity> ambiguous = new LinkedHashMap<>();
  private List<Label> modelA = List.of();
  private List<Label> modelB = List.of();
  private SameClasses classes;
  private Taxonomy taxonomy; // null: WordNet's
  private Optional<TreeAgreement> tree = Optional.empty();
  private final List<Difference> differences = new ArrayList<>();
  private String firstFailure; // null: none so far
  private long compared;
  private long failedA;
  private long failedB;
  private long sameTop1;
  private int topK = MOST_CLASSES;
  private double overlap;
  private long pairedClasses;
  private double sumDifference;
  private double maxDifference;
  private double sumTopDifference;
  private double maxTopDifference;
  private long labelled;
  private long bothRight;
  private long onlyARight;
  private long onlyBRight;

  /**
   * @param labels what images show; null where that is not known
   */
  public Comparison(TrueLabels labels) {
    this.labels = labels;
  }

  /**
   * Says which classes there are besides those that the files happen to name.
   *
   * @param ofA those of the first model; empty where only the file is known
   */
  public Comparison amongClasses(List<Label> ofA, List<Label> ofB) {
    modelA = List.copyOf(ofA);
    modelB = List.copyOf(ofB);
    return this;
  }

  /**
   * Says in which taxonomy classes are.
   *
   * @param own null: WordNet's
   */
  public Comparison in(Taxonomy own) {
    taxonomy = own;
    return this;
  }

  private static SortedMap<Integer, Label> classes(List<Label> model, Path file)
      throws IOException {
    return model.isEmpty() ? RecordedNames.classes(file) : LabelIndex.byIndex(model);
  }

  /**
   * Goes through both files.
   *
   * @param nameA what the first is of, for the report
   * @param nameB what the second is of
   */
  public ComparisonReport compare(String nameA, Path fileA, String nameB, Path fileB)
      throws IOException {
    SortedMap<Integer, Label> classesA = classes(modelA, fileA);
    SortedMap<Integer, Label> classesB = classes(modelB, fileB);
    classes = new SameClasses(classesA, classesB);
    tree = TreeAgreement.in(taxonomy, classesA, classesB);
    Pairs pairs = new Pairs();
    try (PredictionReader a = PredictionReader.open(fileA);
        PredictionReader b = PredictionReader.open(fileB)) {
      pairs.join(a, b, this::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new ComparisonReport(
        nameA,
        nameB,
        new ComparedImages(compared, failedA, failedB, pairs.onlyA(), pairs.onlyB()),
        share((double) sameTop1, compared),
        topK,
        share(overlap, compared),
        share(sumDifference, pairedClasses),
        pairedClasses == 0 ? null : maxDifference,
        sameTop1 == 0
            ? null
            : new TopDifference(sameTop1, sumTopDifference / sameTop1, maxTopDifference),
        truth(),
        List.copyOf(ambiguous.values()),
        differences,
        tree.map(TreeAgreement::levels).orElse(null));
  }

  private void add(ItemResult a, ItemResult b) {
    failedA += a instanceof Predicted ? 0 : 1;
    failedB += b instanceof Predicted ? 0 : 1;
    if (a instanceof Predicted first && b instanceof Predicted second) {
      add(first, second);
    } else if (firstFailure == null) {
      firstFailure = a instanceof Failed failed ? named(failed, "A") : named((Failed) b, "B");
    }
  }

  private static String named(Failed failed, String side) {
    return failed.name() + " in " + side + ": " + failed.failure();
  }

  /** Which image failed first, and where and why. */
  public Optional<String> firstFailure() {
    return Optional.ofNullable(firstFailure);
  }

  private void add(Predicted a, Predicted b) {
    compared++;
    addProbabilities(a.predictions(), b.predictions());
    List<String> names = labels == null ? List.of() : labels.of(a.name());
    Prediction topA = a.predictions().get(0);
    Prediction topB = b.predictions().get(0);
    Right right = names.isEmpty() ? null : judge(a.name(), names, topA, topB);
    boolean areSame = classes.areSame(topA, topB);
    Optional<Common> common = tree.flatMap(counted -> counted.add(topA, topB, areSame));
    if (areSame) {
      addSameTop(topA.probability(), topB.probability());
    } else {
      String label = names.isEmpty() ? null : names.get(0);
      differences.add(new Difference(a.name(), label, right, topA, topB, common.orElse(null)));
    }
  }

  private void addSameTop(float probabilityA, float probabilityB) {
    sameTop1++;
    double difference = Math.abs((double) probabilityA - probabilityB);
    sumTopDifference += difference;
    maxTopDifference = Math.max(maxTopDifference, difference);
  }

  private void addProbabilities(List<Prediction> a, List<Prediction> b) {
    int k = Math.min(MOST_CLASSES, Math.min(a.size(), b.size()));
    topK = Math.min(topK, k);
    int shared = 0;
    for (Prediction ofA : a.subList(0, k)) {
      shared += find(ofA, b.subList(0, k)) == null ? 0 : 1;
    }
    overlap += (double) shared / k;
    for (Prediction ofA : a) {
      Prediction ofB = find(ofA, b);
      if (ofB != null) {
        double difference = Math.abs((double) ofA.probability() - ofB.probability());
        sumDifference += difference;
        maxDifference = Math.max(maxDifference, difference);
        pairedClasses++;
      }
    }
  }

  /** Null where it is not known who is right. */
  private Right judge(String path, List<String> names, Prediction topA, Prediction topB) {
    Meaning meaning = classes.find(names);
    if (meaning.isAmbiguous()) {
      String label = String.join(" ", names);
      ambiguous.merge(
          label,
          new Ambiguity(label, classes.describe(meaning), 1, path),
          (before, now) -> before.plusOne());
      return null;
    }
    boolean allKnown = !modelA.isEmpty() && !modelB.isEmpty();
    return meaning.isUnknown() && allKnown ? null : judge(meaning.isOfA(topA), meaning.isOfB(topB));
  }

  private Right judge(boolean rightA, boolean rightB) {
    labelled++;
    bothRight += rightA && rightB ? 1 : 0;
    onlyARight += rightA && !rightB ? 1 : 0;
    onlyBRight += rightB && !rightA ? 1 : 0;
    if (rightA) {
      return rightB ? Right.BOTH : Right.A;
    }
    return rightB ? Right.B : Right.NEITHER;
  }

  private Truth truth() {
    return labelled == 0
        ? null
        : new Truth(
            labels.source(),
            labelled,
            (double) (bothRight + onlyARight) / labelled,
            (double) (bothRight + onlyBRight) / labelled,
            PairedDifference.of(onlyARight, onlyBRight, labelled),
            bothRight,
            onlyARight,
            onlyBRight,
            labelled - bothRight - onlyARight - onlyBRight,
            mcNemar(onlyARight, onlyBRight));
  }

  private Prediction find(Prediction wanted, List<Prediction> predictions) {
    for (Prediction prediction : predictions) {
      if (classes.areSame(wanted, prediction)) {
        return prediction;
      }
    }
    return null;
  }

  private static Double share(double part, long whole) {
    return whole == 0 ? null : part / whole;
  }

  /**
   * McNemar's test (1947) of whether two classifiers are right equally often, in its exact form:
   * under the hypothesis each is right on half of the images that exactly one of them gets right.
   *
   * @param onlyA images that only the first has right
   * @param onlyB images that only the second has right
   * @return the two-sided probability of a split at least as uneven
   */
  static double mcNemar(long onlyA, long onlyB) {
    long n = onlyA + onlyB;
    double logTerm = -n * Math.log(2); // of 0 successes of n, in the binomial distribution
    double tail = 0;
    for (long i = 0; i <= Math.min(onlyA, onlyB); i++) {
      tail += Math.exp(logTerm);
      logTerm += Math.log((double) (n - i) / (i + 1));
    }
    return Math.min(1, 2 * tail);
  }
}
