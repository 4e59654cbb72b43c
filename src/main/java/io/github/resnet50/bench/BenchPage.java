package io.github.resnet50.bench;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.MEASURED;

import io.github.resnet50.report.Table;
import io.github.resnet50.report.html.Bars;
import io.github.resnet50.report.html.Chart;
import io.github.resnet50.report.html.HtmlPage;
import io.github.resnet50.report.html.HtmlPage.Fact;
import io.github.resnet50.report.html.HtmlPage.Tile;
import io.github.resnet50.report.html.Plot;
import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Series;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** A benchmark as a page: of one model's settings, or of several models. */
public final class BenchPage {
  private static final String CAPTION = "The machine and the measurement";

  private final BenchReport report;
  private final BenchReport.BenchedModel first;

  public BenchPage(BenchReport report) {
    this.report = report;
    this.first = report.models().get(0);
  }

  /** Writes the page and flushes the writer. */
  public void write(Writer out) throws IOException {
    String tool = BenchReport.TOOL + " " + report.version();
    HtmlPage page =
        report.comparison()
            ? new HtmlPage("Models side by side", tool, "bench-comparison.html", models())
            : new HtmlPage(
                "How fast " + first.model().name() + " is here", tool, "bench.html", settings());
    page.write(out);
  }

  /** The variables of {@code bench-comparison.html}. */
  record SideBySideVariables(Bars rates, Table.View models, String caption, List<Fact> facts) {}

  /** The variables of {@code bench.html}. */
  record SweepVariables(
      List<Tile> tiles,
      String recommendation,
      List<Chart> charts,
      Table.View settings,
      List<String> footnotes,
      String caption,
      List<Fact> facts) {}

  private SideBySideVariables models() {
    double best =
        report.models().stream()
            .mapToDouble(entry -> entry.measured().imagesPerSecond())
            .max()
            .orElse(1);
    Bars rates =
        new Bars(
            "Images a second",
            "Model",
            "Images a second",
            report.models().stream()
                .map(
                    entry ->
                        Bars.Bar.of(
                            entry.model().name(),
                            entry.measured().imagesPerSecond() / best,
                            MEASURED.of(entry.measured().imagesPerSecond())))
                .toList());
    List<Fact> facts = hostFacts();
    facts.add(new Fact("images", report.images()));
    facts.add(measurements("model"));
    return new SideBySideVariables(
        rates, BenchTables.models(report, 1).view(report.models()), CAPTION, facts);
  }

  private SweepVariables settings() {
    SettingStats best = report.recommendation();
    return new SweepVariables(
        tiles(best),
        "Recommended: " + best.options(),
        charts(best),
        BenchTables.settings(report).view(report.settings(), s -> s.equals(best)),
        BenchTables.footnotes(report),
        CAPTION,
        settingsFacts());
  }

  /** Over batch sizes, where there are several. */
  private List<Chart> charts(SettingStats best) {
    return report.settings().stream().map(SettingStats::batchSize).distinct().count() == 1
        ? List.of(Chart.without("One batch size was measured: nothing to draw over batch sizes."))
        : List.of(Chart.of(rates(best), ""), Chart.of(latencies(), ""));
  }

  private List<Tile> tiles(SettingStats best) {
    List<Tile> tiles = new ArrayList<>();
    tiles.add(new Tile("Images a second", MEASURED.of(best.imagesPerSecond()), "good"));
    tiles.add(new Tile("Batch size", COUNT.of(best.batchSize())));
    tiles.add(new Tile("Threads", COUNT.of(best.threads())));
    if (report.severalEngines()) {
      tiles.add(0, new Tile("Engine", best.engine()));
    } else {
      tiles.add(
          new Tile(
              "To the first prediction",
              MEASURED.of(first.loading().firstPredictionSeconds()) + " s"));
    }
    Long resident = report.process().memory().rssPeakBytes();
    if (resident != null) {
      tiles.add(new Tile("Peak memory", MEASURED.of(resident / 1e9) + " GB"));
    }
    return tiles;
  }

