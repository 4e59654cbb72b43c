package io.github.resnet50.report.html;

import java.util.List;
import java.util.Locale;

/**
 * Numbers side by side with a bar each: the model of {@code bars.html}.
 *
 * @param what the labels name
 * @param unit of the numbers
 */
public record Bars(String caption, String what, String unit, List<Bar> rows) {
  public Bars {
    rows = List.copyOf(rows);
  }

  /**
   * One bar.
   *
   * @param percent its length, of the longest that there could be
   * @param text the number as text
   */
  public record Bar(String label, String percent, String text) {
    /**
     * @param share 0..1
     */
    public static Bar of(String label, double share, String text) {
      return new Bar(label, String.format(Locale.ROOT, "%.1f", share * 100), text);
    }
  }
}
