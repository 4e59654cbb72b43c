package io.github.resnet50.report.html;

import io.github.resnet50.basics.Text;
import io.github.resnet50.report.html.HtmlPage.Fact;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.report.timing.StageClock.Stats;
import io.github.resnet50.report.timing.TimingReport;
import java.util.ArrayList;
import java.util.List;

/**
 * A timing report as tables of a page.
 *
 * @param throughput null where the run was too short to show it
 */
record TimingsView(
    List<StageRow> stages, PlotDrawing throughput, String caption, List<Fact> facts) {

  /**
   * A stage.
   *
   * @param limit whether it is the bottleneck
   * @param numbers as the headings of the table have them, as text
   */
  record StageRow(String name, boolean limit, List<String> numbers) {}

  static TimingsView of(TimingReport report, PlotDrawing throughput) {
    List<StageRow> rows = new ArrayList<>();
    report
        .measurements()
        .stages()
        .forEach((stage, stats) -> rows.add(row(stage, stats, report.bottleneck())));
    return new TimingsView(List.copyOf(rows), throughput, "The run", facts(report));
  }

  private static StageRow row(Stage stage, Stats stats, Stage bottleneck) {
    return new StageRow(
        stage.toString(),
        stage == bottleneck,
        List.of(
            Text.format("%,d", stats.count()),
            decimal(stats.totalSeconds()),
            decimal(stats.p50Ms()),
            decimal(stats.p90Ms()),
            decimal(stats.p99Ms()),
            decimal(stats.maxMs()),
            decimal(stats.blockedSeconds())));
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
            Text.format(
                "engine %.2f s, model %.2f s, first batch %.2f s",
                report.measurements().startup().engineSeconds(),
                report.measurements().startup().modelSeconds(),
                report.measurements().startup().firstBatchSeconds())));
    report.config().forEach((key, value) -> facts.add(new Fact(key, String.valueOf(value))));
    return List.copyOf(facts);
  }

  private static String decimal(double number) {
    return Text.format("%.2f", number);
  }
}
