package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.resnet50.report.html.AnswerTree.Node;
import io.github.resnet50.report.html.AnswerTree.TreeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerTreeTest {
  private static final Map<String, List<String>> ABOVE =
      Map.of(
          "beagle", List.of("hound", "dog", "canine", "animal", "entity"),
          "hound", List.of("dog", "canine", "animal", "entity"),
          "dog", List.of("canine", "animal", "entity"),
          "canine", List.of("animal", "entity"),
          "animal", List.of("entity"),
          "abacus", List.of("entity"));

  /** In which a name is its node, and some nodes are landmarks. */
  record Known(Map<String, List<String>> nodes, Set<String> landmarks) implements ClassOutline {
    @Override
    public String node(String id, String label) {
      return id;
    }

    @Override
    public List<String> above(String id) {
      return nodes.getOrDefault(id, List.of());
    }

    @Override
    public boolean isLandmark(String id) {
      return landmarks.isEmpty() || landmarks.contains(id);
    }

    @Override
    public boolean isGeneral(String id) {
      return id.equals("entity");
    }

    @Override
    public String label(String id) {
      return "the " + id;
    }
  }

  static final ClassOutline OUTLINE = new Known(ABOVE, Set.of("animal", "dog"));

  private static List<String> lines(List<Node> nodes, String indent) {
    List<String> lines = new ArrayList<>();
    for (Node node : nodes) {
      lines.add(
          "%s%s %s %s %s|%s"
              .formatted(
                  indent, node.name(), node.images(), node.mean(), node.rolledUp(), node.kinds()));
      lines.addAll(lines(node.below(), indent + " "));
    }
    return lines;
  }

  private static TreeView view(AnswerTree tree) {
    return tree.view("mean", (mean, images) -> "%.2f".formatted(mean));
  }

  @Test
  void countsStandBelowLandmarksAndWhatWasRolledUpTo() {
    AnswerTree tree = new AnswerTree(OUTLINE);
    tree.add("beagle", "beagle", 1, false);
    tree.add("hound", "hound", 0.5, true);
    tree.add("beagle", "beagle", 0.9, false);
    tree.add("canine", "canine", 0.6, true);
    tree.add("abacus", "abacus", 0.25, false);
    tree.add("entity", "entity", 0.1, true);
    List<String> expected =
        List.of(
            "the animal 4 0.75 |1 kind",
            " canine 4 0.75 1 rolled up|1 kind",
            "  the dog 3 0.80 |1 kind",
            "   hound 3 0.80 1 rolled up|1 kind",
            "    beagle 2 0.95 |",
            "abacus 1 0.25 |",
            "entity 1 0.10 1 rolled up|");
    assertEquals(expected, lines(view(tree).nodes(), ""));
    assertEquals(expected, lines(view(tree).nodes(), ""), "again");
  }

  @Test
  void aTreeThatWouldBeAListIsNone() {
    AnswerTree tree = new AnswerTree(OUTLINE);
    assertNull(view(tree));
    tree.add("abacus", "abacus", 1, false);
    tree.add("other", "other", 1, false);
    assertNull(view(tree));
    assertNull(view(new AnswerTree(ClassOutline.NONE)));
  }

  @Test
  void whatLiesDeepStandsInTheLastLevel() {
    List<String> way = IntStream.range(1, 10_000).mapToObj(i -> "n" + i).toList();
    AnswerTree tree = new AnswerTree(new Known(Map.of("n0", way), Set.of("n1")));
    tree.add("n0", "n0", 1, false);
    assertEquals(2, lines(view(tree).nodes(), "").size());
    Map<String, List<String>> chain =
        IntStream.range(0, 1000)
            .boxed()
            .collect(
                java.util.stream.Collectors.toMap(
                    i -> "n" + i,
                    i -> IntStream.range(i + 1, 1000).mapToObj(j -> "n" + j).toList()));
    AnswerTree deep = new AnswerTree(new Known(chain, Set.of()));
    deep.add("n0", "n0", 1, false);
    deep.add("n500", "n500", 1, false);
    List<String> lines = lines(view(deep).nodes(), "");
    assertEquals(22, lines.size(), "20 levels and both");
  }
}
