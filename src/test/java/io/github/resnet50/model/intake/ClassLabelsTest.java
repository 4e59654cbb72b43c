package io.github.resnet50.model.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassLabelsTest {
  @TempDir Path scratch;

  private List<Label> read(String name, String text) throws Exception {
    return ClassLabels.read(Files.writeString(scratch.resolve(name), text));
  }

  private static Label name(String text) {
    return new Label(text, text);
  }

  @Test
  void readsLines() throws Exception {
    assertEquals(
        List.of(new Label("n01440764", "tench, Tinca tinca"), name("goldfish")),
        read("synset.txt", "\uFEFFn01440764 tench, Tinca tinca\r\n\r\ngoldfish\r\n"));
  }

  @Test
  void readsNumberedLines() throws Exception {
    assertEquals(List.of(name("my cat"), name("dog")), read("labels.txt", "0 my cat\n1 dog\n"));
    // Numbers that do not count the lines belong to the names.
    assertEquals(List.of(name("1 euro"), name("2 euro")), read("labels.txt", "1 euro\n2 euro\n"));
  }

  @Test
  void readsJson() throws Exception {
    List<Label> expected = List.of(new Label("n01440764", "tench"), name("dog"));
    assertEquals(expected, read("a.json", "{\"1\": [\"dog\"], \"0\": [\"n01440764\", \"tench\"]}"));
    assertEquals(expected, read("b.json", "{\"0\": \"n01440764 tench\", \"1\": \"dog\"}"));
    assertEquals(expected, read("c.json", "{\"dog\": 1, \"n01440764 tench\": 0}"));
    assertEquals(expected, read("d.json", "[\"n01440764 tench\", \"dog\"]"));
  }

  @Test
  void namesWhatIsWrong() throws Exception {
    for (String text :
        List.of(
            "{",
            "3",
            "{\"0\": \"a\", \"2\": \"c\"}",
            "{\"x\": \"y\"}",
            "[]",
            "[null]",
            "{\"0\": {}}",
            "[[[]]]")) {
      ModelException e = assertThrows(ModelException.class, () -> read("labels.json", text));
      assertTrue(e.getMessage().contains("labels.json"), e.getMessage());
    }
  }

  private static ClassLabels labels(int count, String first) {
    List<Label> labels = new ArrayList<>(List.of(Label.parse(first)));
    IntStream.range(1, count).mapToObj(Label::unnamed).forEach(labels::add);
    return new ClassLabels("labels.txt", labels);
  }

  private static ClassLabels fit(ClassLabels labels, int scores) throws ModelException {
    return labels.fittedTo(scores, note -> {});
  }

  @Test
  void countsMustAgree() throws Exception {
    assertEquals(5, fit(labels(5, "a"), 5).labels().size());
    ModelException e = assertThrows(ModelException.class, () -> fit(labels(5, "a"), 6));
    assertEquals(
        "labels.txt names 5 classes, but the model tells 6 apart (--labels FILE)", e.getMessage());
  }

  @Test
  void thoseOfMetadataAreLeftOutWhereTheyDoNotFit() throws Exception {
    List<String> notes = new ArrayList<>();
    ClassLabels said = new ClassLabels(OnnxMetadata.SOURCE, labels(5, "a").labels());
    assertEquals(5, said.fittedTo(5, notes::add).labels().size());
    assertEquals(new ClassLabels(null, List.of()), said.fittedTo(6, notes::add));
    assertEquals(
        List.of(
            "labels: the file's metadata names 5 classes, but the model tells 6 apart"
                + " (--labels FILE)"),
        notes);
  }

  @Test
  void oneScoreHasTwoLabels() throws Exception {
    assertEquals(2, fit(labels(2, "cat"), 1).labels().size());
    ModelException e = assertThrows(ModelException.class, () -> fit(labels(1, "cat"), 1));
    assertTrue(e.getMessage().contains("one score for two classes, and needs 2"), e.getMessage());
  }

  @Test
  void namesImageNetsBackground() throws Exception {
    List<String> notes = new ArrayList<>();
    ClassLabels fitted = labels(1000, "n01440764 tench").fittedTo(1001, notes::add);
    assertEquals(name("background"), fitted.labels().get(0));
    assertEquals("tench", fitted.labels().get(1).name());
    assertEquals(1, notes.size());
    assertThrows(ModelException.class, () -> fit(labels(1000, "cat"), 1001));
  }

  @Test
  void noneAreAllowed() throws Exception {
    ClassLabels none = new ClassLabels(null, List.of());
    assertEquals(none, fit(none, 7));
    none.write(scratch.resolve("synset.txt"));
    assertTrue(Files.notExists(scratch.resolve("synset.txt")));
  }

  @Test
  void writesASynset() throws Exception {
    new ClassLabels("x", List.of(new Label("n01440764", "tench"), name("my dog")))
        .write(scratch.resolve("synset.txt"));
    assertEquals("n01440764 tench\nmy dog\n", Files.readString(scratch.resolve("synset.txt")));
  }
}
