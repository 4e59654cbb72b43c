package io.github.resnet50.report.html;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.html.HtmlPage.Tile;
import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Series;
import io.github.resnet50.report.timing.TimingReport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What {@code classify} found, to look at. Takes pictures from many threads, records from one;
 * memory does not grow with the number of images.
 */
public final class ClassificationPage {
  private static final int CONFIDENCE_BINS = 20;
  private static final int MOST_LABELS = 15;

  private final long start = System.nanoTime();
  private final SampleGallery gallery = new SampleGallery();
  private final Links links;
  private final Timeline timeline = new Timeline();
  private final Map<String, Long> labels = new HashMap<>();
  private final long[] confidence = new long[CONFIDENCE_BINS];
  private final Failures failures = new Failures();
  private long ok;
  private long failed;

  /**
   * @param page where it will be written, for links to the images
   */
  public ClassificationPage(Path page) {
    this.links = new Links(page);
  }

  /**
   * Takes what the model sees of an image; quick for images that are not shown.
   *
   * @param index place in the walk
   */
  public void picture(long index, RgbImage pixels) {
    gallery.picture(index, pixels);
  }

  /** Takes a record that was written. */
  public synchronized void add(ItemResult result) {
    timeline.add((System.nanoTime() - start) / 1e9);
    gallery.add(result, links);
    if (result instanceof ItemResult.Predicted predicted) {
      ok++;
      Prediction best = predicted.predictions().get(0);
      labels.merge(best.label(), 1L, Long::sum);
      int bin = (int) (best.probability() * CONFIDENCE_BINS);
      confidence[Math.min(bin, CONFIDENCE_BINS - 1)]++;
    } else if (result instanceof ItemResult.Failed failure) {
      failed++;
      failures.add(failure);
    }
  }

  /**
   * Writes the page.
   *
   * @param warning what the reader should know first, such as that the run was interrupted; may be
   *     empty
   */
  public synchronized void write(TimingReport report, String warning, Writer out)
      throws IOException {
    ClassificationSections sections =
        new ClassificationSections(
            tiles(report),
            warning,
            labels.isEmpty() ? null : labelBars(),
            ok == 0 ? null : new PlotDrawing(confidencePlot()),
            gallery.view(),
            failures.view(ok + failed),
            TimingsView.of(
                report,
                timeline.isTelling()
                    ? new PlotDrawing(timeline.plot("Images a second over the run", "images/s"))
                    : null));
    String title = "Classified by " + report.model().name();
    new HtmlPage(title, report.program().name(), "classification.html", sections).write(out);
  }

  /** The variables of {@code classification.html}; what is null is not shown. */
  record ClassificationSections(
      List<Tile> tiles,
      String warning,
      Bars labels,
      PlotDrawing confidence,
      Gallery gallery,
      Failures.FailureList failures,
      TimingsView timings) {}

  private List<Tile> tiles(TimingReport report) {
    return List.of(
        new Tile("Images", count(ok + failed)),
        new Tile("Classified", count(ok), failed == 0 ? "good" : ""),
        new Tile("Failed", count(failed), failed == 0 ? "" : "bad"),
        new Tile(
            "Images a second once running",
            String.format(Locale.ROOT, "%.1f", report.measurements().imagesPerSecond())),
        new Tile(
            "Seconds in all",
            String.format(Locale.ROOT, "%.1f", report.measurements().wallSeconds())));
  }

  private Bars labelBars() {
    List<Map.Entry<String, Long>> most =
        labels.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_LABELS)
            .toList();
    double longest = most.get(0).getValue();
    String caption =
        labels.size() > MOST_LABELS
            ? String.format(
                Locale.ROOT, "The %d most frequent of %,d labels", MOST_LABELS, labels.size())
            : "Labels";
    return new Bars(
        caption,
        "Label",
        "Images",
        most.stream()
            .map(e -> Bars.Bar.of(e.getKey(), e.getValue() / longest, count(e.getValue())))
            .toList());
  }

  private Plot confidencePlot() {
    List<Point> points =
        IntStream.range(0, CONFIDENCE_BINS).mapToObj(ClassificationPage.this::bin).toList();
    double largest = points.stream().mapToDouble(Point::y).max().orElse(0);
    long high = confidence[CONFIDENCE_BINS - 1] + confidence[CONFIDENCE_BINS - 2];
    return new Plot(
        "How sure the model was",
        String.format(Locale.ROOT, "%,d of %,d images have 0.9 or more.", high, ok),
        Axis.upTo("probability of the best class", 1),
        Axis.fromZero("images", largest),
        List.of(new Series("images", Form.COLUMNS, points)),
        false);
  }

  private Point bin(int i) {
    double width = 1.0 / CONFIDENCE_BINS;
    String text =
        String.format(
            Locale.ROOT, "%.2f to %.2f: %,d images", i * width, (i + 1) * width, confidence[i]);
    return new Point((i + 0.5) * width, confidence[i], text);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
