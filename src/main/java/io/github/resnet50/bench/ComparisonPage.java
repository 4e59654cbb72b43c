package io.github.resnet50.bench;

import io.github.resnet50.report.html.Bars;
import io.github.resnet50.report.html.Fact;
import io.github.resnet50.report.html.HtmlPage;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** A comparison of models to look at. */
public final class ComparisonPage {
  private final ComparisonReport report;

  public ComparisonPage(ComparisonReport report) {
    this.report = report;
  }

  /** Writes the page, and flushes. */
  public void write(Writer out) throws IOException {
    Model model =
        new Model(
            bars(),
            report.models().stream().map(ComparisonPage::row).toList(),
            "The machine and the measurement",
            List.of(
                new Fact("processor", report.host().cpu()),
                new Fact("cores", String.valueOf(report.host().cores())),
                new Fact("TensorFlow", String.valueOf(report.host().tensorflow())),
                new Fact("measured", report.started().toString()),
                new Fact("images", report.images()),
                new Fact(
                    "measurements",
                    format("%d a model, of %.1f s or more", report.repeats(), report.seconds()))));
    new HtmlPage(
            "Models side by side",
            report.tool() + " " + report.version(),
            "bench-comparison.html",
            model)
        .write(out);
  }

  /** The variables of {@code bench-comparison.html}. */
  record Model(Bars rates, List<Row> models, String caption, List<Fact> facts) {}

  /** A model, its numbers as text. */
  record Row(
      String name,
      int threads,
      int batch,
      String rate,
      String range,
      String ratio,
      String p50,
      String p99,
      String load,
      String first,
      String megabytes,
      String gflop) {}

  private Bars bars() {
    double best =
        report.models().stream()
            .mapToDouble(entry -> entry.measured().imagesPerSecond())
            .max()
            .orElse(1);
    return new Bars(
        "Images a second",
        "Model",
        "Images a second",
        report.models().stream()
            .map(
                entry ->
                    Bars.Row.of(
                        entry.name(),
                        entry.measured().imagesPerSecond() / best,
                        format("%.1f", entry.measured().imagesPerSecond())))
            .toList());
  }

  private static Row row(ComparisonReport.Entry entry) {
    SettingStats measured = entry.measured();
    return new Row(
        entry.name(),
        measured.threads(),
        measured.batchSize(),
        format("%.1f", measured.imagesPerSecond()),
        format("%.1f to %.1f", measured.minImagesPerSecond(), measured.maxImagesPerSecond()),
        format("%.2f", entry.ratio()),
        format("%.1f", measured.p50Ms()),
        format("%.1f", measured.p99Ms()),
        format("%.2f", entry.modelSeconds()),
        format("%.2f", entry.firstBatchSeconds()),
        format("%.1f", entry.bytes() / 1e6),
        entry.flopsPerImage() == null ? "unknown" : format("%.2f", entry.flopsPerImage() / 1e9));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
