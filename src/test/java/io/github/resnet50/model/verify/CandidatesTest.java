package io.github.resnet50.model.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.model.verify.Candidates.Candidate;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidatesTest {
  private static final String TORCH =
      "resizeShort=256 centerCrop=true toTensor=false"
          + " normalize=123.675,116.28,103.53,58.395,57.12,57.375";

  @Test
  void theDeclaredComesFirstAndHasItsUsualName() {
    assertEquals("RGB, torch, short 256, crop", first(TORCH).get(0));
    assertEquals("RGB, unit, squeeze", first("resize=true").get(0));
    assertEquals("RGB, tf, squeeze", first("toTensor=false range=-1,1").get(0));
  }

  @Test
  void everyOrderAndScalingOnce() {
    List<String> first = first(TORCH);
    assertEquals(11, first.size(), () -> String.join("\n", first));
    assertEquals(11, new HashSet<>(first).size());
    assertEquals("BGR, same numbers, short 256, crop", first.get(1));
    assertEquals("BGR, torch, short 256, crop", first.get(2));
  }

  /** What DJL's zoo says of Keras weights: their means, in the order of the other channels. */
  @Test
  void meansInTheWrongOrderAreTriedBothWays() {
    List<String> first = first("toTensor=false normalize=103.939,116.779,123.68");
    assertEquals(
        List.of("RGB, declared, squeeze", "BGR, caffe, squeeze", "BGR, swapped numbers, squeeze"),
        first.subList(0, 3));
    assertTrue(first.contains("RGB, caffe, squeeze"));
  }

  @Test
  void grayHasOneOrderAndNoScalingByColour() {
    assertEquals(
        List.of("GRAY, unit, squeeze", "GRAY, tf, squeeze", "GRAY, raw, squeeze"),
        first("flag=GRAYSCALE"));
  }

  @Test
  void aModelThatTakesLevelsHasOnlyTheOrderToBeWrong() {
    Preprocessing declared = new ServingProperties(properties("toTensor=false")).preprocessing();
    assertEquals(2, new Candidates(declared, true).first().size());
  }

  @Test
  void resizingsWithTheSamePixelsAreOne() {
    Preprocessing declared =
        new ServingProperties(properties("resizeShort=224 centerCrop=true")).preprocessing();
    assertEquals(
        List.of("short 224, crop", "short 256, crop", "squeeze"),
        new Candidates(declared, false).resizings().stream().map(Resizing::toString).toList());
    assertEquals(
        new Resizing(null, 342, true),
        new Candidates(
                new ServingProperties(properties("width=299 height=299")).preprocessing(), false)
            .resizings()
            .get(1));
  }

  /** Whoever follows an advice gets what was tried. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        TORCH,
        TORCH + " channelOrder=BGR",
        "resize=true",
        "normalize=true centerCrop=true resize=300,280",
        "toTensor=false range=-1,1 resizeShort=230 centerCrop=true",
        "toTensor=false normalize=103.939,116.779,123.68",
        "flag=GRAYSCALE"
      })
  void changesSayWhatWasTried(String text) {
    Map<String, String> properties = properties(text);
    Preprocessing declared = new ServingProperties(properties).preprocessing();
    ModelSpec spec = new ModelSpec("m", Path.of("m"), declared, List.of(), false, properties);
    Candidates candidates = new Candidates(declared, false);
    assertEquals(0, PropertyChange.of(spec, candidates.declared()).size());
    for (Candidate candidate : candidates.second(candidates.first())) {
      PropertyChange change = PropertyChange.of(spec, candidate);
      Map<String, String> changed = new HashMap<>(properties);
      changed.putAll(change.set());
      change.remove().forEach(changed::remove);
      Candidate reread = Candidate.declared(new ServingProperties(changed).preprocessing());
      assertTrue(candidate.sameAs(reread), () -> candidate + ": " + change + " → " + reread);
    }
  }

  private static List<String> first(String text) {
    Preprocessing declared = new ServingProperties(properties(text)).preprocessing();
    return new Candidates(declared, false).first().stream().map(Candidate::toString).toList();
  }

  private static Map<String, String> properties(String text) {
    Map<String, String> properties = new HashMap<>();
    for (String pair : text.split(" ", -1)) {
      int equals = pair.indexOf('=');
      properties.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return properties;
  }
}
