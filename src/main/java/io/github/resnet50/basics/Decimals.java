package io.github.resnet50.basics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text: plain notation, with a decimal point in every locale, the same on every JDK. */
public final class Decimals {
  private static final int SCALE = 6;

  private Decimals() {}

  /**
   * The shortest decimal that reads back as the same float, and of those the one nearest to it.
   *
   * <p>{@link Float#toString} alone would not do: it uses exponents, and before JDK 19 it sometimes
   * gives a digit too many.
   *
   * @throws IllegalArgumentException where the number is not finite
   */
  public static String shortest(float number) {
    if (!Float.isFinite(number)) {
      throw new IllegalArgumentException("not a finite number: " + number);
    }
    if (number == 0) {
      return "0";
    }
    BigDecimal exact = new BigDecimal((double) number);
    BigDecimal best = new BigDecimal(Float.toString(number));
    for (int digits = best.precision(); digits > 0; digits--) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.floatValue() != number) {
        break;
      }
      best = rounded;
    }
    return best.stripTrailingZeros().toPlainString();
  }

  /**
   * A measured quantity to six decimals at most: microseconds where it counts seconds.
   *
   * @throws IllegalArgumentException where the number is not finite
   */
  public static String measured(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("not a finite number: " + number);
    }
    BigDecimal rounded = BigDecimal.valueOf(number).setScale(SCALE, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
