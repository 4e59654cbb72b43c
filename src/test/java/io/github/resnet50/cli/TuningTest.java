package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TuningTest {
  private static final long GIB = 1L << 30;

  @Test
  void littleMemoryIsTakenForSingleImages() throws Exception {
    assertTrue(Tuning.isScarce(GIB));
    assertFalse(Tuning.isScarce(2 * GIB));
    assertFalse(Tuning.isScarce(0), "unknown");
    String limit = System.setProperty("resnet50.memory", Long.toString(GIB));
    try {
      Tuning tuning =
          Tuning.of(
              null,
              3,
              null,
              null,
              () -> {
                throw new AssertionError("nothing is measured");
              });
      assertEquals(1, tuning.batchSize());
      assertEquals(3, tuning.threads());
    } finally {
      if (limit == null) {
        System.clearProperty("resnet50.memory");
      } else {
        System.setProperty("resnet50.memory", limit);
      }
    }
  }
}
