package io.github.resnet50.compare;

import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.ClassMatch;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * Which classes of two models, or of two prediction files, are the same: those with the same id, or
 * else the same name, whatever their indices. A name that several classes of one side share is no
 * identity; of those, the ones at the same index are the same.
 */
final class SameClasses {
  private final LabelIndex a;
  private final LabelIndex b;
  private final Map<Integer, Integer> sameInA = new HashMap<>(); // by index in B

  /** The classes of each side by their indices. */
  SameClasses(SortedMap<Integer, Label> classesA, SortedMap<Integer, Label> classesB) {
    this.a = new LabelIndex(classesA);
    this.b = new LabelIndex(classesB);
    classesB.forEach(
        (index, label) -> {
          ClassMatch found = a.find(label);
          Integer same = found.index().isPresent() ? found.index().getAsInt() : index;
          if (found.candidates().contains(same) && isMeant(index, same, classesA.get(same))) {
            sameInA.put(index, same);
          }
        });
  }

  private boolean isMeant(int ofB, int ofA, Label labelOfA) {
    ClassMatch back = b.find(labelOfA);
    return back.candidates().contains(ofB) && (!back.isAmbiguous() || ofA == ofB);
  }

  boolean areSame(Prediction ofA, Prediction ofB) {
    Integer same = sameInA.get(ofB.classIndex());
    return same != null && same == ofA.classIndex();
  }

  /** What a label means on each side; see {@link Meaning#isAmbiguous}. */
  Meaning find(Collection<String> labels) {
    ClassMatch inA = a.find(labels);
    ClassMatch inB = b.find(labels);
    boolean contradict =
        inA.index().isPresent()
            && inB.index().isPresent()
            && !Integer.valueOf(inA.index().getAsInt()).equals(sameInA.get(inB.index().getAsInt()));
    return new Meaning(inA, inB, contradict || inA.isAmbiguous() || inB.isAmbiguous());
  }

  /** The candidates of an ambiguous label. */
  String describe(Meaning meaning) {
    String ofA = a.describe(meaning.inA());
    String ofB = b.describe(meaning.inB());
    if (ofA.equals(ofB) || ofA.isEmpty() || ofB.isEmpty()) {
      return ofA.isEmpty() ? ofB : ofA;
    }
    return "in A " + ofA + "; in B " + ofB;
  }

  /**
   * What a label means.
   *
   * @param isAmbiguous whether it is the name of several classes, of one side or of both together
   */
  record Meaning(ClassMatch inA, ClassMatch inB, boolean isAmbiguous) {
    boolean isOfA(Prediction prediction) {
      return inA.index().equals(OptionalInt.of(prediction.classIndex()));
    }

    boolean isOfB(Prediction prediction) {
      return inB.index().equals(OptionalInt.of(prediction.classIndex()));
    }

    boolean isUnknown() {
      return inA.isNone() && inB.isNone();
    }
  }
}
