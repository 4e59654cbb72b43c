package io.github.resnet50.bench;

import io.github.resnet50.basics.Decimals;
import io.github.resnet50.basics.Text;
import io.github.resnet50.report.CsvSink;
import io.github.resnet50.report.ReportJson;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** A comparison's forms; the writer is flushed and stays open. */
public final class ComparisonWriter {
  private ComparisonWriter() {}

  /** Everything, as one object. */
  public static void writeJson(ComparisonReport report, Writer out) throws IOException {
    out.write(ReportJson.GSON.toJson(report));
    out.write("\n");
    out.flush();
  }

  /** A header and a line a model. */
  public static void writeCsv(ComparisonReport report, Writer out) throws IOException {
    CsvSink.FORMAT.printRecord(
        out,
        "model",
        "batch_size",
        "threads",
        "images_per_second",
        "min_images_per_second",
        "max_images_per_second",
        "ratio",
        "p50_ms",
        "p90_ms",
        "p99_ms",
        "model_seconds",
        "first_batch_seconds",
        "bytes",
        "flops_per_image");
    for (ComparisonReport.Entry entry : report.models()) {
      SettingStats measured = entry.measured();
      CsvSink.FORMAT.printRecord(
          out,
          entry.name(),
          measured.batchSize(),
          measured.threads(),
          Decimals.measured(measured.imagesPerSecond()),
          Decimals.measured(measured.minImagesPerSecond()),
          Decimals.measured(measured.maxImagesPerSecond()),
          Decimals.measured(entry.ratio()),
          Decimals.measured(measured.p50Ms()),
          Decimals.measured(measured.p90Ms()),
          Decimals.measured(measured.p99Ms()),
          Decimals.measured(entry.modelSeconds()),
          Decimals.measured(entry.firstBatchSeconds()),
          entry.bytes(),
          entry.flopsPerImage() == null ? "" : Decimals.measured(entry.flopsPerImage()));
    }
    out.flush();
  }

  /** For people. */
  public static void writeTable(ComparisonReport report, Writer out) throws IOException {
    out.write(
        format(
            "%s, %d cores; %s images\n\n",
            report.host().cpu(), report.host().cores(), report.images()));
    int width = report.models().stream().mapToInt(entry -> name(entry).length()).max().orElse(0);
    width = Math.max("model".length(), width);
    out.write(
        format("%-" + width + "s", "model")
            + "  threads  batch   images/s [ min ..  max ]   ratio  ms/image p50     p99"
            + "  load s  first s      MB  GFLOP\n");
    for (ComparisonReport.Entry entry : report.models()) {
      SettingStats s = entry.measured();
      out.write(
          format(
              "%-"
                  + width
                  + "s  %7d %6d %10.1f [%5.1f .. %5.1f] %7.2f %13.1f %7.1f %7.2f %8.2f %7.1f"
                  + " %6s%s\n",
              name(entry),
              s.threads(),
              s.batchSize(),
              s.imagesPerSecond(),
              s.minImagesPerSecond(),
              s.maxImagesPerSecond(),
              entry.ratio(),
              s.p50Ms(),
              s.p99Ms(),
              entry.modelSeconds(),
              entry.firstBatchSeconds(),
              entry.bytes() / 1e6,
              entry.flopsPerImage() == null ? "?" : format("%.2f", entry.flopsPerImage() / 1e9),
              s.steady() ? "" : "  *"));
    }
    if (report.models().stream().anyMatch(entry -> !entry.measured().steady())) {
      out.write(format("* not steady after %.0f s of warm-up\n", report.warmUpSeconds()));
    }
    out.flush();
  }

  private static String name(ComparisonReport.Entry entry) {
    return Text.escape(entry.name());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
