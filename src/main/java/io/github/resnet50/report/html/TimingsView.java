package io.github.resnet50.report.html;

import io.github.resnet50.report.html.HtmlPage.Fact;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.report.timing.StageClock.Stats;
import io.github.resnet50.report.timing.TimingReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A timing report as tables of a page. */
record TimingsView(List<Row> stages, String caption, List<Fact> facts) {

  /**
   * A stage, its numbers as text.
   *
   * @param limit whether it is the bottleneck
   */
  record Row(
      String name,
      boolean limit,
      String count,
      String busy,
      String p50,
      String p90,
      String p99,
      String longest,
      String blocked) {}

  static TimingsView of(TimingReport report) {
    List<Row> rows = new ArrayList<>();
    report
        .measurements()
        .stages()
        .forEach((stage, stats) -> rows.add(row(stage, stats, report.bottleneck())));
    return new TimingsView(List.copyOf(rows), "The run", facts(report));
  }

  private static Row row(Stage stage, Stats stats, Stage bottleneck) {
    return new Row(
        stage.toString(),
        stage == bottleneck,
        String.format(Locale.ROOT, "%,d", stats.count()),
        decimal(stats.totalSeconds()),
        decimal(stats.p50Ms()),
        decimal(stats.p90Ms()),
        decimal(stats.p99Ms()),
        decimal(stats.maxMs()),
        decimal(stats.blockedSeconds()));
  }

  private static List<Fact> facts(TimingReport report) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("started", report.program().started().toString()));
    facts.add(new Fact("model", report.model().name()));
    if (report.model().sha256() != null) {
      facts.add(new Fact("model's SHA-256", report.model().sha256()));
    }
    report.host().facts().forEach((name, value) -> facts.add(new Fact(name, value)));
    facts.add(
        new Fact(
            "start",
            String.format(
                Locale.ROOT,
                "engine %.2f s, model %.2f s, first batch %.2f s",
                report.measurements().startup().engineSeconds(),
                report.measurements().startup().modelSeconds(),
                report.measurements().startup().firstBatchSeconds())));
    report.config().forEach((key, value) -> facts.add(new Fact(key, String.valueOf(value))));
    return List.copyOf(facts);
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
