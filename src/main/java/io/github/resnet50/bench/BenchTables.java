package io.github.resnet50.bench;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.MEASURED;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.basics.Text;
import io.github.resnet50.bench.BenchReport.BenchedModel;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.ReportJson;
import io.github.resnet50.report.Table;
import io.github.resnet50.report.timing.TimingReport;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A report as text, JSON and CSV: a line a setting, or a line a model where models stand beside
 * each other. Writers are flushed and stay open.
 */
public final class BenchTables {
  private static final Column<SettingStats> ENGINE =
      Column.<SettingStats>shown(SettingStats::engine)
          .text("engine", "%-18s")
          .page("Engine", SettingStats::engine)
          .naming();

  private static final Table<SettingStats> SETTINGS =
      Table.of(
          ENGINE,
          Column.<SettingStats>shown(SettingStats::threads)
              .text("threads", "%7d")
              .page("Threads", COUNT),
          Column.<SettingStats>of("batch_size", SettingStats::batchSize)
              .text("batch", " %6d")
              .page("Batch", COUNT),
          Column.of("threads", SettingStats::threads),
          Column.<SettingStats>of("images_per_second", SettingStats::imagesPerSecond)
              .text("images/s", " %10.1f")
              .page("Images/s", s -> MEASURED.of(s.imagesPerSecond()) + mark(s)),
          Column.<SettingStats>of("min_images_per_second", SettingStats::minImagesPerSecond)
              .text("[ min ..  max ]", " %s", BenchTables::range)
              .page("Slowest to fastest", BenchTables::rangeInWords),
          Column.of("max_images_per_second", SettingStats::maxImagesPerSecond),
          Column.<SettingStats>of("p50_ms", SettingStats::p50Ms)
              .text("  ms/image p50", " %s", s -> Text.format("%15.1f", s.p50Ms()))
              .page("ms/image, median", MEASURED),
          Column.<SettingStats>of("p90_ms", SettingStats::p90Ms)
              .text("p90", " %7.1f")
              .page("p90", MEASURED),
          Column.<SettingStats>of("p99_ms", SettingStats::p99Ms)
              .text("p99", " %7.1f")
              .page("p99", MEASURED),
          Column.<SettingStats>of("gflops", SettingStats::gflops)
              .text("GFLOP/s", " %8.1f")
              .page("GFLOP/s", MEASURED)
              .absent("unknown"),
          Column.<SettingStats>of("sgemm_share", SettingStats::sgemmShare)
              .text("of sgemm", " %7.0f %%", BenchTables::percent)
              .page("of sgemm", SHARE)
              .absent("unknown"),
          Column.<SettingStats>shown(SettingStats::rounds)
              .text("rounds", " %6d")
              .page("Rounds", COUNT),
          Column.of("warm_up_windows", SettingStats::warmUpWindows),
          Column.<SettingStats>of("steady", SettingStats::steady)
              .text("", "%s", s -> s.steady() ? "" : "  *"),
          Column.of("engine", SettingStats::engine),
          Column.of("rounds", SettingStats::rounds));

  private BenchTables() {}

  /** The columns of settings; the engine is shown where there are several. */
  static Table<SettingStats> settings(BenchReport report) {
    return report.severalEngines() ? SETTINGS : SETTINGS.without(column -> column == ENGINE);
  }

