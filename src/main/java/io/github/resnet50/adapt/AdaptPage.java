package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.Alike;
import io.github.resnet50.adapt.AdaptReport.Cell;
import io.github.resnet50.adapt.AdaptReport.ClassScore;
import io.github.resnet50.adapt.AdaptReport.Scores;
import io.github.resnet50.adapt.AdaptReport.SuspectLabel;
import io.github.resnet50.adapt.check.Overfitting;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.Prediction;
import io.github.resnet50.report.html.Bars;
import io.github.resnet50.report.html.Card;
import io.github.resnet50.report.html.Card.Picture;
import io.github.resnet50.report.html.ConfusionTable;
import io.github.resnet50.report.html.Fact;
import io.github.resnet50.report.html.Gallery;
import io.github.resnet50.report.html.Gallery.Choice;
import io.github.resnet50.report.html.HtmlPage;
import io.github.resnet50.report.html.Links;
import io.github.resnet50.report.html.PlotDrawing;
import io.github.resnet50.report.html.Thumbnail;
import io.github.resnet50.report.html.Tile;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** An adaptation to look at. */
public final class AdaptPage {
  private static final int MOST_ALIKE = 50;
  private static final int MOST_FAILURES = 100;

  private final AdaptReport report;
  private final List<Card> suspects = new ArrayList<>();

  /**
   * @param page where it will be written, for links to the images
   * @param pictures what the model sees of an image, by its path; null where that is gone
   */
  public AdaptPage(AdaptReport report, Path page, Function<String, RgbImage> pictures) {
    this.report = report;
    Links links = new Links(page);
    for (SuspectLabel suspect : report.suspects()) {
      RgbImage pixels = pictures.apply(suspect.path());
      Thumbnail thumbnail = pixels == null ? null : Thumbnail.of(pixels);
      suspects.add(
          Card.suspected(
              Picture.of(suspect.path(), links, thumbnail),
              suspect.confident() ? "suspected" : "doubtful",
              suspect.label(),
              new Prediction(
                  0, suspect.suggested(), suspect.suggested(), suspect.suggestedProbability())));
    }
  }

  /** Writes the page, and flushes. */
  public void write(Writer out) throws IOException {
    Scores scores = report.scores();
    String loss =
        format(
            "Loss is the mean cross-entropy in nat: %.3f in training, %.3f on unseen images. The"
                + " curves are of the first validation part while settings were chosen; the lowest"
                + " validation loss ends training.",
            scores.training().loss(), scores.unseen().loss());
    Model model =
        new Model(
            tiles(),
            report.warnings(),
            List.of(report.overfitting().text(), report.learningCurve().text(), suspected()),
            loss + " " + report.method().overfittingRule(),
            AdaptCharts.training(report.curve()),
            report.method().learningCurveRule(),
            AdaptCharts.learning(report.learningCurve()),
            recalls(),
            confusion(),
            gallery(
                "Each was judged by a head that had not seen it. Suspected: by the rule of"
                    + " confident learning (Northcutt and others 2021); doubtful: another class is"
                    + " merely more probable."),
            alike(),
            trials(),
            failures(),
            "How it was made",
            facts());
    new HtmlPage(
            report.name() + ", adapted of " + report.base().name(),
            report.tool() + " " + report.version(),
            "adaptation.html",
            model)
        .write(out);
  }

  /** Null where no label is doubted. */
  private Gallery gallery(String note) {
    return suspects.isEmpty()
        ? null
        : Gallery.of(
            "Suspected labels",
            note,
            "most suspect first",
            List.of(new Choice("suspected", "suspected"), new Choice("doubtful", "doubtful")),
            suspects);
  }

  /** The variables of {@code adaptation.html}; what is null or empty is not shown. */
  record Model(
      List<Tile> tiles,
      List<String> warnings,
      List<String> verdicts,
      String trainingNote,
      List<PlotDrawing> curves,
      String moreNote,
      PlotDrawing learning,
      Bars recalls,
      ConfusionTable confusion,
      Gallery gallery,
      AlikeView alike,
      List<TrialRow> trials,
      FailuresView failures,
      String caption,
      List<Fact> facts) {}

  /** Pairs that show the same. */
  record AlikeView(String summary, List<Alike> rows) {}

  /** A trial, its numbers as text. */
  record TrialRow(
      String rate, String decay, String loss, String accuracy, int epochs, boolean best) {}

  /** The model of {@code failures.html}. */
  record FailuresView(String summary, List<FailureRow> rows) {}

  /** An image that failed. */
  record FailureRow(String path, String kind, String message) {}

