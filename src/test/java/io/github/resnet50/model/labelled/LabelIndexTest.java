package io.github.resnet50.model.labelled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.Label;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void whatSeveralClassesAreCalledIsAmbiguousAndNamesThem() {
    ClassMatch crane = index.find(List.of("Crane"));
    assertTrue(crane.isAmbiguous());
    assertEquals(List.of(1, 2), crane.candidates());
    assertEquals("n02012849 (index 1), n03126707 (2)", index.describe(crane));
    assertTrue(index.find(List.of("dog")).isNone());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n03126707 crane | 2",
        "n03126707_crane | 2",
        "n03126707-crane | 2",
        "N03126707 | 2",
        "crane_n03126707 | 2",
        "crane (n03126707) | 2",
        "n03126707_tench | 2", // the id is the class
        "n02084071 tench | -1", // an id that no class has
        "n02084071_dog | -1",
        "2_crane | 2",
        "002 - crane | 2",
        "1.crane | 1",
        "3_crane | -1", // number and name contradict each other
        "2_dog | -1",
        "'tench, tinca tinca' | 0",
        "'Tinca tinca, tench' | 0",
        "'tench, golden tench' | 0", // what is known of it
        "'tench, soccer ball' | -1", // two classes
        "soccer__ball | 3",
        "' soccer ball ' | 3",
        "soccer-ball | -1",
        "00 | 0",
        "4294967297 | -1",
        "n0312670 | -1"
      })
  void idsAndIndicesMayStandBesideTheName(String label, int expected) {
    assertEquals(expected, find(label), label);
  }

  @Test
  void anIdThatNoClassHasIsNotSavedByTheName() {
    assertEquals(-1, find("n99999999", "tench"));
    assertEquals(0, of("tench", "dog").find(List.of("n99999999", "tench")).index().orElse(-1));
    assertEquals(1, of("tench", "dog").find(List.of("n02084071_dog")).index().orElse(-1));
  }

  @Test
  void theExactNameComesBeforeTheCaseBlindOne() {
    LabelIndex classes = of("Dog", "dog", "Cardigan, Cardigan Welsh corgi", "cardigan");
    assertEquals(List.of(0), classes.find(List.of("Dog")).candidates());
    assertEquals(List.of(1), classes.find(List.of("dog")).candidates());
    assertEquals(List.of(0, 1), classes.find(List.of("DOG")).candidates());
    assertEquals(List.of(2), classes.find(List.of("Cardigan")).candidates());
    assertEquals(List.of(3), classes.find(List.of("cardigan")).candidates());
    assertEquals(List.of(2), classes.find(List.of("cardigan welsh corgi")).candidates());
    assertEquals(1, classes.alike().size());
    assertEquals("Dog", classes.alike().get(0).get(0).name());
  }

  @Test
  void aWholeNameComesBeforeOneOfSeveral() {
    LabelIndex classes = of("maillot, tank suit", "maillot", "polecat, fitch", "skunk, polecat");
    assertEquals(List.of(1), classes.find(List.of("maillot")).candidates());
    assertEquals(List.of(0), classes.find(List.of("tank suit")).candidates());
    assertEquals(List.of(2, 3), classes.find(List.of("polecat")).candidates());
    assertEquals(List.of(2), classes.find(List.of("polecat, fitch, foulmart")).candidates());
  }

  @Test
  void amongNumbersANumberIsAName() {
    LabelIndex digits = of("1", "2", "10", "20");
    assertEquals(-1, digits.find(List.of("3")).index().orElse(-1));
    assertEquals(0, digits.find(List.of("1")).index().orElse(-1));
    assertEquals(2, digits.find(List.of("10")).index().orElse(-1));
    assertEquals(-1, digits.find(List.of("0")).index().orElse(-1));
    assertEquals(-1, of("1990", "2000", "older").find(List.of("2")).index().orElse(-1));
    assertEquals(-1, of("0.5", "1.5").find(List.of("1")).index().orElse(-1));
    assertEquals(-1, of("-1", "0", "1").find(List.of("2")).index().orElse(-1));
    assertEquals(1, of("one", "two").find(List.of("1")).index().orElse(-1));
  }

  @Test
  void classesWithoutNamesAreCalledByTheirNumbers() {
    LabelIndex classes =
        new LabelIndex(List.of(Label.unnamed(0), Label.unnamed(1), Label.unnamed(2)));
    assertEquals(2, classes.find(List.of("2")).index().orElse(-1));
    assertEquals(2, classes.find(List.of("class-2")).index().orElse(-1));
    assertEquals(2, classes.find(List.of("Class_2")).index().orElse(-1));
    assertEquals(-1, classes.find(List.of("3")).index().orElse(-1));
    assertEquals(-1, classes.find(List.of("class-3")).index().orElse(-1));
  }

  @ParameterizedTest
  @CsvSource({
    "e\u0301clair, \u00e9clair", // as macOS writes it
    "\u00e9clair, e\u0301clair",
    "\u00c9clair, e\u0301clair",
    "STRASSE, Stra\u00dfe",
    "ice\u00a0cream, ice_cream",
    "\u30ac, \u30ab\u3099", // ga: one character, or two
    "\uac00, \u1100\u1161",
    "\u0130stanbul, \u0130STANBUL"
  })
  void unicodesFormsAreOneName(String label, String name) {
    assertEquals(1, of("other", name).find(List.of(label)).index().orElse(-1), label);
  }

  @Test
  void namesThatAreWrittenDifferentlyAreToldApartWhereBothAreClasses() {
    LabelIndex classes = of("e\u0301", "\u00e9", "ice_cream", "ice cream");
    for (int i = 0; i < 4; i++) {
      String name = List.of("e\u0301", "\u00e9", "ice_cream", "ice cream").get(i);
      assertEquals(List.of(i), classes.find(List.of(name)).candidates(), name);
    }
    assertEquals(List.of(2, 3), classes.find(List.of("Ice Cream")).candidates());
  }

  @Test
  void anotherModelsClassIsFoundByIdOrNameButNeverByItsNumber() {
    assertEquals(2, index.find(new Label("n03126707", "derrick")).index().orElse(-1));
    assertTrue(index.find(new Label("crane", "crane")).isAmbiguous());
    assertTrue(index.find(new Label("n02084071", "tench")).isNone());
    assertTrue(index.find(new Label("3", "3")).isNone());
    assertEquals(4, index.find(new Label("7", "7")).index().orElse(-1));
  }

  private static LabelIndex of(String... names) {
    return new LabelIndex(Arrays.stream(names).map(Label::parse).toList());
  }

  private int find(String... labels) {
    return index.find(List.of(labels)).index().orElse(-1);
  }
}
