package io.github.resnet50.report.html;

import io.github.resnet50.report.html.Plot.Tick;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;

/** What is written along axes. */
final class Ticks {
  private Ticks() {}

  /** 0, {@code step}, …, {@code steps · step}. */
  static List<Tick> every(double step, int steps) {
    return IntStream.rangeClosed(0, steps)
        .mapToObj(i -> new Tick(i * step, plain(i * step)))
        .toList();
  }

  static List<Tick> ofNames(List<String> names) {
    return IntStream.range(0, names.size()).mapToObj(i -> new Tick(i, names.get(i))).toList();
  }

  /** Without the digits that binary fractions add. */
  static String plain(double number) {
    BigDecimal rounded = new BigDecimal(number).round(new MathContext(6)).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