  private List<Tile> tiles() {
    Scores scores = report.scores();
    List<Tile> tiles = new ArrayList<>();
    if (scores.heldOut() != null) {
      tiles.add(tile("Held out", scores.heldOut()));
    }
    if (scores.crossValidated() != null) {
      tiles.add(tile("Cross-validated", scores.crossValidated()));
    }
    tiles.add(
        new Tile(
            "In training",
            percent(scores.training().accuracy()),
            report.overfitting().verdict() == Overfitting.Verdict.OVERFITTING ? "bad" : "",
            format("gap %.1f points", 100 * report.overfitting().gap())));
    tiles.add(new Tile("Guessing", percent(scores.guessing()), "", "the most frequent class"));
    tiles.add(new Tile("Classes", format("%,d", report.classes().size())));
    tiles.add(
        new Tile(
            "Images",
            format("%,d", report.data().images()),
            "",
            format("%,d of their own", report.data().groups())));
    if (report.data().failed() > 0) {
      tiles.add(new Tile("Failed", format("%,d", report.data().failed()), "bad"));
    }
    return tiles;
  }

  private static Tile tile(String name, Estimate share) {
    return new Tile(
        name,
        percent(share.value()),
        "",
        format("95 %%: %.1f to %.1f", 100 * share.low(), 100 * share.high()));
  }

  private String suspected() {
    int confident = report.suspected();
    return confident == 0
        ? "No label is suspected to be wrong."
        : format("%,d labels are suspected to be wrong: see below.", confident);
  }

  private Bars recalls() {
    return new Bars(
        "Recall of every class (images of it that were judged), worst first",
        "Class",
        "Recall, and images",
        report.classes().stream()
            .filter(c -> c.recall() != null)
            .sorted(
                Comparator.comparingDouble((ClassScore c) -> c.recall().value())
                    .thenComparing(ClassScore::label))
            .map(
                c ->
                    Bars.Row.of(
                        c.label(),
                        c.recall().value(),
                        format("%.2f (%,d)", c.recall().value(), c.unseen())))
            .toList());
  }

  private ConfusionTable confusion() {
    List<String> labels = report.classes().stream().map(ClassScore::label).toList();
    int[][] images = new int[labels.size()][labels.size()];
    for (Cell cell : report.confusion()) {
      images[labels.indexOf(cell.label())][labels.indexOf(cell.predicted())] = cell.images();
    }
    return ConfusionTable.of(labels, images);
  }

  private AlikeView alike() {
    List<Alike> all = report.alike();
    return all.isEmpty()
        ? null
        : new AlikeView(
            all.size() <= MOST_ALIKE
                ? "Pairs of images that show the same: at most one label of each is right."
                : format("The first %d of %,d pairs that show the same.", MOST_ALIKE, all.size()),
            all.stream().limit(MOST_ALIKE).toList());
  }

  private List<TrialRow> trials() {
    double best =
        report.trials().stream().mapToDouble(t -> t.validation().loss()).min().orElseThrow();
    return report.trials().stream()
        .map(
            t ->
                new TrialRow(
                    String.valueOf(t.learningRate()),
                    format("%.3g", t.weightDecay()),
                    format("%.4f", t.validation().loss()),
                    percent(t.validation().accuracy()),
                    t.epochs(),
                    t.validation().loss() == best))
        .toList();
  }

  private FailuresView failures() {
    return report.failures().isEmpty()
        ? null
        : new FailuresView(
            format("%,d images could not be read.", report.failures().size()),
            report.failures().stream()
                .limit(MOST_FAILURES)
                .map(f -> new FailureRow(f.path(), f.kind(), f.message()))
                .toList());
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("started", report.started().toString()));
    facts.add(new Fact("base model", report.base().name()));
    facts.add(new Fact("its SHA-256", report.base().sha256()));
    facts.add(new Fact("learnt from", report.data().train()));
    facts.add(new Fact("their SHA-256", report.data().sha256()));
    facts.add(
        new Fact("held out", Objects.requireNonNullElse(report.data().heldOut(), "none given")));
    facts.add(new Fact("variants of each image", format("%d", report.data().augmented())));
    facts.add(new Fact("split", report.method().split()));
    if (report.method().labelsPermuted()) {
      facts.add(new Fact("labels", "shuffled: a check, no model"));
    }
    facts.add(
        new Fact(
            "head",
            report.settings().hidden() == 0
                ? "one dense layer"
                : format("a hidden layer of %d, ReLU", report.settings().hidden())));
    facts.add(
        new Fact(
            "AdamW",
            format(
                "learning rate %s, weight decay %.3g, %d epochs, batches of %d",
                report.settings().learningRate(),
                report.settings().weightDecay(),
                report.settings().epochs(),
                report.settings().batchSize())));
    facts.add(
        new Fact(
            "dropout, label smoothing",
            format("%.2f, %.2f", report.settings().dropout(), report.settings().labelSmoothing())));
    facts.add(new Fact("seed", format("%d", report.method().seed())));
    facts.add(
        new Fact(
            "seconds",
            format(
                "%.1f for features, %.1f for training",
                report.seconds().features(), report.seconds().training())));
    return facts;
  }

  private static String percent(double share) {
    return AdaptTable.percent(share);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
