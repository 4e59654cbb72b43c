package io.github.resnet50.adapt;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.POINTS;
import static io.github.resnet50.basics.Figure.SCORE;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.adapt.AdaptReport.Alike;
import io.github.resnet50.adapt.AdaptReport.ClassRecall;
import io.github.resnet50.adapt.AdaptReport.ConfusionCell;
import io.github.resnet50.adapt.AdaptReport.Counts;
import io.github.resnet50.adapt.AdaptReport.HeadScores;
import io.github.resnet50.adapt.AdaptReport.Quality;
import io.github.resnet50.adapt.AdaptReport.Recipe;
import io.github.resnet50.adapt.AdaptReport.SuspectLabel;
import io.github.resnet50.adapt.AdaptReport.Trial;
import io.github.resnet50.adapt.AdaptReport.UnreadableImage;
import io.github.resnet50.adapt.check.FitVerdict;
import io.github.resnet50.adapt.check.FitVerdict.Baseline;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.adapt.train.TrainingSettings.Optimizer;
import io.github.resnet50.adapt.train.TrainingSettings.Regularization;
import io.github.resnet50.basics.Text;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.Table;
import io.github.resnet50.report.html.Bars;
import io.github.resnet50.report.html.Card;
import io.github.resnet50.report.html.Card.Picture;
import io.github.resnet50.report.html.Chart;
import io.github.resnet50.report.html.ConfusionTable;
import io.github.resnet50.report.html.Failures.FailedImage;
import io.github.resnet50.report.html.Failures.FailureList;
import io.github.resnet50.report.html.Gallery;
import io.github.resnet50.report.html.Gallery.Choice;
import io.github.resnet50.report.html.HtmlPage;
import io.github.resnet50.report.html.HtmlPage.Fact;
import io.github.resnet50.report.html.HtmlPage.Tile;
import io.github.resnet50.report.html.Links;
import io.github.resnet50.report.html.Thumbnail;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** The page of an adaptation. */
public final class AdaptPage {
  private static final int MOST_ALIKE = 50;
  private static final int MOST_FAILURES = 100;

  private static final Table<Trial> ADAMW_TRIALS =
      Table.of(
          Column.<Trial>shown(t -> t.adamw().learningRate()).page("Learning rate"),
          Column.<Trial>shown(t -> t.adamw().weightDecay()).page("Weight decay"),
          Column.<Trial>shown(t -> t.validation().loss()).page("Validation loss", SCORE),
          Column.<Trial>shown(t -> t.validation().accuracy()).page("Accuracy", SHARE),
          Column.<Trial>shown(t -> t.adamw().epochs()).page("Epochs", COUNT));

  private static final Table<Trial> COST_TRIALS =
      Table.of(
          Column.<Trial>shown(t -> t.logistic().cost()).page("Cost C"),
          Column.<Trial>shown(t -> t.validation().loss()).page("Validation loss", SCORE),
          Column.<Trial>shown(t -> t.validation().accuracy()).page("Accuracy", SHARE));

  private static final Table<Baseline> BASELINES =
      Table.of(
          Column.<Baseline>shown(Baseline::name).page("A simpler way"),
          Column.<Baseline>shown(Baseline::accuracy).page("Accuracy", SHARE),
          Column.<Baseline>shown(Baseline::balanced).page("Balanced", SHARE),
          Column.<Baseline>shown(b -> b.gain().value()).page("The head is better by", POINTS),
          Column.<Baseline>shown(b -> b.gain().low()).page("95 %: from", POINTS),
          Column.<Baseline>shown(b -> b.gain().high()).page("to", POINTS));

  private static final Table<Recipe> RECIPES =
      Table.of(
          Column.<Recipe>shown(Recipe::name).page("Recipe"),
          Column.<Recipe>shown(r -> r.unseen().accuracy()).page("Accuracy", SHARE),
          Column.<Recipe>shown(Recipe::balanced).page("Balanced", SHARE),
          Column.<Recipe>shown(r -> r.unseen().loss()).page("Loss", SCORE),
          Column.<Recipe>shown(AdaptSummary::gained).page("Brought, points (95 %)"),
          Column.<Recipe>shown(Recipe::seconds).page("Seconds"));

  private final AdaptReport report;
  private final Quality quality;
  private final List<Card> suspects = new ArrayList<>();

  /**
   * @param page where it will be written, for links to the images
   * @param pictures what the model sees of an image, by its path; empty where that is gone
   */
  public AdaptPage(AdaptReport report, Path page, Function<String, Optional<RgbImage>> pictures) {
    this.report = report;
    this.quality = report.quality();
    Links links = new Links(page);
    for (SuspectLabel suspect : report.issues().suspects()) {
      Thumbnail thumbnail = pictures.apply(suspect.path()).map(Thumbnail::of).orElse(null);
      suspects.add(
          Card.suspected(
              Picture.of(suspect.path(), links, thumbnail),
              suspect.wrongProbability() >= 0.5 ? "suspected" : "doubtful",
              suspect.label(),
              new Prediction(
                  0, suspect.suggested(), suspect.suggested(), suspect.suggestedProbability())));
    }
  }

