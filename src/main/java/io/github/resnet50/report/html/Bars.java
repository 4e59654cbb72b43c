package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;

import io.github.resnet50.basics.Text;
import java.util.List;
import java.util.Map;

/**
 * Numbers side by side with a bar each: the model of {@code bars.html}.
 *
 * @param what the labels name
 * @param unit of the numbers
 */
public record Bars(String caption, String what, String unit, List<Bar> rows) {
  private static final int MOST = 15;

  public Bars {
    rows = List.copyOf(rows);
  }

  /**
   * What occurs most often, as bars of those that occur more than once; a line where none does, for
   * the first of equals would be there by chance.
   *
   * @param caption such as {@code Labels}
   * @param what the names are of
   * @param images how many images each name has, the most first; at least one
   */
  public static Chart mostFrequent(
      String caption, String what, List<Map.Entry<String, Long>> images) {
    List<Map.Entry<String, Long>> often =
        images.stream().filter(e -> e.getValue() > 1).limit(MOST).toList();
    if (often.isEmpty()) {
      return Chart.without(
          caption + ": none occurs twice (" + COUNT.of(images.size()) + " different ones).");
    }
    double longest = often.get(0).getValue();
    List<Bar> bars =
        often.stream()
            .map(e -> Bar.of(e.getKey(), e.getValue() / longest, COUNT.of(e.getValue())))
            .toList();
    int left = images.size() - often.size();
    return Chart.of(
        new Bars(caption, what, "Images", bars),
        left == 0 ? "" : COUNT.of(left) + (often.size() == MOST ? " more." : " more, once each."));
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
      return new Bar(label, Text.format("%.1f", share * 100), text);
    }
  }
}
