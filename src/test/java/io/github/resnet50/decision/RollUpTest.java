package io.github.resnet50.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.decision.Taxonomy.Edge;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollUpTest {
  private static final List<Label> CLASSES = labels("beagle", "basset", "tabby", "goldfish");

  private static final Taxonomy TREE =
      tree(
          "beagle hound",
          "basset hound",
          "hound dog",
          "dog mammal",
          "dog pet",
          "tabby cat",
          "cat mammal",
          "cat pet",
          "goldfish fish",
          "goldfish pet",
          "mammal animal",
          "fish animal",
          "pet animal",
          "animal thing");

  static Taxonomy tree(String... edges) {
    Taxonomy.Builder nodes = new Taxonomy.Builder("the tree", true);
    for (String edge : edges) {
      String[] ends = edge.split(" ", -1);
      nodes.link(new Edge(nodes.node(ends[0]), nodes.node(ends[1]), 1));
    }
    return nodes.build();
  }

  static List<Label> labels(String... names) {
    return List.of(names).stream().map(name -> new Label(name, name)).toList();
  }

  private static RollUp rollUp(double threshold) throws Exception {
    return new DecisionRequest(threshold, TREE, null)
        .of(LabelIndex.byIndex(CLASSES))
        .rollUp()
        .orElseThrow();
  }

  private static float[] numbers(String text) {
    String[] words = text.split(" ", -1);
    float[] numbers = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = Float.parseFloat(words[i]);
    }
    return numbers;
  }

  /** Probabilities of beagle, basset, tabby and goldfish. */
  @ParameterizedTest
  @CsvSource({
    "0.75, .875 .0625 .03125 .03125, beagle, .875",
    "0.75, .75 .125 .0625 .0625, beagle, .75",
    "0.75, .5 .25 .125 .125, hound, .75", // deeper than dog, of which the same is true
    "0.75, .5 .125 .25 .125, mammal, .875",
    "0.75, .5 .0625 .125 .3125, pet, 1", // all classes: deeper than thing
    "0.8125, .5 .3125 .125 .0625, hound, .8125",
    "0.9, .5 .25 .1875 .0625, mammal, .9375",
    "0.3, .25 .25 .25 .25, hound, .5",
    "0.5, .28125 .1875 .25 .28125, mammal, .71875",
    "1, .5 .25 .125 .125, pet, 1",
    "1, .4 .3 .2 .0999999, pet, 1", // whatever rounding makes of all
    "1, 1 0 0 0, beagle, 1",
  })
  void answersWithTheMostSpecificThatIsSureEnough(
      double threshold, String probabilities, String expected, float probability) throws Exception {
    Answer answer = rollUp(threshold).of(ClassScores.of(numbers(probabilities)));
    assertEquals(new Answer(expected, expected, probability), answer);
  }

  /** Of the best three: what is not known is taken for nothing, but all is all. */
  @ParameterizedTest
  @CsvSource({
    "0.75, .5 .25 .125, hound, .75",
    "0.8, .5 .25 .125, mammal, .875",
    "0.95, .5 .25 .125, pet, 1",
  })
  void aRecordHasTheBestAlone(
      double threshold, String probabilities, String expected, float probability) throws Exception {
    SortedMap<Integer, Label> seen = new TreeMap<>(LabelIndex.byIndex(CLASSES).headMap(3));
    Decider decider =
        new DecisionRequest(threshold, TREE, null)
            .ofRecords(
                seen,
                note -> {
                  throw new AssertionError(note);
                });
    float[] numbers = numbers(probabilities);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      predictions.add(new Prediction(i, CLASSES.get(i).id(), CLASSES.get(i).name(), numbers[i]));
    }
    RollUp rollUp = decider.rollUp().orElseThrow();
    assertEquals(
        new Answer(expected, expected, probability), rollUp.of(ClassScores.of(predictions)));
  }

  /**
   * Sums are compared as they are written, and a class that several ways lead up from counts once.
   */
  @Test
  void sumsAreThoseOfFloats() throws Exception {
    Answer answer = rollUp(0.7).of(ClassScores.of(new float[] {.4f, .1f, .2f, .3f}));
    assertEquals("mammal", answer.id());
    assertEquals(0.7f, answer.probability());
    assertEquals(
        0.7f, rollUp(0.7).of(ClassScores.of(new float[] {.7f, .1f, .1f, .1f})).probability());
  }

  @Test
  void equalOnesAreToldApartByProbabilityThenDepthThenId() throws Exception {
    List<Label> classes = labels("a", "b", "c");
    Taxonomy tree = tree("a x", "b x", "b y", "c y", "a z", "b z", "z top");
    RollUp rollUp =
        new DecisionRequest(0.5, tree, null).of(LabelIndex.byIndex(classes)).rollUp().orElseThrow();
    assertEquals("y", rollUp.of(ClassScores.of(numbers(".2 .4 .4"))).id());
    assertEquals("z", rollUp.of(ClassScores.of(numbers(".4 .4 .2"))).id(), "below top");
    Taxonomy even = tree("a q", "b q", "b p", "c p");
    rollUp =
        new DecisionRequest(0.5, even, null).of(LabelIndex.byIndex(classes)).rollUp().orElseThrow();
    assertEquals("p", rollUp.of(ClassScores.of(numbers(".3 .4 .3"))).id());
  }

  @Test
  void withoutOneRootThereMayBeNoAnswer() throws Exception {
    Taxonomy tree = tree("a x", "b x", "c y", "d y");
    RollUp rollUp =
        new DecisionRequest(0.9, tree, null)
            .of(LabelIndex.byIndex(labels("a", "b", "c", "d")))
            .rollUp()
            .orElseThrow();
    assertNull(rollUp.of(ClassScores.of(numbers(".4 .1 .4 .1"))));
  }

  /** A model may tell a node apart from what is below it. */
  @Test
  void aClassMayBeAboveOthers() throws Exception {
    Taxonomy tree = tree("beagle dog", "dog animal", "cat animal");
    RollUp rollUp =
        new DecisionRequest(0.8, tree, null)
            .of(LabelIndex.byIndex(labels("dog", "beagle", "cat")))
            .rollUp()
            .orElseThrow();
    assertEquals(
        new Answer("dog", "dog", .875f), rollUp.of(ClassScores.of(numbers(".5 .375 .125"))));
  }

  @Test
  void answersAreRightOfWhatIsBelowThem() throws Exception {
    RollUp rollUp = rollUp(0.8);
    Answer mammal = new Answer("mammal", "mammal", 1);
    assertTrue(rollUp.isRight(mammal, CLASSES.get(2)));
    assertFalse(rollUp.isRight(mammal, CLASSES.get(3)));
    assertTrue(rollUp.isRight(new Answer("tabby", "tabby", 1), CLASSES.get(2)));
    assertEquals(3, rollUp.breadth(mammal));
    assertEquals(1, rollUp.breadth(new Answer("tabby", "tabby", 1)));
    assertTrue(rollUp.saysNothing(new Answer("pet", "pet", 1)));
    assertFalse(rollUp.saysNothing(mammal));
  }

  @Test
  void classesThatNoTreeHasAreNamed() {
    assertEquals(
        "2 of the 4 classes are not in the tree, the first 'wolf'; add a line class,parent for"
            + " each",
        complaint(TREE, labels("beagle", "wolf", "tabby", "fox")));
    assertEquals(
        "none of the 2 classes is in WordNet's tree, such as 'wolf'; give a tree of its own with"
            + " --taxonomy FILE, lines of class,parent",
        complaint(null, labels("wolf", "fox")));
    assertEquals(
        "1 of the 2 classes is not in WordNet's tree, the first 'background' (n00000000); give a"
            + " tree of its own with --taxonomy FILE, lines of class,parent",
        complaint(
            null, List.of(new Label("n01440764", "tench"), new Label("n00000000", "background"))));
  }

  private static String complaint(Taxonomy tree, List<Label> classes) {
    DecisionRequest request = new DecisionRequest(0.5, tree, null);
    return assertThrows(
            IllegalArgumentException.class, () -> request.of(LabelIndex.byIndex(classes)))
        .getMessage();
  }
}
