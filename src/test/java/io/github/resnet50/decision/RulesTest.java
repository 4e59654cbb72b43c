package io.github.resnet50.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.report.ItemResult.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  private static final Taxonomy TREE =
      RollUpTest.tree(
          "beagle hound", "basset hound", "hound dog", "dog animal", "tabby cat", "cat animal");

  private static final List<Label> CLASSES =
      List.of(
          new Label("beagle", "beagle"),
          new Label("basset", "basset"),
          new Label("tabby", "tabby, tabby cat"),
          new Label("n4", "crane"),
          new Label("n5", "crane"),
          new Label("n6", "site = web"));

  @TempDir Path folder;

  private RuleFile file(String text) throws IOException {
    return RuleFile.read(Files.writeString(folder.resolve("rules.txt"), text));
  }

  private Rules rules(String text) throws IOException {
    SortedMap<Integer, Label> classes = LabelIndex.byIndex(CLASSES);
    return new Rules(file(text), classes, new ClassTree(TREE, classes), null);
  }

  /** Of beagle 24/64, basset 16/64, tabby 12/64, two cranes 6/64 and 4/64, and a web site 2/64. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Schnueffler = beagle|Schnueffler|.375",
        "hound = beagle, basset|hound|.625",
        "' hound=beagle # the best\\n\\n# others\\nhound = n4,basset'|hound|.71875",
        "dog = dog\\ndoggy = beagle|doggy|.375",
        "animal = animal\\nhound = hound|hound|.625",
        "beast = animal|beast|.8125",
        "ignore: dog|'tabby, tabby cat'|.1875",
        "ignore: animal, n6|crane|.09375",
        "ignore: animal\\nBASSET = basset|BASSET|.25",
        "min 0.375|beagle|.375",
        "min 0.376|unsure|.375",
        "min 0.5\\nMIN .3 : dog|beagle|.375",
        "min 0.5: animal\\nmin 0.1: beagle|beagle|.375",
        "hound = hound\\nmin 0.625: hound\\nmin 0.9: animal|hound|.625",
        "hound = hound\\nmin 0.626: hound|unsure|.625",
        "margin 0.125|beagle|.375",
        "margin 0.126|unsure|.375",
        "hound = beagle, basset\\nmargin .4|hound|.625",
        "ignore: dog, cat\\ncrane = n4, n5|crane|.15625",
        "'ignore: dog, cat, n4, n5\\n"
            + "\"a \"\"b\"\", # c\" = \"site = web\" # d'|'a \"b\", # c'|.03125",
      })
  void giveAnAnswer(String text, String label, float probability) throws IOException {
    Rules rules = rules(text.replace("\\n", "\n"));
    assertEquals(
        new Answer(label, label, probability),
        rules.of(ClassScores.of(new float[] {.375f, .25f, .1875f, .09375f, .0625f, .03125f})));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'# nothing'|' has no rule; expected NAME = CLASS, …; ignore: CLASS, …; min 0.8: NAME, …;"
            + " min 0.6 or margin 0.1'",
        "ignore dog|', line 1: ''ignore dog'' is no rule; expected NAME = CLASS, …; ignore: CLASS,"
            + " …; min 0.8: NAME, …; min 0.6 or margin 0.1'",
        "x = beagel|', line 1: no class or node of the tree is called ''beagel''; the nearest is"
            + " ''beagle'''",
        "x = submarine|', line 1: no class or node of the tree is called ''submarine'''",
        "x = crane|', line 1: ''crane'' is the name of 2 classes: n4 (index 3), n5 (4); say which"
            + " by its id'",
        "x = beagle\\ny = beagle|', line 2: ''beagle'' is in line 1 already (as ''beagle'')'",
        "x = hound\\nignore: hound|', line 2: ''hound'' is in line 1 already (as ''hound'')'",
        "basset = beagle|', line 1: ''basset'' is a class of its own, too: put it behind the =,"
            + " ignore it, or take another name'",
        "x = hound\\n"
            + "y = beagle, basset|', line 1: nothing is left of ''x'': other lines have all its"
            + " classes'",
        "ignore: animal, n4, n5, n6|', line 1: all classes are ignored'",
        "unsure = beagle|', line 1: ''unsure'' is what there is without an answer: take another"
            + " name'",
        "a, b = beagle|', line 1: 2 names before the =; expected one, its classes behind: NAME ="
            + " CLASS, …'",
        "x = a = beagle|', line 1: a second =; names that have one stand in quotes'",
        "x = beagle,|', line 1: an empty name; expected CLASS, …'",
        "= beagle|', line 1: an empty name; expected NAME = CLASS, …'",
        "x =|', line 1: an empty name; expected CLASS, …'",
        "min 80: dog|', line 1: ''80''; expected a number from 0 to 1, such as 0.8'",
        "'min 0,8'|', line 1: ''0,8''; expected a number from 0 to 1, such as 0.8'",
        "margin NaN|', line 1: ''NaN''; expected a number from 0 to 1, such as 0.8'",
        "margin .1: dog|', line 1: a margin is for all answers: leave out the names'",
        "min .1\\nmin .2|', line 2: min again, as in line 1'",
        "min .1: beagle\\nmin .2: beagle|', line 2: ''beagle'' has another minimum in line 1'",
        "x = hound\\nmin .2: beagle|', line 2: ''beagle'' is no answer, but part of ''x'' (line 1):"
            + " give that a minimum'",
        "ignore: beagle\\nmin .2: beagle|', line 2: ''beagle'' is ignored, and so never an answer'",
        "'x = \"beagle'|', line 1: a quotation mark is not closed'",
        "'x = \"beagle\" y'|', line 1: something follows a name in quotes; expected a comma'",
      })
  void whatMeansNothingIsRefusedByLine(String text, String message) throws IOException {
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> rules(text.replace("\\n", "\n")));
    assertEquals(folder.resolve("rules.txt") + message, e.getMessage());
  }

  @Test
  void classesHaveAnswers() throws IOException {
    Rules rules = rules("hound = hound\nignore: n6");
    assertEquals(Optional.of("hound"), rules.answerOf(1));
    assertEquals(Optional.of("tabby, tabby cat"), rules.answerOf(2));
    assertEquals(Optional.empty(), rules.answerOf(5));
    assertEquals(2, rules.breadth(new Answer("hound", "hound", 1)));
  }

  /** Of records nobody knows what classes there are besides. */
  @Test
  void aNameThatNoRecordHasIsNoted() throws IOException {
    List<String> notes = new ArrayList<>();
    SortedMap<Integer, Label> seen = new TreeMap<>(LabelIndex.byIndex(CLASSES).headMap(2));
    Rules rules =
        new Rules(
            file("pet = beagle, poodle\nzoo = lion\nmin .9: lion\nanimal = cat\nmin 0.5"),
            seen,
            new ClassTree(TREE, seen),
            notes::add);
    assertEquals(3, notes.size(), notes.toString());
    assertTrue(
        notes.get(0).endsWith("rules.txt, line 1: no class or node of the tree is called 'poodle'"),
        notes.get(0));
    assertEquals(new Answer("pet", "pet", .6f), rules.of(ClassScores.of(new float[] {.6f, .4f})));
  }

  private static final List<String> LINES =
      List.of(
          "a = dog, tabby",
          "b = dog, n4",
          "c = beagle",
          "ignore: beagle, basset",
          "min .3: animal",
          "min .6: animal",
          "min .5: beagle, basset, tabby",
          "min .4: dog");

  /** What lines mean together is no question of which comes first. */
  @Test
  void theOrderOfLinesDoesNotMatter() throws IOException {
    Random random = new Random(1);
    int refused = 0;
    int taken = 0;
    for (int round = 0; round < 120; round++) {
      List<String> lines = new ArrayList<>(LINES);
      Collections.shuffle(lines, random);
      lines = lines.subList(0, 4);
      Set<String> meanings = new TreeSet<>();
      for (List<String> order : permutations(lines)) {
        meanings.add(meaning(String.join("\n", order)));
      }
      assertEquals(1, meanings.size(), lines + ": " + meanings);
      refused += meanings.contains("refused") ? 1 : 0;
      taken += meanings.contains("refused") ? 0 : 1;
    }
    assertTrue(refused > 10 && taken > 10, refused + " and " + taken);
  }

  private String meaning(String text) throws IOException {
    Rules rules;
    try {
      rules = rules(text);
    } catch (MalformedFileException e) {
      return "refused";
    }
    StringBuilder meaning = new StringBuilder();
    for (int best = 0; best < CLASSES.size(); best++) {
      float[] scores = {.1f, .1f, .1f, .1f, .1f, .1f};
      scores[best] = .5f;
      meaning.append(rules.answerOf(best)).append(rules.of(ClassScores.of(scores))).append(' ');
    }
    return meaning.toString();
  }

  private static List<List<String>> permutations(List<String> lines) {
    if (lines.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> all = new ArrayList<>();
    for (String first : lines) {
      List<String> rest = new ArrayList<>(lines);
      rest.remove(first);
      for (List<String> behind : permutations(rest)) {
        List<String> whole = new ArrayList<>(List.of(first));
        whole.addAll(behind);
        all.add(whole);
      }
    }
    return all;
  }
}
