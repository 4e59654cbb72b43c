package io.github.resnet50.decision;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.NearestWord;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.ClassMatch;
import io.github.resnet50.model.labelled.LabelIndex;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Which classes a name in a file of rules means: those of the class that {@link LabelIndex} finds,
 * with those below it, else those below the node of that name or id.
 */
final class RuleNames {
  private final RuleFile file;
  private final SortedMap<Integer, Label> classes;
  private final LabelIndex index;
  private final ClassTree tree;

  /**
   * @param tree null where there is no taxonomy
   */
  RuleNames(RuleFile file, SortedMap<Integer, Label> classes, ClassTree tree) {
    this.file = file;
    this.classes = classes;
    this.index = new LabelIndex(classes);
    this.tree = tree;
  }

  /**
   * The classes by their indices.
   *
   * @return empty where nothing has that name; without any where a node has it, but no class is
   *     below it
   * @throws MalformedFileException where several have it
   */
  Optional<BitSet> find(String name, int line) throws MalformedFileException {
    ClassMatch found = index.find(List.of(name));
    if (found.isAmbiguous()) {
      throw ambiguous(name, line, found.candidates().size() + " classes", index.describe(found));
    }
    if (!found.isNone()) {
      int classIndex = found.index().orElseThrow();
      BitSet one = new BitSet();
      one.set(classIndex);
      return Optional.of(tree == null ? one : tree.node(classIndex).map(tree::below).orElse(one));
    }
    List<String> nodes = tree == null ? List.of() : tree.taxonomy().named(name);
    if (nodes.size() > 1) {
      throw ambiguous(name, line, nodes.size() + " nodes", tree.taxonomy().describe(nodes));
    }
    return nodes.stream().findFirst().map(node -> tree.below(node));
  }

  private MalformedFileException ambiguous(String name, int line, String what, String which) {
    return file.wrong(
        line,
        "'%s' is the name of %s: %s; say which by its id"
            .formatted(Text.shortened(name), what, which));
  }

  /** What is said of a name that nothing has. */
  String unknown(String name) {
    Set<String> known = new LinkedHashSet<>();
    for (Label label : classes.values()) {
      known.add(label.name());
      known.addAll(List.of(label.name().split(",\\s*")));
      known.add(label.id());
    }
    if (tree != null) {
      Taxonomy taxonomy = tree.taxonomy();
      taxonomy.ids().forEach(id -> known.addAll(taxonomy.names(id)));
      known.addAll(taxonomy.ids());
    }
    return "no class%s is called '%s'%s"
        .formatted(
            tree == null ? "" : " or node of " + tree.taxonomy().source(),
            Text.shortened(name),
            NearestWord.of(name, known)
                .map(nearest -> "; the nearest is '" + nearest + "'")
                .orElse(""));
  }
}