  /**
   * The columns of models beside each other.
   *
   * @param width of the names on a terminal
   */
  static Table<BenchedModel> models(BenchReport report, int width) {
    return Table.of(
        Column.<BenchedModel>of("model", e -> e.model().name())
            .text("model", "%-" + width + "s", BenchTables::name)
            .page("Model")
            .naming(),
        Column.<BenchedModel>shown(e -> e.measured().threads())
            .text("threads", "  %7d")
            .page("Threads", COUNT),
        Column.<BenchedModel>of("batch_size", e -> e.measured().batchSize())
            .text("batch", " %6d")
            .page("Batch", COUNT),
        Column.of("threads", e -> e.measured().threads()),
        Column.<BenchedModel>of("images_per_second", e -> e.measured().imagesPerSecond())
            .text("images/s", " %10.1f")
            .page("Images/s", MEASURED),
        Column.<BenchedModel>of("min_images_per_second", e -> e.measured().minImagesPerSecond())
            .text("[ min ..  max ]", " %s", e -> range(e.measured()))
            .page("Slowest to fastest", e -> rangeInWords(e.measured())),
        Column.of("max_images_per_second", e -> e.measured().maxImagesPerSecond()),
        Column.<BenchedModel>of("ratio", report::ratio)
            .text("ratio", " %7.2f")
            .page("Ratio", MEASURED),
        Column.<BenchedModel>of("p50_ms", e -> e.measured().p50Ms())
            .text("ms/image p50", " %13.1f")
            .page("ms/image, median", MEASURED),
        Column.of("p90_ms", e -> e.measured().p90Ms()),
        Column.<BenchedModel>of("p99_ms", e -> e.measured().p99Ms())
            .text("p99", " %7.1f")
            .page("p99", MEASURED),
        Column.<BenchedModel>of("model_seconds", e -> e.loading().modelSeconds())
            .text("load s", " %7.2f")
            .page("Load, s", MEASURED),
        Column.<BenchedModel>of("first_batch_seconds", e -> e.loading().firstBatchSeconds())
            .text("first s", " %8.2f")
            .page("First batch, s", MEASURED),
        Column.<BenchedModel>of("bytes", BenchedModel::bytes)
            .text("MB", " %7.1f", e -> e.bytes() / 1e6)
            .page("MB", MEASURED, e -> e.bytes() / 1e6),
        Column.<BenchedModel>of("flops_per_image", BenchedModel::flopsPerImage)
            .text("GFLOP", " %6.2f", BenchTables::gigaflops)
            .absent("?")
            .page("GFLOP an image", MEASURED, BenchTables::gigaflops),
        Column.<BenchedModel>shown(e -> mark(e.measured())).text("", "  %s"));
  }

  private static String name(BenchedModel entry) {
    String size = entry.size().isEmpty() ? "" : " at " + entry.size().substring(1);
    return Text.escape(entry.model().name()) + size;
  }

  private static String mark(SettingStats stats) {
    return stats.steady() ? "" : "*";
  }

  private static String range(SettingStats stats) {
    return Text.format("[%5.1f .. %5.1f]", stats.minImagesPerSecond(), stats.maxImagesPerSecond());
  }

  private static String rangeInWords(SettingStats stats) {
    return MEASURED.between(stats.minImagesPerSecond(), stats.maxImagesPerSecond());
  }

  private static Double percent(SettingStats stats) {
    return stats.sgemmShare() == null ? null : Double.valueOf(100 * stats.sgemmShare());
  }

  private static Double gigaflops(BenchedModel entry) {
    return entry.flopsPerImage() == null ? null : Double.valueOf(entry.flopsPerImage() / 1e9);
  }

  /** A header and a line a setting, or a line a model. */
  public static void writeCsv(BenchReport report, Writer out) throws IOException {
    if (report.comparison()) {
      models(report, 1).writeCsv(report.models(), out);
    } else {
      settings(report).writeCsv(report.settings(), out);
    }
  }

  /** Writes text for a terminal; for one model's settings the last line is the recommendation. */
  public static void writeText(BenchReport report, Writer out) throws IOException {
    String text = report.comparison() ? comparisonText(report) : settingsText(report);
    out.write(text);
    out.flush();
  }

  private static String settingsText(BenchReport report) {
    BenchedModel entry = report.models().get(0);
    return Text.format(
            "%s on %s, %d cores; %s images\n\n",
            name(entry),
            report.host().cpu(),
            report.host().cores(),
            report.images().equals("files") ? entry.images().count() : report.images())
        + lines(settings(report).lines(report.settings()))
        + lines(footnotes(report))
        + "\n"
        + (report.severalEngines() ? "" : firstPrediction(entry.loading()))
        + memory(report)
        + arithmetic(report)
        + "Recommended: "
        + report.recommendation().words()
        + "\n";
  }

  /** Only where an engine is alone in its process: one that follows finds half of it done. */
  private static String firstPrediction(BenchReport.Loading loading) {
    return Text.format(
        "First prediction after %.1f s: engine %.1f, model %.1f, first batch %.1f\n",
        loading.firstPredictionSeconds(),
        loading.engineSeconds(),
        loading.modelSeconds(),
        loading.firstBatchSeconds());
  }

