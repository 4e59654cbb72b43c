package io.github.resnet50.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.model.Label;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.run.ClassifyWork.TopClasses;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopClassesTest {

  @Test
  void givesTheMostProbableFirst() {
    assertEquals(List.of(2, 0, 3), indices(3, 0.3f, 0.05f, 0.4f, 0.25f));
  }

  @Test
  void ofTwoEqualOnesTheLowerIndexComesFirst() {
    assertEquals(List.of(1, 2, 4, 0), indices(4, 0.1f, 0.2f, 0.2f, 0.1f, 0.2f));
    assertEquals(List.of(0, 1), indices(2, 0.25f, 0.25f, 0.25f, 0.25f));
  }

  @Test
  void isClampedToTheNumberOfClasses() {
    assertEquals(2, new TopClasses(10, labels(2)).size());
    assertEquals(List.of(1, 0), indices(10, 0.2f, 0.8f));
  }

  @Test
  void carriesLabelsAndProbabilities() {
    assertEquals(
        List.of(new Prediction(1, "id1", "name1", 0.75f)),
        new TopClasses(1, labels(2)).of(new float[] {0.25f, 0.75f}));
  }

  @Test
  void agreesWithASortOfEverything() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      float[] probabilities = new float[1 + random.nextInt(20)];
      for (int i = 0; i < probabilities.length; i++) {
        probabilities[i] = random.nextInt(6) / 5f;
      }
      int k = 1 + random.nextInt(probabilities.length);
      List<Integer> expected =
          IntStream.range(0, probabilities.length)
              .boxed()
              .sorted(Comparator.comparing((Integer i) -> -probabilities[i]))
              .limit(k)
              .toList();
      assertEquals(expected, indices(k, probabilities));
    }
  }

  private static List<Integer> indices(int k, float... probabilities) {
    return new TopClasses(k, labels(probabilities.length))
        .of(probabilities).stream().map(Prediction::classIndex).toList();
  }

  private static List<Label> labels(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Label("id" + i, "name" + i)).toList();
  }
}