  /** Writes the page and flushes the writer. */
  public void write(Writer out) throws IOException {
    AdaptSections sections =
        new AdaptSections(
            tiles(),
            report.issues().warnings(),
            verdicts(),
            new TrainingSection(
                trainingNote(),
                isConvex()
                    ? List.of(AdaptCharts.costs(report.chosen().trials()))
                    : AdaptCharts.training(report.chosen().curve())),
            BASELINES.view(quality.baselines(), b -> false),
            quality.recipes() == null ? null : RECIPES.view(quality.recipes(), r -> false),
            new CurveSection(
                report.method().learningCurveRule(), AdaptCharts.learning(quality.learningCurve())),
            new ClassSection(recalls(), confusion()),
            new DoubtSection(
                gallery(
                    "A ranking by confident learning (Northcutt and others 2021); each was judged"
                        + " by a head that had not seen it. Suspected: the label is more probably"
                        + " wrong than right; doubtful: another class is merely more probable."),
                alike(),
                failures()),
            new SettingsSection(trials(), "How it was made", facts()));
    new HtmlPage(
            report.origin().name() + ", adapted of " + report.origin().base().name(),
            report.origin().tool() + " " + report.origin().version(),
            "adaptation.html",
            sections)
        .write(out);
  }

  private List<String> verdicts() {
    return report.method().labelsPermuted()
        ? List.of(report.method().leakage().text() + ".")
        : List.of(quality.fit().text(), quality.learningCurve().text(), suspected());
  }

  /** Null if no label is doubted. */
  private Gallery gallery(String note) {
    return suspects.isEmpty()
        ? null
        : Gallery.of(
            "Suspected labels",
            note,
            "most suspect first",
            List.of(new Choice("suspected", "suspected"), new Choice("doubtful", "doubtful")),
            suspects,
            "");
  }

  /**
   * The variables of {@code adaptation.html}; what is null or empty is not shown.
   *
   * @param baselines how simpler ways do
   * @param recipes what the usual means against overfitting brought
   */
  record AdaptSections(
      List<Tile> tiles,
      List<String> warnings,
      List<String> verdicts,
      TrainingSection training,
      Table.View baselines,
      Table.View recipes,
      CurveSection more,
      ClassSection classes,
      DoubtSection doubts,
      SettingsSection settings) {}

  /** How loss and accuracy went over the epochs. */
  record TrainingSection(String note, List<Chart> curves) {}

  /** Whether more images would help. */
  record CurveSection(String note, Chart curve) {}

  /**
   * What is right and wrong by class.
   *
   * @param confusion null where there are too many classes
   */
  record ClassSection(Bars recalls, ConfusionTable confusion) {}

  /** Images that something is wrong with; null where there are none. */
  record DoubtSection(Gallery gallery, AlikeView alike, FailureList failures) {}

  /** The settings that were tried, and facts. */
  record SettingsSection(Table.View trials, String caption, List<Fact> facts) {}

  /** Pairs that show the same. */
  record AlikeView(String summary, List<Alike> rows) {}

  private List<Tile> tiles() {
    HeadScores scores = quality.scores();
    Counts counts = report.data().counts();
    List<Tile> tiles = new ArrayList<>();
    if (scores.heldOut() != null) {
      tiles.add(tile("Held out", scores.heldOut()));
    }
    if (scores.crossValidated() != null) {
      tiles.add(tile("Cross-validated", scores.crossValidated()));
    }
    FitVerdict fit = quality.fit();
    tiles.add(tile("Balanced", scores.balanced()));
    tiles.add(
        new Tile(
            "In training",
            SHARE.of(scores.training().accuracy()),
            fit.verdict() == FitVerdict.Diagnosis.GUESSING ? "bad" : "",
            "gap " + POINTS.of(fit.gap())));
    tiles.add(new Tile("Guessing", SHARE.of(scores.guessing()), "", "the most frequent class"));
    tiles.add(new Tile("Classes", COUNT.of(quality.classes().size())));
    tiles.add(
        new Tile(
            "Images", COUNT.of(counts.images()), "", COUNT.of(counts.groups()) + " of their own"));
    if (counts.failed() > 0) {
      tiles.add(new Tile("Failed", COUNT.of(counts.failed()), "bad"));
    }
    return tiles;
  }

  private static Tile tile(String name, Estimate share) {
    return new Tile(
        name, SHARE.of(share.value()), "", "95 %: " + SHARE.between(share.low(), share.high()));
  }

  private String suspected() {
    return report.issues().labelErrors() == null
        ? "Of no image another class is more probable than its own."
        : "Labels: " + report.issues().labelErrors().text() + "; see below.";
  }