  private Plot rates(SettingStats best) {
    double highest =
        report.settings().stream().mapToDouble(SettingStats::maxImagesPerSecond).max().orElse(1);
    return plot(
        "Images a second by batch size",
        "Best: " + best.words() + ".",
        Axis.fromZero("images/s", highest, MEASURED),
        SettingStats::imagesPerSecond,
        "images/s");
  }

  private Plot latencies() {
    ToDoubleFunction<SettingStats> latency = stats -> stats.p50Ms() * stats.batchSize();
    double highest = report.settings().stream().mapToDouble(latency).max().orElse(1);
    return plot(
        "How long a batch takes, median",
        "A batch's time grows with its size.",
        Axis.fromZero("ms", highest, MEASURED),
        latency,
        "ms");
  }

  private Plot plot(
      String title, String description, Axis y, ToDoubleFunction<SettingStats> of, String unit) {
    List<Integer> sizes =
        List.copyOf(
            new TreeSet<>(report.settings().stream().map(SettingStats::batchSize).toList()));
    Map<String, List<Point>> lines = new LinkedHashMap<>();
    List<SettingStats> most =
        report.settings().stream()
            .sorted(Comparator.comparingInt(SettingStats::threads).reversed())
            .toList();
    for (SettingStats stats : most) {
      double value = of.applyAsDouble(stats);
      String text = stats.options() + ": " + MEASURED.of(value) + " " + unit;
      lines
          .computeIfAbsent(line(stats), name -> new ArrayList<>())
          .add(new Point(sizes.indexOf(stats.batchSize()), value, text));
    }
    // Of very many those with the most threads are drawn: the table has all.
    List<Series> series =
        lines.entrySet().stream()
            .limit(Plot.MOST_SERIES)
            .map(e -> new Series(e.getKey(), Form.MARKED_LINE, e.getValue()))
            .toList();
    Axis x = Axis.ofNames("batch size", sizes.stream().map(String::valueOf).toList());
    return new Plot(title, description, x, y, series, false);
  }

  private String line(SettingStats stats) {
    String threads = threads(stats.threads());
    return report.severalEngines() ? stats.engine() + ", " + threads : threads;
  }

  private static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }

  private List<Fact> hostFacts() {
    List<Fact> facts = new ArrayList<>();
    report.host().facts().forEach((name, value) -> facts.add(new Fact(name, value)));
    report.models().stream()
        .map(BenchReport.BenchedModel::engine)
        .filter(engine -> !engine.name().equals(report.host().engine().name()))
        .distinct()
        .forEach(engine -> facts.add(new Fact(engine.name(), engine.version())));
    facts.add(new Fact("measured", report.started().toString()));
    return facts;
  }

  private Fact measurements(String what) {
    return new Fact(
        "measurements",
        "%s rounds of %s s or more a %s"
            .formatted(
                COUNT.of(report.config().repeats()), MEASURED.of(report.config().seconds()), what));
  }

  private List<Fact> settingsFacts() {
    List<Fact> facts = hostFacts();
    facts.add(new Fact("model's SHA-256", first.model().sha256()));
    if (first.flopsPerImage() != null) {
      facts.add(
          new Fact("operations an image", MEASURED.of(first.flopsPerImage() / 1e9) + " GFLOP"));
    }
    report
        .process()
        .sgemmGflops()
        .forEach(
            (threads, peak) ->
                facts.add(
                    new Fact(
                        "matrix products on " + threads(threads), MEASURED.of(peak) + " GFLOP/s")));
    facts.add(new Fact("images", COUNT.of(first.images().count()) + " " + report.images()));
    facts.add(measurements("setting"));
    if (!report.severalEngines()) { // one that follows another finds half of it done
      facts.add(
          new Fact(
              "start",
              "engine %s s, model %s s, first batch %s s"
                  .formatted(
                      MEASURED.of(first.loading().engineSeconds()),
                      MEASURED.of(first.loading().modelSeconds()),
                      MEASURED.of(first.loading().firstBatchSeconds()))));
    }
    return facts;
  }
}
