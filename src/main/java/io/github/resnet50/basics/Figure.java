package io.github.resnet50.basics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * How pages write numbers, by what they are: a decimal point, commas between thousands, the unit
 * behind a blank. What is not zero is not written as zero, nor what is less than all as all.
 */
public enum Figure {
  /** A number of things: {@code 12,345}. */
  COUNT(0, 1, ""),
  /** A share of 1: {@code 97.5 %}. */
  SHARE(1, 100, " %"),
  /** A difference of shares: {@code 2.5 points}. */
  POINTS(1, 100, " points"),
  /** A score that is no share: {@code 0.742}. */
  SCORE(3, 1, ""),
  /** What was measured, its unit beside it, in three digits or more: 0.031, 5.12, 1,234. */
  MEASURED(3, 1, "");

  private static final int DIGITS = 3;

  private final int decimals;
  private final int factor;
  private final String unit;

  Figure(int decimals, int factor, String unit) {
    this.decimals = decimals;
    this.factor = factor;
    this.unit = unit;
  }

  /** A number with its unit: {@code 97.5 %}, {@code < 0.1 %}, {@code > 99.9 %}. */
  public String of(double number) {
    if (!Double.isFinite(number)) {
      return "unknown";
    }
    BigDecimal rounded = rounded(number);
    BigDecimal last = BigDecimal.ONE.movePointLeft(decimals);
    if (rounded.signum() == 0 && number != 0) {
      return (number < 0 ? "> -" : "< ") + text(last) + unit;
    }
    BigDecimal all = BigDecimal.valueOf(factor);
    if (this == SHARE && number < 1 && rounded.compareTo(all) == 0) {
      return "> " + text(all.subtract(last)) + unit;
    }
    return text(rounded) + unit;
  }

  /** As {@link #of(double)}. */
  public String of(long number) {
    return of((double) number);
  }

  /** Two numbers with one unit: {@code 70.1 to 88.9 %}. */
  public String between(double low, double high) {
    return text(rounded(low)) + " to " + text(rounded(high)) + unit;
  }

  /** Without the digits behind the point that say nothing, as beside an axis: {@code 20 %}. */
  public String plain(double number) {
    BigDecimal exact = BigDecimal.valueOf(number).multiply(BigDecimal.valueOf(factor));
    BigDecimal short6 = exact.round(new MathContext(2 * DIGITS)).stripTrailingZeros();
    return text(short6.scale() < 0 ? short6.setScale(0) : short6) + (this == SHARE ? unit : "");
  }

  private BigDecimal rounded(double number) {
    BigDecimal exact = BigDecimal.valueOf(number).multiply(BigDecimal.valueOf(factor));
    int whole = exact.precision() - exact.scale(); // digits before the point
    int scale = this == MEASURED ? Math.min(decimals, Math.max(0, DIGITS - whole)) : decimals;
    return exact.setScale(Math.max(0, scale), RoundingMode.HALF_UP);
  }

  private static String text(BigDecimal number) {
    return Text.format("%,." + number.scale() + "f", number);
  }
}
