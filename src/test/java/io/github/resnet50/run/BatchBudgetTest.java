package io.github.resnet50.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.walk.ScanOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchBudgetTest {
  private static final long IMAGE = 8 * 8 * 3;

  @Test
  void aLargeHeapHoldsAsManyWindowsAsKeepAllStagesBusy() {
    BatchBudget budget = budget(10, 16, 1L << 40);
    assertEquals(3 * 16 + 2, budget.batches());
    assertEquals(16, budget.waiting());
  }

  @Test
  void withFewPredictorsAsManyAsAreToBeDecodedWhileTheModelIsLoaded() {
    BatchBudget budget = budget(10, 4, 1L << 40);
    assertEquals(256 / 10, budget.batches());
    assertEquals(25 - 2 * 4 - 2, budget.waiting());
  }

  @Test
  void windowsTakeAQuarterOfTheHeap() {
    BatchBudget budget = budget(10, 4, 4 * 7 * 10 * IMAGE);
    assertEquals(7, budget.batches());
    assertEquals(4, budget.waiting());
    assertTrue(budget.fits());
  }

  @Test
  void oneForEachPredictorAndOneToFillIsTheLeast() {
    BatchBudget budget = budget(10, 4, 2 * 5 * 10 * IMAGE);
    assertEquals(5, budget.batches());
    assertTrue(budget.fits());
  }

  @Test
  void lessThanTheLeastDoesNotFit() {
    BatchBudget budget = budget(10, 4, 2 * 5 * 10 * IMAGE - 2);
    assertFalse(budget.fits());
    assertEquals(5, budget.batches());
  }

  @Test
  void theLargestBatchesDoNotOverflow() {
    assertFalse(budget(Integer.MAX_VALUE, 1024, 1L << 30).fits());
  }

  @Test
  void tellsItsNumbers() {
    assertEquals(
        "3 batches of 1.5 MiB and images being decoded of up to 32 MiB together, in a heap of 64"
            + " MiB",
        new BatchBudget(3 << 19, 2, 3, 64 << 20).describe());
  }

  private static BatchBudget budget(int batch, int predictors, long heap) {
    RunConfig config =
        new RunConfig(
            ScanOptions.of(List.of(".")),
            batch,
            1,
            new RunConfig.Limits(1, 60, 0),
            new RunConfig.Workers(1, predictors));
    Preprocessing preprocessing = FakeEngine.spec(Path.of("")).preprocessing();
    return BatchBudget.of(config, preprocessing, heap);
  }
}