  private String trainingNote() {
    return "Loss is the mean cross-entropy in nat: %s in training, %s on unseen images. "
            .formatted(
                SCORE.of(quality.scores().training().loss()),
                SCORE.of(quality.scores().unseen().loss()))
        + (isConvex()
            ? "The curve is of images that were not learnt from, while the cost was chosen. "
            : "The curves are of the first validation part while settings were chosen; the lowest"
                + " validation loss ends training. ")
        + report.method().fitRule();
  }

  private Bars recalls() {
    return new Bars(
        "Recall of every class (images of it that were judged), worst first",
        "Class",
        "Recall, and images",
        quality.classes().stream()
            .filter(c -> c.recall() != null)
            .sorted(
                Comparator.comparingDouble((ClassRecall c) -> c.recall().value())
                    .thenComparing(ClassRecall::label))
            .map(
                c ->
                    Bars.Bar.of(
                        c.label(),
                        c.recall().value(),
                        SHARE.of(c.recall().value()) + " (" + COUNT.of(c.unseen()) + ")"))
            .toList());
  }

  private ConfusionTable confusion() {
    List<String> labels = quality.classes().stream().map(ClassRecall::label).toList();
    int[][] images = new int[labels.size()][labels.size()];
    for (ConfusionCell cell : quality.confusion()) {
      images[labels.indexOf(cell.label())][labels.indexOf(cell.predicted())] = cell.images();
    }
    return ConfusionTable.of(labels, images);
  }

  private AlikeView alike() {
    List<Alike> all = report.issues().alike();
    return all.isEmpty()
        ? null
        : new AlikeView(
            all.size() <= MOST_ALIKE
                ? "Pairs of images that show the same: at most one label of each is right."
                : "The first %d of %s pairs that show the same."
                    .formatted(MOST_ALIKE, COUNT.of(all.size())),
            all.stream().limit(MOST_ALIKE).toList());
  }

  private Table.View trials() {
    List<Trial> trials = report.chosen().trials();
    double best = trials.stream().mapToDouble(t -> t.validation().loss()).min().orElseThrow();
    return (isConvex() ? COST_TRIALS : ADAMW_TRIALS)
        .view(trials, t -> t.validation().loss() == best);
  }

  private FailureList failures() {
    List<UnreadableImage> all = report.issues().failures();
    return all.isEmpty()
        ? null
        : new FailureList(
            Text.counted(all.size(), "image") + " could not be read.",
            all.stream()
                .limit(MOST_FAILURES)
                .map(image -> new FailedImage(image.path(), image.kind(), image.message()))
                .toList());
  }

  private List<Fact> facts() {
    AdaptReport.Folders folders = report.data().folders();
    TrainingSettings settings = report.chosen().settings();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("started", report.origin().started().toString()));
    facts.add(new Fact("base model", report.origin().base().name()));
    facts.add(new Fact("its SHA-256", report.origin().base().sha256()));
    facts.add(new Fact("learnt from", folders.train()));
    facts.add(new Fact("their SHA-256", report.data().sha256()));
    facts.add(new Fact("held out", Objects.requireNonNullElse(folders.heldOut(), "none given")));
    facts.add(fact("variants of each image", "%d", report.data().counts().augmented()));
    facts.add(new Fact("split", report.method().split()));
    if (report.method().labelsPermuted()) {
      facts.add(new Fact("labels", "shuffled: a check, no model"));
    }
    if (isConvex()) {
      facts.add(
          fact("head", "multinomial logistic regression, C %.3g", settings.logistic().cost()));
    } else {
      facts.addAll(adamw(settings));
    }
    facts.add(new Fact("class weights", settings.balanced() ? "balanced" : "none"));
    facts.add(fact("seed", "%d", report.method().seed()));
    facts.add(
        fact(
            "seconds",
            "%.1f for features, %.1f for training",
            report.cost().seconds().features(),
            report.cost().seconds().training()));
    return facts;
  }

  private boolean isConvex() {
    return report.chosen().settings().isConvex();
  }

  private static List<Fact> adamw(TrainingSettings settings) {
    Regularization regularization = settings.regularization();
    Optimizer optimizer = settings.optimizer();
    return List.of(
        settings.hidden() == 0
            ? new Fact("head", "one dense layer")
            : fact("head", "a hidden layer of %d, ReLU", settings.hidden()),
        fact(
            "AdamW",
            "learning rate %s, weight decay %.3g, %d epochs, batches of %d",
            optimizer.learningRate(),
            regularization.weightDecay(),
            optimizer.epochs(),
            optimizer.batchSize()),
        fact(
            "dropout, label smoothing",
            "%.2f, %.2f",
            regularization.dropout(),
            regularization.labelSmoothing()));
  }

  private static Fact fact(String name, String pattern, Object... values) {
    return new Fact(name, Text.format(pattern, values));
  }
}
