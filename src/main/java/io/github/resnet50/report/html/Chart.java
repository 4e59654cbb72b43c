package io.github.resnet50.report.html;

/**
 * A chart with a line below it, or the line that stands in the place of one that would say nothing:
 * the model of {@code chart.html}.
 *
 * @param plot null where there is none
 * @param bars null where there are none
 * @param note may be empty
 */
public record Chart(PlotDrawing plot, Bars bars, String note) {
  /** Of fewer images no distribution is drawn: all of them are on the page. */
  public static final int FEWEST_IMAGES = 10;

  /** A plot, and how to read it. */
  public static Chart of(Plot plot, String note) {
    return new Chart(new PlotDrawing(plot), null, note);
  }

  /** Bars, and how to read them. */
  public static Chart of(Bars bars, String note) {
    return new Chart(null, bars, note);
  }

  /** No chart, and why. */
  public static Chart without(String why) {
    return new Chart(null, null, why);
  }
}
