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
    "n00001740, entity, entity",
    "other, other, other"
  })
  void anAnswerStandsBelowUsefulWords(String id, String label, String path) {
    assertEquals(
        List.of(path.split("/")), Outline.ofWordNet(WORDNET).path(new Answer(id, label, 1)));
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
