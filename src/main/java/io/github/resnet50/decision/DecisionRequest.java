package io.github.resnet50.decision;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.model.Label;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * What is to be decided of images, whatever the model.
 *
 * @param threshold the least probability that images are rolled up to; null: they are not
 * @param taxonomy of the user's own; null: WordNet's
 * @param rules null: none
 */
public record DecisionRequest(Double threshold, Taxonomy taxonomy, RuleFile rules) {
  /** Nothing. */
  public static final DecisionRequest NONE = new DecisionRequest(null, null, null);

  /** Whether nothing is to be decided. */
  public boolean isNothing() {
    return threshold == null && rules == null;
  }

  /**
   * For all classes of a model.
   *
   * @param classes by their indices
   * @throws MalformedFileException where a rule means nothing among them
   * @throws IllegalArgumentException where one of them is in no taxonomy, and images are to be
   *     rolled up; with a message for the user
   */
  public Decider of(SortedMap<Integer, Label> classes) throws MalformedFileException {
    return of(classes, false, null);
  }

  /**
   * For records of which nobody knows what other classes their model has; the leaves of the
   * taxonomy are taken for them.
   *
   * @param seen the classes that they name
   * @param notes hears of rules for classes that none names
   * @throws MalformedFileException as {@link #of(SortedMap)}
   * @throws IllegalArgumentException likewise
   */
  public Decider ofRecords(SortedMap<Integer, Label> seen, Consumer<String> notes)
      throws MalformedFileException {
    return of(seen, true, notes);
  }

  private Decider of(SortedMap<Integer, Label> classes, boolean hasOthers, Consumer<String> unknown)
      throws MalformedFileException {
    if (isNothing()) {
      return Decider.NONE;
    }
    Optional<ClassTree> tree = ClassTree.in(taxonomy, classes);
    RollUp rollUp = null;
    if (threshold != null) {
      ClassTree complete = requireComplete(tree, classes);
      Collection<String> others = hasOthers ? complete.otherLeaves() : List.of();
      rollUp = new RollUp(complete, classes, others, threshold);
    }
    return new Decider(
        rollUp, rules == null ? null : new Rules(rules, classes, tree.orElse(null), unknown));
  }

  /** What people see above classes, where these are in a taxonomy. */
  public Outline outline(SortedMap<Integer, Label> classes) {
    if (ClassTree.in(taxonomy, classes).isEmpty()) {
      return Outline.none();
    }
    return taxonomy == null ? Outline.ofWordNet(WordNet.taxonomy()) : Outline.of(taxonomy);
  }

  private ClassTree requireComplete(Optional<ClassTree> tree, SortedMap<Integer, Label> classes) {
    ClassTree complete = tree.orElseGet(() -> new ClassTree(WordNet.taxonomy(), classes));
    complete
        .complaint()
        .ifPresent(
            complaint -> {
              throw new IllegalArgumentException(
                  complaint
                      + (taxonomy == null
                          ? "; give a tree of its own with --taxonomy FILE, lines of class,parent"
                          : "; add a line class,parent for each"));
            });
    return complete;
  }
}
