package io.github.resnet50.bench;

import static io.github.resnet50.bench.Reports.setting;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecommendationTest {

  @Test
  void isTheBestWhereNothingComesNear() {
    assertEquals(
        "--batch-size 8 --threads 2 (25.9 images/s)",
        Recommendation.of(List.of(setting(4, 2, 25.0), setting(8, 2, 25.9), setting(16, 2, 20)))
            .toString());
  }

  @Test
  void isTheSmallestBatchWithinTwoPercent() {
    assertEquals(
        new Recommendation(4, 2, 98),
        Recommendation.of(List.of(setting(2, 2, 97.9), setting(4, 2, 98), setting(16, 2, 100))));
  }

  @Test
  void isTheFastestOfTheSameBatch() {
    assertEquals(
        new Recommendation(4, 2, 99.5),
        Recommendation.of(List.of(setting(4, 1, 99), setting(4, 2, 99.5), setting(8, 1, 100))));
  }
}
