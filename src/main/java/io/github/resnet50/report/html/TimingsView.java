package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.MEASURED;

import io.github.resnet50.report.html.HtmlPage.Fact;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.report.timing.StageClock.Stats;
import io.github.resnet50.report.timing.TimingReport;
import io.github.resnet50.report.timing.TimingReport.StartupTimes;
import java.util.ArrayList;
import java.util.List;

/** A timing report as tables of a page. */
record TimingsView(List<StageRow> stages, Chart throughput, String caption, List<Fact> facts) {

  /**
   * A stage.
   *
   * @param limit whether it is the bottleneck
   * @param numbers as the headings of the table have them, as text
   */
  record StageRow(String name, boolean limit, List<String> numbers) {}

  static TimingsView of(TimingReport report, Chart throughput) {
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
            COUNT.of(stats.count()),
            MEASURED.of(stats.totalSeconds()),
            MEASURED.of(stats.p50Ms()),
            MEASURED.of(stats.p90Ms()),
            MEASURED.of(stats.p99Ms()),
            MEASURED.of(stats.maxMs()),
            MEASURED.of(stats.blockedSeconds())));
  }

  private static List<Fact> facts(TimingReport report) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("started", report.program().started().toString()));
    facts.add(new Fact("model", report.model().name()));
    if (report.model().sha256() != null) {
      facts.add(new Fact("model's SHA-256", report.model().sha256()));
    }
    StartupTimes startup = report.measurements().startup();
    report.host().facts().forEach((name, value) -> facts.add(new Fact(name, value)));
    facts.add(
        new Fact(
            "start",
            "engine %s s, model %s s, first batch %s s"
                .formatted(
                    MEASURED.of(startup.engineSeconds()),
                    MEASURED.of(startup.modelSeconds()),
                    MEASURED.of(startup.firstBatchSeconds()))));
    report.config().forEach((key, value) -> facts.add(new Fact(key, String.valueOf(value))));
    return List.copyOf(facts);
  }
}