  private static String comparisonText(BenchReport report) {
    int width = report.models().stream().mapToInt(entry -> name(entry).length()).max().orElse(0);
    return Text.format(
            "%s, %d cores; %s images\n\n",
            report.host().cpu(), report.host().cores(), report.images())
        + lines(models(report, Math.max("model".length(), width)).lines(report.models()))
        + lines(footnotes(report));
  }

  private static String lines(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /** What marks and fewer rounds mean, where there are any; a line each. */
  static List<String> footnotes(BenchReport report) {
    List<String> notes = new ArrayList<>();
    if (!report.settings().stream().allMatch(SettingStats::steady)) {
      notes.add(
          Text.format("* not steady after %.0f s of warm-up", report.config().warmUpSeconds()));
    }
    if (report.settings().stream().anyMatch(s -> s.rounds() < report.config().repeats())) {
      notes.add(
          Text.format(
              "1 round: less than %.0f %% of the fastest's rate on its engine, warm and measured",
              100 * Rounds.FAR_BEHIND));
    }
    return notes;
  }

  private static String memory(BenchReport report) {
    Long resident = report.process().memory().rssPeakBytes();
    return Text.format(
        "Peak memory: %d MB of Java heap%s\n",
        report.process().memory().heapPeakBytes() / 1_000_000,
        resident == null ? "" : Text.format(", %d MB in all", resident / 1_000_000));
  }

  private static String arithmetic(BenchReport report) {
    Double flops = report.models().get(0).flopsPerImage();
    if (flops == null) {
      return "Operations an image: unknown\n";
    }
    Map<Integer, Double> sgemm = report.process().sgemmGflops();
    String products =
        sgemm.entrySet().stream()
            .map(peak -> Text.format("%.0f on %d", peak.getValue(), peak.getKey()))
            .collect(Collectors.joining(", ", "; matrix products: ", " threads, in GFLOP/s"));
    return Text.format("Operations an image: %.2f GFLOP", flops / 1e9)
        + (sgemm.isEmpty() ? "" : products)
        + "\n";
  }

  /** The whole report as one JSON object, whose keys scripts rely on. */
  public static void writeJson(BenchReport report, Writer out) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tool", BenchReport.TOOL);
    json.put("version", report.version());
    json.put("started", report.started());
    json.put("host", report.host());
    BenchedModel first = report.models().get(0);
    if (!report.comparison()) {
      json.put("model", first.model());
    }
    json.put("images", report.images());
    if (!report.comparison()) {
      json.put("image_count", first.images().count());
      json.put("failed", first.images().failed());
    }
    json.put("repeats", report.config().repeats());
    json.put("seconds", report.config().seconds());
    json.put("warm_up_seconds", report.config().warmUpSeconds());
    if (report.comparison()) {
      json.put("models", report.models().stream().map(entry -> json(report, entry)).toList());
    } else {
      json.put(
          "startup",
          new TimingReport.StartupTimes(
              first.loading().engineSeconds(),
              first.loading().modelSeconds(),
              first.loading().firstBatchSeconds()));
      json.put("first_prediction_seconds", first.loading().firstPredictionSeconds());
      json.put("memory", report.process().memory());
      json.put("flops_per_image", first.flopsPerImage());
      json.put("sgemm_gflops", report.process().sgemmGflops());
      json.put("engines", report.models().stream().map(BenchedModel::engine).toList());
      json.put("settings", report.settings());
      json.put("recommendation", recommendation(report.recommendation()));
    }
    ReportJson.write(json, out);
  }

  private static Map<String, Object> recommendation(SettingStats best) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("engine", best.engine());
    json.put("batch_size", best.batchSize());
    json.put("threads", best.threads());
    json.put("images_per_second", best.imagesPerSecond());
    return json;
  }

  private static Map<String, Object> json(BenchReport report, BenchedModel entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", entry.model().name());
    json.put("path", entry.model().path());
    json.put("sha256", entry.model().sha256());
    json.put("engine", entry.engine().name());
    json.put("bytes", entry.bytes());
    json.put("failed", entry.images().failed());
    json.put("model_seconds", entry.loading().modelSeconds());
    json.put("first_batch_seconds", entry.loading().firstBatchSeconds());
    json.put("flops_per_image", entry.flopsPerImage());
    json.put("measured", entry.measured());
    json.put("ratio", report.ratio(entry));
    return json;
  }
}
