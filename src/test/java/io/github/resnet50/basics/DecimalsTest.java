package io.github.resnet50.basics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

  @ParameterizedTest
  @CsvSource({
    "0.71f, 0.71",
    "1f, 1",
    "0f, 0",
    "-0f, 0",
    "100f, 100",
    "1.2e-6f, 0.0000012",
    "0.33333334f, 0.33333334",
    "0.9999999f, 0.9999999",
    "1.4e-45f, 0.000000000000000000000000000000000000000000001",
    "2e-3f, 0.002",
    "-12.5f, -12.5",
    "16777216f, 16777216",
  })
  void shortest(float number, String text) {
    assertEquals(text, Decimals.shortest(number));
  }

  @Test
  void readsBackAndIsNeverLongerThanTheJdks() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      float number = (float) Math.pow(random.nextDouble(), 1 + i % 20);
      String text = Decimals.shortest(number);
      assertEquals(number, Float.parseFloat(text));
      assertFalse(text.contains("E"), text);
      assertTrue(
          significantDigits(text) <= significantDigits(Float.toString(number)),
          () -> number + " " + text);
    }
  }

  private static int significantDigits(String decimal) {
    return new BigDecimal(decimal).stripTrailingZeros().precision();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void notFinite(float number) {
    assertThrows(IllegalArgumentException.class, () -> Decimals.shortest(number));
    assertThrows(IllegalArgumentException.class, () -> Decimals.measured(number));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "14.2, 14.2",
    "1e-9, 0",
    "0.0000015, 0.000002",
    "1234567890123, 1234567890123",
    "3.0000004, 3"
  })
  void measured(double number, String text) {
    assertEquals(text, Decimals.measured(number));
  }
}
