package io.github.resnet50.decision;

import io.github.resnet50.model.Label;
import io.github.resnet50.report.ItemResult.Answer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Answers with as much as a model is sure of: the best class where its probability reaches a
 * threshold; else the most specific node of a taxonomy whose classes together do, as SpeciesNet
 * does it. That is the one with the fewest of the model's classes below it; of several the one with
 * the highest probability, then the one deeper in the taxonomy, then that whose id comes first.
 *
 * <p>A class counts once, however many ways lead up from it. A node with all classes below it is
 * certain, whatever rounding makes of the sum. Probabilities are compared as they are written, as
 * floats: what a record shows as 0.8 reaches 0.8.
 */
public final class RollUp {
  private final ClassTree tree;
  private final SortedMap<Integer, Label> classes;
  private final float threshold;
  private final int total; // classes, with those that only count
  private final Group[] groups;
  private final Map<String, Integer> breadths = new HashMap<>(); // of nodes that may be answers
  private final Map<Integer, int[]> above = new HashMap<>(); // of each class, the groups' places

  /**
   * Nodes with the same classes below them, which always reach the threshold together; the most
   * specific one stands for them.
   *
   * @param count the model's classes below it
   */
  private record Group(String id, String label, int count, int depth) {}

  /** Which node stands for several with the same probability. */
  private static final Comparator<Group> SPECIFIC_FIRST =
      Comparator.comparingInt(Group::count)
          .thenComparing(Comparator.comparingInt(Group::depth).reversed())
          .thenComparing(Group::id);

  /**
   * @param tree of classes that are all nodes
   * @param others nodes of classes that the model has besides, which only count
   * @param threshold more than 0, 1 at most
   */
  RollUp(
      ClassTree tree,
      SortedMap<Integer, Label> classes,
      Collection<String> others,
      double threshold) {
    this.tree = tree;
    this.classes = classes;
    this.threshold = (float) threshold;
    this.total = classes.size() + others.size();
    int[] counts = counts(others);
    int[] parts = parts(counts);
    Taxonomy taxonomy = tree.taxonomy();
    Map<Integer, Group> best = new TreeMap<>();
    for (int node = 0; node < parts.length; node++) {
      if (parts[node] == 0) {
        continue; // above no class
      }
      Group group =
          new Group(taxonomy.id(node), taxonomy.label(node), counts[node], taxonomy.depth(node));
      best.merge(parts[node], group, (a, b) -> SPECIFIC_FIRST.compare(a, b) <= 0 ? a : b);
    }
    this.groups = best.values().toArray(Group[]::new);
    for (Group group : groups) {
      breadths.put(group.id(), group.count());
    }
    Map<Integer, Integer> places = new HashMap<>();
    best.keySet().forEach(part -> places.put(part, places.size()));
    for (int index : classes.keySet()) {
      above.put(
          index,
          Arrays.stream(ancestors(index))
              .map(node -> places.get(parts[node]))
              .distinct()
              .toArray());
    }
  }

  /** How many classes are below each node, those that only count too. */
  private int[] counts(Collection<String> others) {
    Taxonomy taxonomy = tree.taxonomy();
    int[] counts = new int[taxonomy.size()];
    for (String other : others) {
      for (int node : taxonomy.ancestors(taxonomy.place(other))) {
        counts[node]++;
      }
    }
    for (int index : classes.keySet()) {
      for (int node : ancestors(index)) {
        counts[node]++;
      }
    }
    return counts;
  }

  /**
   * Parts the nodes by each class into those above it and the others: what stays together has the
   * same classes below it. What is certain is a part by itself.
   *
   * @return a number a node; 0 of those above no class
   */
  private int[] parts(int[] counts) {
    int[] parts = new int[counts.length];
    int last = 0;
    for (int index : classes.keySet()) {
      Map<Integer, Integer> split = new HashMap<>();
      for (int node : ancestors(index)) {
        Integer part = split.get(parts[node]);
        if (part == null) {
          part = ++last;
          split.put(parts[node], part);
        }
        parts[node] = part;
      }
    }
    for (int node = 0; node < parts.length; node++) {
      parts[node] = parts[node] > 0 && counts[node] == total ? last + 1 : parts[node];
    }
    return parts;
  }

  private int[] ancestors(int classIndex) {
    Taxonomy taxonomy = tree.taxonomy();
    return taxonomy.ancestors(taxonomy.place(tree.node(classIndex).orElseThrow()));
  }

  /** The least probability of an answer. */
  public double threshold() {
    return threshold;
  }

  /** How many of the model's classes an answer leaves open: 1 of a class. */
  public int breadth(Answer answer) {
    return breadths.getOrDefault(answer.id(), 1);
  }

  /** Whether an answer is something that all classes are, and so says nothing. */
  public boolean saysNothing(Answer answer) {
    return breadth(answer) == total;
  }

  /** Whether an answer is true of what is of a class. */
  public boolean isRight(Answer answer, Label truth) {
    return answer.id().equals(truth.id())
        || tree.taxonomy()
            .nodeOf(truth)
            .filter(node -> tree.taxonomy().ancestors(node).contains(answer.id()))
            .isPresent();
  }

  /**
   * Rolls an image up.
   *
   * @param scores of all classes, or of the best: then sums are the least that they can be
   * @return null where no node reaches the threshold
   */
  Answer of(ClassScores scores) {
    int best = scores.best();
    Label label = classes.get(scores.index(best));
    if (scores.probability(best) >= threshold) {
      return new Answer(label.id(), label.name(), scores.probability(best));
    }
    double[] sums = new double[groups.length];
    for (int place = 0; place < scores.size(); place++) {
      for (int group : above.get(scores.index(place))) {
        sums[group] += scores.probability(place);
      }
    }
    int found = -1;
    for (int group = 0; group < sums.length; group++) {
      float probability = probability(sums, group);
      if (probability >= threshold && (found < 0 || isBetter(sums, group, found))) {
        found = group;
      }
    }
    return found < 0
        ? null
        : new Answer(groups[found].id(), groups[found].label(), probability(sums, found));
  }

  private boolean isBetter(double[] sums, int group, int other) {
    int fewer = Integer.compare(groups[group].count(), groups[other].count());
    int surer = Float.compare(probability(sums, other), probability(sums, group));
    return fewer != 0
        ? fewer < 0
        : surer != 0 ? surer < 0 : SPECIFIC_FIRST.compare(groups[group], groups[other]) < 0;
  }

  private float probability(double[] sums, int group) {
    return groups[group].count() == total ? 1 : (float) Math.min(1, sums[group]);
  }
}
