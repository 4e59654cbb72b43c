package io.github.resnet50.model.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.verify.CandidateResult.TrueClassRank;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {

  /** Ranks of 1, -2, 3, 4, 4 are 1, 2, 3, 4.5, 4.5: 13 of 15, 7.5 expected. */
  @Test
  void figuresAreThoseComputedByHand() {
    PairedComparison comparison = gains(1, -2, 0, 3, 4, 4);
    assertEquals(10 / 6.0, comparison.gain(), 1e-12);
    assertEquals(Math.sqrt((46 - 100 / 6.0) / 5 / 6), comparison.standardError(), 1e-12);
    assertEquals(4, comparison.better());
    assertEquals(1, comparison.worse());
    assertEquals(5.5 / Math.sqrt(5 * 6 * 11 / 24.0 - 6 / 48.0), comparison.z(), 1e-12);
  }

  @Test
  void tenImagesThatAgreeAreClear() {
    assertTrue(gains(1, 2, 1.5, 0.3, 0.7, 3, 2.2, 0.9, 1.1, 0.2).isClear());
    assertFalse(gains(1, 2, 1.5, 0.3, 0.7, 3, 2.2, 0.9, 1.1, -1.2).isClear());
  }

  @Test
  void littleIsNotClearHoweverSure() {
    assertFalse(gains(DoubleStream.generate(() -> 0.09).limit(1000).toArray()).isClear());
    assertTrue(gains(DoubleStream.generate(() -> 0.11).limit(1000).toArray()).isClear());
  }

  @Test
  void oneImageAloneDecidesNothing() {
    double[] gains = DoubleStream.generate(() -> 0.001).limit(30).toArray();
    gains[7] = 27;
    assertFalse(gains(gains).isClear());
  }

  @Test
  void theSameIsNoBetter() {
    PairedComparison comparison = gains(new double[20]);
    assertEquals(0, comparison.z());
    assertFalse(comparison.isClear());
  }

  @Test
  void oneImageHasNoStandardError() {
    PairedComparison one = gains(0.5);
    assertNull(one.standardError());
    assertEquals("+0.500", one.text("%+.3f"));
    assertFalse(one.isClear());
  }

  private static PairedComparison gains(double... gains) {
    return PairedComparison.of(
        new CandidateResult(
            null, Arrays.stream(gains).mapToObj(g -> new TrueClassRank(0, g - 30)).toList()),
        new CandidateResult(null, Collections.nCopies(gains.length, new TrueClassRank(0, -30))));
  }
}
