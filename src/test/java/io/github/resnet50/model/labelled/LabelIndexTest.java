package io.github.resnet50.model.labelled;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.model.Label;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelIndexTest {
  private final LabelIndex index =
      new LabelIndex(
          List.of(
              new Label("n01440764", "tench, Tinca tinca"),
              new Label("n02012849", "crane"),
              new Label("n03126707", "crane"),
              new Label("n04254680", "soccer ball"),
              new Label("7", "7")));

  @Test
  void findsByIdNameSynonymAndIndex() {
    assertEquals(0, find("n01440764"));
    assertEquals(0, find("Tench, Tinca tinca"));
    assertEquals(0, find("TENCH"));
    assertEquals(0, find("tinca tinca"));
    assertEquals(3, find("Soccer_Ball"));
    assertEquals(3, find("3"));
  }

  @Test
  void aNumberThatIsANameIsAName() {
    assertEquals(4, find("7"));
  }

  @Test
  void aNameOfTwoClassesNamesNone() {
    assertEquals(-1, find("crane"));
    assertEquals(2, find("crane", "n03126707"));
  }

  @Test
  void whatIsNoneOfThemIsNotFound() {
    assertEquals(-1, find("dog"));
    assertEquals(-1, find("5"));
    assertEquals(-1, find("-1"));
    assertEquals(-1, find(""));
    assertEquals(-1, find());
  }

  private int find(String... labels) {
    return index.find(List.of(labels)).orElse(-1);
  }
}
