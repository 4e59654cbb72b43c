package io.github.resnet50.evaluate;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SCORE;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.evaluate.EvaluationReport.EvaluatedImages;
import io.github.resnet50.evaluate.EvaluationReport.EvaluationScores;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.walk.WalkText;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Metric;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.Table;
import io.github.resnet50.report.html.AnswerTree;
import io.github.resnet50.report.html.Card.Picture;
import io.github.resnet50.report.html.Failures;
import io.github.resnet50.report.html.Gallery;
import io.github.resnet50.report.html.Groups;
import io.github.resnet50.report.html.Groups.By;
import io.github.resnet50.report.html.Groups.GroupTable;
import io.github.resnet50.report.html.HtmlPage;
import io.github.resnet50.report.html.HtmlPage.Fact;
import io.github.resnet50.report.html.HtmlPage.Tile;
import io.github.resnet50.report.html.LabelledGallery;
import io.github.resnet50.report.html.LabelledGallery.Verdict;
import io.github.resnet50.report.html.LabelledGallery.Verdict.Correctness;
import io.github.resnet50.report.html.PlotDrawing;
import io.github.resnet50.report.html.RollUpView;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An evaluation as a page. Takes pictures from many threads, records from one; memory does not grow
 * with the number of images.
 */
public final class EvaluationPage {
  private static final List<String> TILES =
      List.of("top1", "top5", "macro_f1", "nll", "brier", "ece");

  private final LabelledGallery gallery;
  private final Groups truths = new Groups(By.TRUTH);
  private final Groups folders = new Groups(By.FOLDER);
  private final Failures failures = new Failures();
  private final RollUpView view;
  private final AnswerTree tree;
  private long records;

  /**
   * @param page where it will be written, for links to the images
   * @param view what is known of decisions
   */
  public EvaluationPage(Path page, RollUpView view) {
    this.view = view;
    this.tree = new AnswerTree(view.outline());
    this.gallery = new LabelledGallery(page);
  }

  /**
   * Takes the pixels that the model sees of an image, before its record is added.
   *
   * @param index place in the walk
   */
  public void picture(long index, RgbImage pixels) {
    gallery.picture(index, pixels);
  }

  /** Takes a record and whether it is right. */
  public void add(ItemResult result, Verdict verdict) {
    records++;
    gallery.add(result, verdict);
    String folder = Picture.folder(result.name());
    switch (verdict.correctness()) {
      case RIGHT, WRONG -> {
        double right = verdict.correctness() == Correctness.RIGHT ? 1 : 0;
        truths.add(verdict.truth(), right);
        folders.add(folder, right);
        tree.add(verdict.truthId(), verdict.truth(), right, false);
      }
      case UNLABELLED, AMBIGUOUS, FAILED -> folders.add(folder);
    }
    if (result instanceof ItemResult.Failed failed) {
      failures.add(failed);
    }
  }

  /** Writes the page and flushes the writer. */
  public void write(EvaluationReport report, Writer out) throws IOException {
    EvaluationScores scores = report.scores();
    EvaluationVariables model =
        new EvaluationVariables(
            tiles(report),
            notes(report),
            EvaluationCharts.of(scores, report.method().binning()),
            EvaluationTables.metrics(scores).view(scores.metrics().keySet()),
            groups(),
            tree.view("top-1 accuracy", (share, images) -> SHARE.of(share)),
            report.decisions() == null
                ? null
                : new PageSection(
                    EvaluationText.DECISIONS_HEADING + ".",
                    null,
                    EvaluationTables.DECISIONS.view(EvaluationTables.rows(report.decisions()))),
            report.robustness() == null ? null : robustness(report.robustness()),
            report.temperature() == null ? null : temperature(report.temperature()),
            report.thresholds() == null || report.thresholds().isEmpty()
                ? null
                : new PageSection(
                    EvaluationText.thresholdsAt(report.thresholds()),
                    null,
                    EvaluationTables.THRESHOLDS.view(report.thresholds())),
            gallery.view(view),
            failures.view(records),
            facts(report));
    new HtmlPage(
            "Evaluation of " + report.subject(),
            report.tool() + " " + report.version(),
            "evaluation.html",
            model)
        .write(out);
  }

  private static List<String> notes(EvaluationReport report) {
    List<String> notes = new ArrayList<>(EvaluationText.notes(report));
    if (report.images().passedOver() != null) {
      WalkText.note(report.images().passedOver()).ifPresent(note -> notes.add(note + "."));
    }
    return notes;
  }

