package io.github.resnet50.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.LabelIndex;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordNetTest {
  private static final Taxonomy TREE = WordNet.taxonomy();

  private static List<Label> imageNet() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Label.class.getResourceAsStream("intake/imagenet-classes.txt"),
                StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).map(Label::parse).toList();
    }
  }

  @Test
  void itsLeavesAreTheClassesOfImageNetByTheirNames() throws IOException {
    List<Label> classes = imageNet();
    assertEquals(1000, classes.size());
    Set<String> ids = new HashSet<>();
    for (Label label : classes) {
      assertEquals(label.name(), TREE.label(label.id()));
      ids.add(label.id());
    }
    assertEquals(ids, Set.copyOf(TREE.leaves()));
  }

  @Test
  void everythingIsBelowOneRoot() {
    assertEquals(List.of("n00001740"), TREE.roots());
    assertEquals("entity", TREE.label("n00001740"));
    assertEquals(TREE.size(), TREE.below("n00001740").size());
    int deepest = TREE.ids().stream().mapToInt(TREE::depth).max().orElseThrow();
    assertEquals(1860, TREE.size());
    assertEquals(18, deepest);
  }

  /** A dog is both a canine and a domestic animal, and counts once where these meet again. */
  @Test
  void aNodeMayHaveSeveralParents() throws IOException {
    assertEquals(
        List.of("canine", "domestic animal"),
        TREE.parents("n02084071").stream().map(TREE::label).toList());
    assertEquals(List.of("n02084071"), TREE.named("Canis_familiaris"));
    ClassTree classes = new ClassTree(TREE, LabelIndex.byIndex(imageNet()));
    assertEquals(118, classes.below("n02084071").cardinality());
    assertEquals(1000, classes.below("n00001740").cardinality());
    assertTrue(classes.complaint().isEmpty());
  }
}
