package io.github.resnet50.explain;

import io.github.resnet50.decision.ClassTree;
import io.github.resnet50.decision.Taxonomy;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.ClassMatch;
import io.github.resnet50.model.labelled.LabelIndex;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which classes of each image are explained, as it was asked for.
 *
 * @param text {@link #TOP1}, {@link #TOP_K}, a class by label, id or index, or a node of a taxonomy
 *     by name or id
 * @param taxonomy of the user's own; null: WordNet's
 */
public record AskedClass(String text, Taxonomy taxonomy) {
  /** Explains the most probable class of each image. */
  public static final String TOP1 = "top1";

  /** Explains the most probable classes of each image. */
  public static final String TOP_K = "all-top-k";

  /** Decides which classes are explained for an image. */
  public interface ClassChoice {
    /**
     * The classes of an image, best first; the model's number of classes means {@link #group}.
     *
     * @param probabilities of all classes, perhaps with that of the group behind
     */
    int[] of(float[] probabilities);

    /** Several classes that are explained together; null: none are. */
    default ClassGroup group() {
      return null;
    }
  }

  /** Several classes, and what they have in common. */
  public record ClassGroup(Label label, BitSet classes) {}

  /**
   * What that means for a model.
   *
   * @param topK how many {@link #TOP_K} are
   * @throws IllegalArgumentException where it names no class; with a message for the user
   */
  public ClassChoice of(int topK, List<Label> labels) {
    if (text.equals(TOP1)) {
      return probabilities -> best(probabilities, 1);
    }
    if (text.equals(TOP_K)) {
      return probabilities -> best(probabilities, topK);
    }
    LabelIndex classes = new LabelIndex(labels);
    ClassMatch match = classes.find(List.of(text));
    if (match.isAmbiguous()) {
      throw new IllegalArgumentException(
          "--class %s is %d classes: %s: name it by id or index"
              .formatted(text, match.candidates().size(), classes.describe(match)));
    }
    if (!match.isNone()) {
      int index = match.index().orElseThrow();
      return probabilities -> new int[] {index};
    }
    return node(labels);
  }

  private ClassChoice node(List<Label> labels) {
    Optional<ClassTree> tree = ClassTree.in(taxonomy, LabelIndex.byIndex(labels));
    List<String> nodes = tree.map(t -> t.taxonomy().named(text)).orElse(List.of());
    if (nodes.size() > 1) {
      throw new IllegalArgumentException(
          "--class %s is %d nodes of %s: %s: name it by id"
              .formatted(
                  text,
                  nodes.size(),
                  tree.orElseThrow().taxonomy().source(),
                  tree.orElseThrow().taxonomy().describe(nodes)));
    }
    BitSet below = nodes.isEmpty() ? new BitSet() : tree.orElseThrow().below(nodes.get(0));
    if (below.isEmpty()) {
      throw new IllegalArgumentException(
          "--class %s: none of the model's %d classes%s; name top1, all-top-k, a label, an id%s or an"
                  .formatted(
                      text,
                      labels.size(),
                      tree.map(t -> ", and nothing of " + t.taxonomy().source() + " above one")
                          .orElse(""),
                      tree.isPresent() ? ", such a node" : "")
              + " index from 0");
    }
    if (below.cardinality() == 1) {
      return probabilities -> new int[] {below.nextSetBit(0)};
    }
    String id = nodes.get(0);
    Label label = new Label(id, tree.orElseThrow().taxonomy().label(id));
    return new OfGroup(new ClassGroup(label, below), labels.size());
  }

  /** All of them together, and beside that the most probable one. */
  private record OfGroup(ClassGroup group, int classes) implements ClassChoice {
    @Override
    public int[] of(float[] probabilities) {
      int best =
          group.classes().stream()
              .boxed()
              .reduce((a, b) -> probabilities[b] > probabilities[a] ? b : a)
              .orElseThrow();
      return new int[] {classes, best};
    }
  }

  private static int[] best(float[] probabilities, int count) {
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
