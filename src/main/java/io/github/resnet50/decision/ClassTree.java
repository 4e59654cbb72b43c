package io.github.resnet50.decision;

import io.github.resnet50.basics.Figure;
import io.github.resnet50.model.Label;
import java.util.ArrayList;
import java.util.BitSet;
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

  /**
   * Classes in a taxonomy.
   *
   * @param own the user's; null: WordNet's
   * @return empty where there is none, as WordNet's has none of them
   */
  public static Optional<ClassTree> in(Taxonomy own, SortedMap<Integer, Label> classes) {
    ClassTree tree = new ClassTree(own == null ? WordNet.taxonomy() : own, classes);
    return own == null && tree.isEmpty() ? Optional.empty() : Optional.of(tree);
  }

  public Taxonomy taxonomy() {
    return taxonomy;
  }

  /** Whether no class is a node. */
  public boolean isEmpty() {
    return nodes.isEmpty();
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
