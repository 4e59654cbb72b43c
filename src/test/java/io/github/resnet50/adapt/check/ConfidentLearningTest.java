package io.github.resnet50.adapt.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.adapt.check.ConfidentLearning.Suspect;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfidentLearningTest {
  /** By hand: thresholds are 0.65 of class 0, 0.6 of class 1. */
  @Test
  void anImageIsSuspectWhoseOtherClassReachesItsThreshold() {
    float[][] probabilities = {
      {0.9f, 0.1f}, // 0, plain
      {0.7f, 0.3f}, // 0, plain
      {0.35f, 0.65f}, // 0, but class 1 reaches 0.6
      {0.2f, 0.8f}, // 1, plain
      {0.45f, 0.55f}, // 1, unsure
      {0.55f, 0.45f}, // 1, leans to 0 but reaches no threshold
    };
    List<Suspect> suspects =
        ConfidentLearning.suspects(probabilities, new int[] {0, 0, 0, 1, 1, 1}, 2);
    assertEquals(
        List.of(
            new Suspect(2, 0, 1, 0.35f, 0.65f, true), new Suspect(5, 1, 0, 0.45f, 0.55f, false)),
        suspects);
  }

  @Test
  void theLeastProbableForItsClassComesFirstAndImagesWithoutProbabilitiesAreLeftOut() {
    float[][] probabilities = {
      {0.9f, 0.1f},
      {0.2f, 0.8f},
      null,
      {0.9f, 0.1f}, // thresholds: 0.67 of class 0,
      {0.45f, 0.55f},
      {0.85f, 0.15f},
      {0.7f, 0.3f}, // 0.33 of class 1
    };
    assertEquals(
        List.of(1, 5, 6), // 0.2 of 0.67, 0.15 of 0.33, 0.3 of 0.33
        ConfidentLearning.suspects(probabilities, new int[] {0, 0, 0, 0, 1, 1, 1}, 2).stream()
            .map(Suspect::image)
            .toList());
  }
}
