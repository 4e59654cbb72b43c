package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.basics.Text;
import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Series;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How many images a model was how sure of, in bins of equal width from 0 to 1. */
public final class ConfidenceHistogram {
  private static final String TITLE = "How sure the model was";

  private final long[] images;

  /**
   * @param images in each bin, at least one bin
   */
  public ConfidenceHistogram(long[] images) {
    this.images = images.clone();
  }

  /** The chart, unless there are few images or all are in one bin. */
  public Chart chart() {
    long all = Arrays.stream(images).sum();
    int[] filled = IntStream.range(0, images.length).filter(i -> images[i] > 0).toArray();
    if (all < Chart.FEWEST_IMAGES) {
      return Chart.without(
          "How sure the model was: too few images for a histogram; each is below with its own.");
    }
    if (filled.length == 1) {
      return Chart.without(
          "%s: all %s images have a probability of %s."
              .formatted(TITLE, COUNT.of(all), range(filled[0])));
    }
    int last = images.length - 1;
    String highest =
        "%s of %s images have %s or more."
            .formatted(COUNT.of(images[last]), COUNT.of(all), SHARE.of(low(last)));
    double largest = Arrays.stream(images).max().orElse(0);
    List<Point> points = IntStream.range(0, images.length).mapToObj(this::column).toList();
    return Chart.of(
        new Plot(
            TITLE,
            highest,
            Axis.upTo("probability of the best class", 1, SHARE),
            Axis.fromZero("images", largest, COUNT),
            List.of(new Series("images", Form.COLUMNS, points)),
            false),
        highest);
  }

  private double low(int bin) {
    return (double) bin / images.length;
  }

  private String range(int bin) {
    return SHARE.between(low(bin), low(bin + 1));
  }

  private Point column(int bin) {
    String text = range(bin) + ": " + Text.counted(images[bin], "image");
    return new Point((bin + 0.5) / images.length, (double) images[bin], text);
  }
}
