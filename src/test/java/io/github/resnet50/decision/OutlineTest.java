package io.github.resnet50.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.report.ItemResult.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutlineTest {
  private static final Taxonomy WORDNET = WordNet.taxonomy();

  @Test
  void everyLandmarkIsANodeAboveClasses() {
    Outline.landmarks()
        .keySet()
        .forEach(id -> assertTrue(WORDNET.has(id) && !WORDNET.children(id).isEmpty(), id));
  }

  @ParameterizedTest
  @CsvSource({
    "n02088364, beagle, animal/dog/beagle",
    "n02084071, dog, animal/dog",
    "n02123045, tabby, animal/cat/tabby",
    "n07749582, lemon, food/fruit/lemon",
    "n04285008, sports car, vehicle/car/sports car",
    "n02917067, bullet train, vehicle/train/bullet train",
    "n04524313, vehicle, vehicle",
    "n02802426, basketball, sports equipment/basketball",
    "n02666196, abacus, abacus",
    "n02083346, canine, animal/canine",
    "other, other, other"
  })
  void anAnswerStandsBelowUsefulWords(String id, String label, String path) {
    assertEquals(
        List.of(path.split("/")), Outline.ofWordNet(WORDNET).path(new Answer(id, label, 1)));
  }

  /** Object, artifact, covering and instrumentality lie above words, and below none. */
  @ParameterizedTest
  @ValueSource(strings = {"n00001740", "n00002684", "n00021939", "n03122748", "n03575240"})
  void whatIsMoreGeneralThanAnyWordHasNoPath(String id) {
    Answer answer = new Answer(id, WORDNET.label(id), 1);
    assertEquals(List.of(), Outline.ofWordNet(WORDNET).path(answer));
  }

  @Test
  void ofAUsersTaxonomyAllNodesCount(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("t.csv"),
            "class,parent\nbeagle,hound\nhound,dog\ndog,animal\nbeagle,pet\n");
    Outline outline = Outline.of(TaxonomyFile.read(file));
    assertEquals(
        List.of("animal", "dog", "hound", "beagle"), outline.path(new Answer("0", "beagle", 1)));
  }
}
