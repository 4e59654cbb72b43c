package io.github.resnet50.evaluate;

import io.github.resnet50.evaluate.EvaluationReport.Images;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Metric;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.Verdict;
import io.github.resnet50.report.html.Bars;
import io.github.resnet50.report.html.ConfusionTable;
import io.github.resnet50.report.html.Fact;
import io.github.resnet50.report.html.Failures;
import io.github.resnet50.report.html.Gallery;
import io.github.resnet50.report.html.HtmlPage;
import io.github.resnet50.report.html.JudgedGallery;
import io.github.resnet50.report.html.PlotDrawing;
import io.github.resnet50.report.html.Tile;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An evaluation to look at. Hears of pictures from many threads, of records from one; memory does
 * not grow with the number of images.
 */
public final class EvaluationPage {
  private static final List<String> TILES =
      List.of("top1", "top5", "macro_f1", "nll", "brier", "ece");

  private final JudgedGallery gallery;
  private final Failures failures = new Failures();
  private long records;

  /**
   * @param page where it will be written, for links to the images
   */
  public EvaluationPage(Path page) {
    this.gallery = new JudgedGallery(page);
  }

  /**
   * Takes what the model sees of an image, before its record.
   *
   * @param index place in the walk
   */
  public void picture(long index, RgbImage pixels) {
    gallery.picture(index, pixels);
  }

  /** Takes a record and what its label says of it. */
  public void add(ItemResult result, Verdict verdict) {
    records++;
    gallery.add(result, verdict);
    if (result instanceof ItemResult.Failed failed) {
      failures.add(failed);
    }
  }

  /** Writes the page, and flushes. */
  public void write(EvaluationReport report, Writer out) throws IOException {
    Scores scores = report.scores();
    Model model =
        new Model(
            tiles(report),
            EvaluationTable.notes(report),
            EvaluationCharts.reliability(scores, report.method().binning()),
            EvaluationCharts.confidence(scores, report.method().binning()),
            metrics(scores),
            EvaluationCharts.classes(scores.classes()),
            EvaluationCharts.confusion(scores),
            EvaluationCharts.mistakes(scores),
            gallery.view(),
            failures.view(records),
            report.robustness() == null ? null : RobustnessView.of(report.robustness()),
            report.temperature() == null ? null : TemperatureView.of(report.temperature()),
            report.thresholds() == null
                ? List.of()
                : report.thresholds().stream().map(EvaluationPage::threshold).toList(),
            "What was measured, and how",
            facts(report));
    new HtmlPage(
            "Evaluation of " + EvaluationTable.subject(report),
            report.tool() + " " + report.version(),
            "evaluation.html",
            model)
        .write(out);
  }

  /** The variables of {@code evaluation.html}; what is null or empty is not shown. */
  record Model(
      List<Tile> tiles,
      List<String> notes,
      PlotDrawing reliability,
      PlotDrawing confidence,
      List<MetricRow> metrics,
      List<Bars> classes,
      ConfusionTable confusion,
      Bars mistakes,
      Gallery gallery,
      Failures.View failures,
      RobustnessView robustness,
      TemperatureView temperature,
      List<ThresholdRow> thresholds,
      String caption,
      List<Fact> facts) {
    boolean rules() {
      return !thresholds.isEmpty();
    }

    boolean confused() {
      return confusion != null || mistakes != null;
    }
  }

  /** A metric, its numbers as text. */
  record MetricRow(String name, String value, String interval, String method) {}

  /** A threshold, its numbers as text. */
  record ThresholdRow(String score, String value, String kept, String flagged) {}

  private static List<Tile> tiles(EvaluationReport report) {
    List<Tile> tiles = new ArrayList<>();
    report
        .scores()
        .metrics()
        .forEach(
            (metric, e) -> {
              if (TILES.contains(metric.name())) {
                tiles.add(
                    new Tile(metric.title(), value(metric, e), "", "95 %: " + interval(metric, e)));
              }
            });
    Images images = report.images();
    tiles.add(
        new Tile(
            "Images", count(images.evaluated()), "", "of " + count(images.found()) + " found"));
    if (images.failed() > 0) {
      tiles.add(new Tile("Failed", count(images.failed()), "bad"));
    }
    return tiles;
  }

  private static String value(Metric metric, Estimate e) {
    return metric.percent() ? format("%.1f %%", 100 * e.value()) : format("%.4f", e.value());
  }

  private static String interval(Metric metric, Estimate e) {
    return metric.percent()
        ? format("%.1f to %.1f %%", 100 * e.low(), 100 * e.high())
        : format("%.4f to %.4f", e.low(), e.high());
  }

  private static List<MetricRow> metrics(Scores scores) {
    List<MetricRow> rows = new ArrayList<>();
    scores
        .metrics()
        .forEach(
            (metric, e) ->
                rows.add(
                    new MetricRow(
                        metric.title(),
                        value(metric, e),
                        interval(metric, e),
                        e.interval() == Estimate.Interval.WILSON ? "Wilson" : "bootstrap")));
    return rows;
  }

  private static ThresholdRow threshold(Certainties.Rule rule) {
    return new ThresholdRow(
        rule.score().toString(),
        format("%.4f", rule.value()),
        format("%.1f %%", 100 * rule.keptCorrect()),
        rule.flaggedWrong() == null
            ? "none is wrong"
            : format("%.1f %%", 100 * rule.flaggedWrong()));
  }

  private static List<Fact> facts(EvaluationReport report) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("started", report.started().toString()));
    if (report.model() == null) {
      facts.add(new Fact("predictions", report.predictions()));
    } else {
      facts.add(new Fact("model", report.model().name()));
      facts.add(new Fact("model's SHA-256", report.model().sha256()));
      if (report.model().temperature() != null) {
        facts.add(new Fact("calibrated with T", format("%.4f", report.model().temperature())));
      }
    }
    facts.add(new Fact("labels", report.labels()));
    facts.add(new Fact("calibration", report.method().binning().describe()));
    facts.add(
        new Fact(
            "bootstrap",
            format("%d resamples, seed %d", report.method().resamples(), report.method().seed())));
    return facts;
  }

  private static String count(long number) {
    return format("%,d", number);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
