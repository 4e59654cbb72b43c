package io.github.resnet50.report;

import io.github.resnet50.basics.Decimals;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** Writes a timing report; the writer is flushed and stays open. */
public final class TimingReportWriter {
  private TimingReportWriter() {}

  /**
   * Writes one indented object.
   *
   * @throws IllegalArgumentException where a number is not finite
   */
  public static void writeJson(TimingReport report, Writer out) throws IOException {
    out.write(ReportJson.GSON.toJson(report));
    out.write("\n");
    out.flush();
  }

  /** Writes a header and a line a stage: the report's {@code stages}, nothing else. */
  public static void writeCsv(TimingReport report, Writer out) throws IOException {
    CsvSink.FORMAT.printRecord(
        out,
        "stage",
        "count",
        "total_seconds",
        "mean_ms",
        "p50_ms",
        "p90_ms",
        "p95_ms",
        "p99_ms",
        "max_ms",
        "blocked_seconds");
    for (Map.Entry<Stage, StageStats> entry : report.stages().entrySet()) {
      StageStats stats = entry.getValue();
      CsvSink.FORMAT.printRecord(
          out,
          entry.getKey(),
          stats.count(),
          Decimals.measured(stats.totalSeconds()),
          Decimals.measured(stats.meanMs()),
          Decimals.measured(stats.p50Ms()),
          Decimals.measured(stats.p90Ms()),
          Decimals.measured(stats.p95Ms()),
          Decimals.measured(stats.p99Ms()),
          Decimals.measured(stats.maxMs()),
          Decimals.measured(stats.blockedSeconds()));
    }
    out.flush();
  }
}
