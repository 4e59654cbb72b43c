package io.github.resnet50.decision;

import io.github.resnet50.basics.Figure;
import io.github.resnet50.model.Label;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The classes of a model, by their indices, in a taxonomy. Classes that are no node of it are
 * outside; {@link #complaint} names them.
 */
public final class ClassTree {
  private final Taxonomy taxonomy;
  private final Map<Integer, String> nodes = new HashMap<>(); // of classes that have one
  private final Map<String, List<Integer>> classes = new HashMap<>(); // of nodes
  private final List<Label> outside = new ArrayList<>();
  private final int size;

  /**
   * @param classes by their indices in the model's output, which may have gaps
   */
  public ClassTree(Taxonomy taxonomy, SortedMap<Integer, Label> classes) {
    this.taxonomy = taxonomy;
    this.size = classes.size();
    classes.forEach(
        (index, label) ->
            taxonomy
                .nodeOf(label)
                .ifPresentOrElse(
                    node -> {
                      nodes.put(index, node);
                      this.classes.computeIfAbsent(node, n -> new ArrayList<>(1)).add(index);
                    },
                    () -> outside.add(label)));
  }

  public Taxonomy taxonomy() {
    return taxonomy;
  }

  /** Whether no class is a node. */
  public boolean isEmpty() {
    return nodes.isEmpty();
  }

  /** The indices of the classes that are nodes. */
  public Collection<Integer> classes() {
    return nodes.keySet();
  }

  /** The node that a class is; empty where it is outside. */
  public Optional<String> node(int classIndex) {
    return Optional.ofNullable(nodes.get(classIndex));
  }

  /** The classes at a node and below it, by their indices, each once. */
  public BitSet below(String node) {
    BitSet below = new BitSet();
    for (String lower : taxonomy.below(node)) {
      classes.getOrDefault(lower, List.of()).forEach(below::set);
    }
    return below;
  }

  /** Whether a class is a node, or below it. */
  public boolean isBelow(int classIndex, String node) {
    return node(classIndex).filter(own -> taxonomy.ancestors(own).contains(node)).isPresent();
  }

  /** What is wrong where classes are outside; empty where none is. */
  public Optional<String> complaint() {
    if (outside.isEmpty()) {
      return Optional.empty();
    }
    Label first = outside.get(0);
    String named =
        "'" + first.name() + "'" + (first.id().equals(first.name()) ? "" : " (" + first.id() + ")");
    return Optional.of(
        outside.size() == size
            ? "none of the %s classes is in %s, such as %s"
                .formatted(Figure.COUNT.of(size), taxonomy.source(), named)
            : "%s of the %s classes %s not in %s, the first %s"
                .formatted(
                    Figure.COUNT.of(outside.size()),
                    Figure.COUNT.of(size),
                    outside.size() == 1 ? "is" : "are",
                    taxonomy.source(),
                    named));
  }

  /** Leaves of the taxonomy that are no class here: such as classes that no record names. */
  Set<String> otherLeaves() {
    Set<String> others = new HashSet<>(taxonomy.leaves());
    others.removeAll(classes.keySet());
    return others;
  }
}