  /** The variables of {@code evaluation.html}; what is null or empty is not shown. */
  record EvaluationVariables(
      List<Tile> tiles,
      List<String> notes,
      EvaluationCharts charts,
      Table.View metrics,
      List<GroupTable> groups,
      AnswerTree.TreeView tree,
      PageSection decisions,
      PageSection robustness,
      PageSection temperature,
      PageSection thresholds,
      Gallery gallery,
      Failures.FailureList failures,
      List<Fact> facts) {
    String caption() {
      return "What was measured, and how";
    }
  }

  /** By class, and by folder where that is something else. */
  private List<GroupTable> groups() {
    return Stream.of(truths, folders)
        .filter(groups -> groups == truths || !(groups.isOne() || groups.isLike(truths)))
        .map(groups -> groups.table("Top-1 accuracy (95 % interval)", EvaluationPage::accuracy))
        .toList();
  }

  private static String accuracy(double share, long images) {
    Estimate accuracy = Estimate.wilson(share, (double) images);
    return SHARE.of(share) + " (" + SHARE.between(accuracy.low(), accuracy.high()) + ")";
  }

  /** A sentence and a table, perhaps with a plot between. */
  record PageSection(String summary, PlotDrawing curves, Table.View table) {}

  private static List<Tile> tiles(EvaluationReport report) {
    List<Tile> tiles = new ArrayList<>();
    report
        .scores()
        .metrics()
        .forEach(
            (metric, e) -> {
              if (TILES.contains(metric.name())) {
                tiles.add(
                    new Tile(
                        metric.title(),
                        EvaluationTables.value(metric, e),
                        "",
                        tileNote(report, metric, e)));
              }
            });
    EvaluatedImages images = report.images();
    tiles.add(
        new Tile(
            "Images",
            COUNT.of(images.evaluated()),
            "",
            "of " + COUNT.of(images.found()) + " found"));
    if (images.failed() > 0) {
      tiles.add(new Tile("Failed", COUNT.of(images.failed()), "bad"));
    }
    return tiles;
  }

  private static String tileNote(EvaluationReport report, Metric metric, Estimate e) {
    if (e.hasInterval()) {
      return "95 %: " + EvaluationTables.interval(metric, e);
    }
    return metric.name().equals("ece")
        ? "debiased " + SCORE.of(report.scores().metric("ece_debiased").orElseThrow().value())
        : "";
  }

  private static PageSection robustness(Robustness robustness) {
    String drop =
        robustness.relativeDrop() == null
            ? ""
            : ", a relative drop of " + SHARE.of(robustness.relativeDrop());
    String summary =
        "Top-1 accuracy %s on the images as they are, %s on average over what was tried%s."
            .formatted(SHARE.of(robustness.clean()), SHARE.of(robustness.mean()), drop);
    return new PageSection(
        summary,
        EvaluationCharts.robustness(robustness, summary),
        EvaluationTables.robustness(robustness).view(robustness.corruptions().keySet()));
  }

  private static PageSection temperature(TemperatureFit fit) {
    String sample =
        fit.sampled()
            ? " An even sample of %s of the %s labelled images was used, to bound the memory."
                .formatted(COUNT.of(fit.images()), COUNT.of(fit.labelled()))
            : "";
    return new PageSection(
        fit.verdict() + sample + " " + fit.trial() + ".", null, EvaluationTables.view(fit));
  }

  private static List<Fact> facts(EvaluationReport report) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("started", report.started().toString()));
    if (report.model() == null) {
      facts.add(new Fact("predictions", report.predictions()));
    } else {
      facts.add(new Fact("model", report.model().name()));
      facts.add(new Fact("model's SHA-256", report.model().sha256()));
      facts.add(new Fact("engine", report.model().engine()));
      if (report.model().input() != null) {
        facts.add(new Fact("input", report.model().input()));
      }
      if (report.model().temperature() != null) {
        facts.add(new Fact("calibrated with T", SCORE.of(report.model().temperature())));
      }
    }
    facts.add(new Fact("labels", report.labels()));
    facts.add(new Fact("calibration", report.method().binning().describe()));
    facts.add(new Fact("seed", String.valueOf(report.method().seed())));
    return facts;
  }
}
