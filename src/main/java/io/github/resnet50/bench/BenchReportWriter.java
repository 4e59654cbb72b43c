package io.github.resnet50.bench;

import io.github.resnet50.basics.Decimals;
import io.github.resnet50.basics.Text;
import io.github.resnet50.report.CsvSink;
import io.github.resnet50.report.ReportJson;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A report's three forms; the writer is flushed and stays open. */
public final class BenchReportWriter {
  private BenchReportWriter() {}

  /** Everything, as one object. */
  public static void writeJson(BenchReport report, Writer out) throws IOException {
    out.write(ReportJson.GSON.toJson(report));
    out.write("\n");
    out.flush();
  }

  /** A header and a line a setting: the report's {@code settings}, nothing else. */
  public static void writeCsv(BenchReport report, Writer out) throws IOException {
    CsvSink.FORMAT.printRecord(
        out,
        "batch_size",
        "threads",
        "images_per_second",
        "min_images_per_second",
        "max_images_per_second",
        "p50_ms",
        "p90_ms",
        "p99_ms",
        "gflops",
        "sgemm_share",
        "warm_up_windows",
        "steady");
    for (SettingStats setting : report.settings()) {
      CsvSink.FORMAT.printRecord(
          out,
          setting.batchSize(),
          setting.threads(),
          Decimals.measured(setting.imagesPerSecond()),
          Decimals.measured(setting.minImagesPerSecond()),
          Decimals.measured(setting.maxImagesPerSecond()),
          Decimals.measured(setting.p50Ms()),
          Decimals.measured(setting.p90Ms()),
          Decimals.measured(setting.p99Ms()),
          optional(setting.gflops()),
          optional(setting.sgemmShare()),
          setting.warmUpWindows(),
          setting.steady());
    }
    out.flush();
  }

  private static String optional(Double number) {
    return number == null ? "" : Decimals.measured(number);
  }

  /** For people; the last line is the recommendation. */
  public static void writeTable(BenchReport report, Writer out) throws IOException {
    out.write(
        format(
            "%s on %s, %d cores; %s images\n",
            Text.escape(report.model().name()),
            report.host().cpu(),
            report.host().cores(),
            report.images().equals("files") ? report.imageCount() : report.images()));
    out.write("\n");
    out.write(
        "threads  batch   images/s [ min ..  max ]   ms/image p50     p90     p99  GFLOP/s  of"
            + " sgemm\n");
    for (SettingStats s : report.settings()) {
      out.write(
          format(
              "%7d %6d %10.1f [%5.1f .. %5.1f]  %14.1f %7.1f %7.1f %8s %9s%s\n",
              s.threads(),
              s.batchSize(),
              s.imagesPerSecond(),
              s.minImagesPerSecond(),
              s.maxImagesPerSecond(),
              s.p50Ms(),
              s.p90Ms(),
              s.p99Ms(),
              s.gflops() == null ? "unknown" : format("%.1f", s.gflops()),
              s.sgemmShare() == null ? "unknown" : format("%.0f %%", 100 * s.sgemmShare()),
              s.steady() ? "" : "  *"));
    }
    if (report.settings().stream().anyMatch(setting -> !setting.steady())) {
      out.write(format("* not steady after %.0f s of warm-up\n", report.warmUpSeconds()));
    }
    out.write("\n");
    out.write(
        format(
            "First prediction after %.1f s: engine %.1f, model %.1f, first batch %.1f\n",
            report.firstPredictionSeconds(),
            report.startup().engineSeconds(),
            report.startup().modelSeconds(),
            report.startup().firstBatchSeconds()));
    out.write(memory(report));
    out.write(arithmetic(report));
    out.write("Recommended: " + report.recommendation() + "\n");
    out.flush();
  }

  private static String memory(BenchReport report) {
    String resident =
        Optional.ofNullable(report.memory().rssPeakBytes())
            .map(bytes -> format(", %d MB in all", bytes / 1_000_000))
            .orElse("");
    return format(
        "Peak memory: %d MB of Java heap%s\n",
        report.memory().heapPeakBytes() / 1_000_000, resident);
  }

  private static String arithmetic(BenchReport report) {
    if (report.flopsPerImage() == null) {
      return "Operations an image: unknown\n";
    }
    String peaks =
        report.sgemmGflops().entrySet().stream()
            .map(peak -> format("%.0f on %d", peak.getValue(), peak.getKey()))
            .collect(Collectors.joining(", ", "; matrix products: ", " threads, in GFLOP/s"));
    return format("Operations an image: %.2f GFLOP", report.flopsPerImage() / 1e9)
        + (report.sgemmGflops().isEmpty() ? "" : peaks)
        + "\n";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
