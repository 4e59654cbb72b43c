package io.github.resnet50.basics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void numbersHaveCommasBetweenThousandsAndTheirUnit() {
    assertEquals("12,345", Figure.COUNT.of(12_345));
    assertEquals("97.5 %", Figure.SHARE.of(0.975));
    assertEquals("2.5 points", Figure.POINTS.of(0.025));
    assertEquals("0.742", Figure.SCORE.of(0.7421));
    assertEquals("70.1 to 88.9 %", Figure.SHARE.between(0.701, 0.889));
  }

  @Test
  void whatIsNotNothingAndNotAllIsNotWrittenSo() {
    assertEquals("0.0 %", Figure.SHARE.of(0));
    assertEquals("< 0.1 %", Figure.SHARE.of(0.0001));
    assertEquals("> 99.9 %", Figure.SHARE.of(0.99999));
    assertEquals("100.0 %", Figure.SHARE.of(1));
    assertEquals("< 0.001", Figure.SCORE.of(1e-9));
    assertEquals("> -0.1 points", Figure.POINTS.of(-0.0001));
    assertEquals("unknown", Figure.SCORE.of(Double.NaN));
  }

  @Test
  void whatIsMeasuredHasThreeDigitsOrAllBeforeThePoint() {
    assertEquals("0.031", Figure.MEASURED.of(0.0312));
    assertEquals("5.12", Figure.MEASURED.of(5.123));
    assertEquals("41.7", Figure.MEASURED.of(41.73));
    assertEquals("1,234", Figure.MEASURED.of(1234.4));
    assertEquals("0.000", Figure.MEASURED.of(0));
  }

  @Test
  void besideAnAxisThereAreNoDigitsThatSayNothing() {
    assertEquals("20 %", Figure.SHARE.plain(0.2));
    assertEquals("0", Figure.COUNT.plain(0));
    assertEquals("1,000", Figure.COUNT.plain(1000));
    assertEquals("0.25", Figure.SCORE.plain(0.1 + 0.15));
  }
}
