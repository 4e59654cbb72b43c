package io.github.resnet50.bench;

import io.github.resnet50.report.html.Fact;
import io.github.resnet50.report.html.HtmlPage;
import io.github.resnet50.report.html.Plot;
import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Series;
import io.github.resnet50.report.html.PlotDrawing;
import io.github.resnet50.report.html.Tile;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/** A benchmark to look at. */
public final class BenchPage {
  private final BenchReport report;

  public BenchPage(BenchReport report) {
    this.report = report;
  }

  /** Writes the page, and flushes. */
  public void write(Writer out) throws IOException {
    Model model =
        new Model(
            tiles(),
            "Recommended: " + new Setting(best().batchSize(), best().threads()),
            new PlotDrawing(rates()),
            new PlotDrawing(latencies()),
            report.settings().stream().map(this::row).toList(),
            report.settings().stream().allMatch(SettingStats::steady)
                ? ""
                : format("* not steady after %.0f s of warm-up", report.warmUpSeconds()),
            "The machine and the measurement",
            facts());
    new HtmlPage(
            "How fast " + report.model().name() + " is here",
            report.tool() + " " + report.version(),
            "bench.html",
            model)
        .write(out);
  }

  /** The variables of {@code bench.html}. */
  record Model(
      List<Tile> tiles,
      String recommendation,
      PlotDrawing rates,
      PlotDrawing latencies,
      List<Row> settings,
      String footnote,
      String caption,
      List<Fact> facts) {}

  /** A setting, its numbers as text. */
  record Row(
      boolean best,
      int threads,
      int batch,
      String rate,
      String range,
      String p50,
      String p90,
      String p99,
      String gflops,
      String share,
      String mark) {}

  private Recommendation best() {
    return report.recommendation();
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    tiles.add(new Tile("Images a second", format("%.1f", best().imagesPerSecond()), "good"));
    tiles.add(new Tile("Batch size", String.valueOf(best().batchSize())));
    tiles.add(new Tile("Threads", String.valueOf(best().threads())));
    tiles.add(
        new Tile("To the first prediction", format("%.1f s", report.firstPredictionSeconds())));
    if (report.memory().rssPeakBytes() != null) {
      tiles.add(new Tile("Peak memory", format("%.1f GB", report.memory().rssPeakBytes() / 1e9)));
    }
    return tiles;
  }

  private Row row(SettingStats stats) {
    return new Row(
        stats.batchSize() == best().batchSize() && stats.threads() == best().threads(),
        stats.threads(),
        stats.batchSize(),
        format("%.1f", stats.imagesPerSecond()),
        format("%.1f to %.1f", stats.minImagesPerSecond(), stats.maxImagesPerSecond()),
        format("%.1f", stats.p50Ms()),
        format("%.1f", stats.p90Ms()),
        format("%.1f", stats.p99Ms()),
        stats.gflops() == null ? "unknown" : format("%.0f", stats.gflops()),
        stats.sgemmShare() == null ? "unknown" : format("%.0f %%", 100 * stats.sgemmShare()),
        stats.steady() ? "" : "*");
  }

  private Plot rates() {
    double highest =
        report.settings().stream().mapToDouble(SettingStats::maxImagesPerSecond).max().orElse(1);
    return plot(
        "Images a second by batch size",
        "Best: " + best() + ".",
        Axis.fromZero("images/s", highest),
        SettingStats::imagesPerSecond,
        "images/s");
  }

  private Plot latencies() {
    double highest =
        report.settings().stream().mapToDouble(s -> s.p50Ms() * s.batchSize()).max().orElse(1);
    return plot(
        "How long a batch takes, median",
        "A batch's time grows with its size.",
        Axis.fromZero("ms", highest),
        stats -> stats.p50Ms() * stats.batchSize(),
        "ms");
  }

  /** What is drawn of a setting. */
  private interface Measure {
    double of(SettingStats stats);
  }

  private Plot plot(String title, String description, Axis y, Measure measure, String unit) {
    List<Integer> sizes =
        List.copyOf(
            new TreeSet<>(report.settings().stream().map(SettingStats::batchSize).toList()));
    TreeMap<Integer, List<Point>> byThreads = new TreeMap<>();
    for (SettingStats stats : report.settings()) {
      double value = measure.of(stats);
      String text =
          format("%s: %.1f %s", new Setting(stats.batchSize(), stats.threads()), value, unit);
      byThreads
          .computeIfAbsent(stats.threads(), threads -> new ArrayList<>())
          .add(new Point(sizes.indexOf(stats.batchSize()), value, text));
    }
    // Of very many thread counts the highest ones are drawn: the table has all.
    List<Series> series =
        byThreads.descendingMap().entrySet().stream()
            .limit(Plot.MOST_SERIES)
            .map(e -> new Series(threads(e.getKey()), Form.MARKED_LINE, e.getValue()))
            .toList();
    Axis x = Axis.ofNames("batch size", sizes.stream().map(String::valueOf).toList());
    return new Plot(title, description, x, y, series, false);
  }

  private static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("processor", report.host().cpu()));
    facts.add(new Fact("cores", String.valueOf(report.host().cores())));
    facts.add(new Fact("TensorFlow", String.valueOf(report.host().tensorflow())));
    facts.add(new Fact("measured", report.started().toString()));
    facts.add(new Fact("model's SHA-256", report.model().sha256()));
    if (report.flopsPerImage() != null) {
      facts.add(
          new Fact("operations an image", format("%.2f GFLOP", report.flopsPerImage() / 1e9)));
    }
    report
        .sgemmGflops()
        .forEach(
            (threads, peak) ->
                facts.add(
                    new Fact(
                        "matrix products on " + threads(threads), format("%.0f GFLOP/s", peak))));
    facts.add(new Fact("images", report.imageCount() + " " + report.images()));
    facts.add(
        new Fact(
            "measurements",
            format("%d a setting, of %.1f s or more", report.repeats(), report.seconds())));
    facts.add(
        new Fact(
            "start",
            format(
                "engine %.2f s, model %.2f s, first batch %.2f s",
                report.startup().engineSeconds(),
                report.startup().modelSeconds(),
                report.startup().firstBatchSeconds())));
    return facts;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
