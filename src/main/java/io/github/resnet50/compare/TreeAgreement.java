package io.github.resnet50.compare;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.compare.ComparisonReport.Common;
import io.github.resnet50.decision.ClassTree;
import io.github.resnet50.decision.Taxonomy;
import io.github.resnet50.model.Label;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts how much two classes of an image have in common where they are not the same: the deepest
 * node of a taxonomy that is above both. A level is a node's depth, 0 that of a root. For one
 * thread.
 */
final class TreeAgreement {
  private final Taxonomy tree;
  private final SortedMap<Integer, Map<Common, Long>> differing = new TreeMap<>(); // by level
  private long images;
  private long apart; // that have nothing in common

  private TreeAgreement(Taxonomy tree) {
    this.tree = tree;
  }

  /**
   * How far two sides agree at a level.
   *
   * @param agreement share of the images of which both sides have a node in common at that level or
   *     below it, or the same class
   * @param images how many have a node of this level in common and nothing below it, but differ
   * @param common these nodes, with how often, the most frequent first
   */
  record Level(int level, double agreement, long images, List<CommonNode> common) {
    /** For people: the most frequent of the nodes. */
    String examples() {
      return common.stream()
              .limit(3)
              .map(node -> node.label() + " (" + node.images() + ")")
              .collect(Collectors.joining(", "))
          + (common.size() > 3 ? ", …" : "");
    }
  }

  /** A node that two classes have in common, and of how many images. */
  record CommonNode(String id, String label, long images) {}

  /**
   * Agreement in a taxonomy.
   *
   * @param tree for messages
   * @param images both of whose classes are in it
   * @param apart how many of these have nothing in common
   * @param levels those that images differ at, the highest first
   */
  record Levels(String tree, long images, long apart, List<Level> levels) {}

  /**
   * Makes ready to count.
   *
   * @param taxonomy the user's own; null: WordNet's
   * @return empty where the classes of a side are not in WordNet's
   * @throws MalformedFileException where they are not in the user's own
   */
  static Optional<TreeAgreement> in(
      Taxonomy taxonomy, SortedMap<Integer, Label> a, SortedMap<Integer, Label> b)
      throws MalformedFileException {
    List<ClassTree> trees = new ArrayList<>();
    for (SortedMap<Integer, Label> side : List.of(a, b)) {
      Optional<ClassTree> tree = ClassTree.in(taxonomy, side);
      if (tree.isEmpty()) {
        return Optional.empty();
      }
      if (tree.get().isEmpty() && !side.isEmpty()) {
        throw new MalformedFileException(tree.get().complaint().orElseThrow());
      }
      trees.add(tree.get());
    }
    return Optional.of(new TreeAgreement(trees.get(0).taxonomy()));
  }

  /**
   * Adds an image.
   *
   * @param areSame whether both classes are the same
   * @return what they have in common; empty where that is nothing, or not known
   */
  Optional<Common> add(Prediction a, Prediction b, boolean areSame) {
    Optional<String> nodeOfA = node(a);
    Optional<String> nodeOfB = node(b);
    if (nodeOfA.isEmpty() || nodeOfB.isEmpty()) {
      return Optional.empty();
    }
    images++;
    if (areSame) {
      return Optional.empty();
    }
    Set<String> aboveB = tree.ancestors(nodeOfB.get());
    Optional<String> deepest =
        tree.ancestors(nodeOfA.get()).stream()
            .filter(aboveB::contains)
            .min(
                Comparator.comparingInt(tree::depth)
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()));
    apart += deepest.isEmpty() ? 1 : 0;
    Optional<Common> common = deepest.map(id -> new Common(id, tree.label(id)));
    common.ifPresent(
        node ->
            differing
                .computeIfAbsent(tree.depth(node.id()), level -> new HashMap<>())
                .merge(node, 1L, Long::sum));
    return common;
  }

  private Optional<String> node(Prediction prediction) {
    return tree.nodeOf(new Label(prediction.id(), prediction.label()));
  }

  /** What was counted. */
  Levels levels() {
    List<Level> levels = new ArrayList<>();
    long higher = apart;
    for (Map.Entry<Integer, Map<Common, Long>> level : differing.entrySet()) {
      List<CommonNode> nodes =
          level.getValue().entrySet().stream()
              .map(e -> new CommonNode(e.getKey().id(), e.getKey().label(), e.getValue()))
              .sorted(
                  Comparator.comparingLong(CommonNode::images)
                      .reversed()
                      .thenComparing(CommonNode::id))
              .toList();
      long here = nodes.stream().mapToLong(CommonNode::images).sum();
      levels.add(new Level(level.getKey(), 1 - (double) higher / images, here, nodes));
      higher += here;
    }
    return new Levels(tree.source(), images, apart, levels);
  }
}
