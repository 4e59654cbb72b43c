package io.github.resnet50.compare;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.POINTS;
import static io.github.resnet50.basics.Figure.SCORE;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.basics.Text;
import io.github.resnet50.compare.ComparisonReport.ComparedImages;
import io.github.resnet50.compare.ComparisonReport.Difference;
import io.github.resnet50.compare.ComparisonReport.Truth;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.Table;
import io.github.resnet50.report.html.Bars;
import io.github.resnet50.report.html.Card;
import io.github.resnet50.report.html.Card.Picture;
import io.github.resnet50.report.html.Chart;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A comparison as a page. */
public final class ComparisonPage {
  private static final double SIGNIFICANT = 0.05;

  private final ComparisonReport report;
  private final Links links;
  private final String version;
  private final Function<String, Optional<RgbImage>> pictures;

  /**
   * @param file where it will be written, for links to the images
   * @param pictures what is shown of an image, by its path; empty where that is gone
   */
  public ComparisonPage(
      ComparisonReport report,
      Path file,
      String version,
      Function<String, Optional<RgbImage>> pictures) {
    this.report = report;
    this.links = new Links(file);
    this.version = version;
    this.pictures = pictures;
  }

  /** Writes the page and flushes the writer. */
  public void write(Writer out) throws IOException {
    boolean differ = !report.differences().isEmpty();
    ComparisonVariables model =
        new ComparisonVariables(
            report,
            tiles(),
            report.truth() == null ? "" : verdict(report.truth()),
            differ ? pairs() : null,
            levels(),
            differ ? gallery() : null,
            facts());
    new HtmlPage("A and B compared", "resnet50 " + version, "comparison.html", model).write(out);
  }

  /** The variables of {@code comparison.html}; what is null or empty is not shown. */
  record ComparisonVariables(
      ComparisonReport report,
      List<Tile> tiles,
      String verdict,
      Chart pairs,
      AgreementByLevel levels,
      Gallery gallery,
      List<Fact> facts) {
    String caption() {
      return "What was compared";
    }
  }

  /** Where in a taxonomy classes that differ still agree. */
  record AgreementByLevel(String summary, Table.View table) {}

  private AgreementByLevel levels() {
    return report.byLevel() == null || report.byLevel().levels().isEmpty()
        ? null
        : new AgreementByLevel(
            report.levelsHeading() + ".", ComparisonReport.LEVELS.view(report.byLevel().levels()));
  }

  private List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    tiles.add(new Tile("Images compared", COUNT.of(report.images().compared())));
    tiles.add(new Tile("Same top-1", SHARE.of(report.top1Agreement())));
    tiles.add(new Tile("Top-" + report.topK() + " in common", SHARE.of(report.topKOverlap())));
    if (report.topDifference() != null) {
      tiles.add(
          new Tile(
              "Difference of the top class",
              POINTS.of(report.topDifference().mean()),
              "",
              "mean, where it is the same; "
                  + POINTS.of(report.topDifference().max())
                  + " at most"));
    }
    if (report.meanDifference() != null) {
      tiles.add(
          new Tile(
              "Difference of probability",
              POINTS.of(report.meanDifference()),
              "",
              "mean; " + POINTS.of(report.maxDifference()) + " at most"));
    }
    Truth truth = report.truth();
    if (truth != null) {
      tiles.add(new Tile("Top-1 accuracy of A", SHARE.of(truth.accuracyA())));
      tiles.add(new Tile("Top-1 accuracy of B", SHARE.of(truth.accuracyB())));
      Estimate difference = truth.accuracyDifference();
      tiles.add(
          new Tile(
              "Accuracy of B less A",
              POINTS.of(difference.value()),
              "",
              "95 %: " + POINTS.between(difference.low(), difference.high())));
      tiles.add(new Tile("McNemar's test", pValue(truth), "", "exact"));
    }
    return tiles;
  }

  private static String verdict(Truth truth) {
    if (truth.onlyARight() + truth.onlyBRight() == 0) {
      return "Both are right on the same images, so that nothing tells them apart.";
    }
    String counts =
        "Of %s images that only one of them has right, A has %s and B has %s: "
            .formatted(
                COUNT.of(truth.onlyARight() + truth.onlyBRight()),
                COUNT.of(truth.onlyARight()),
                COUNT.of(truth.onlyBRight()));
    if (truth.pValue() >= SIGNIFICANT) {
      return counts + "such a split is no evidence of a difference (" + pValue(truth) + ").";
    }
    String better = truth.onlyARight() > truth.onlyBRight() ? "A" : "B";
    return counts
        + "so uneven a split is unlikely by chance (%s); %s is right more often."
            .formatted(pValue(truth), better);
  }

  private static String pValue(Truth truth) {
    String number = SCORE.of(truth.pValue());
    return number.startsWith("<") ? "p " + number : "p = " + number;
  }

  private Chart pairs() {
    Map<String, Long> counts = new HashMap<>();
    for (Difference d : report.differences()) {
      counts.merge(d.a().label() + " / " + d.b().label(), 1L, Long::sum);
    }
    return Bars.mostFrequent(
        "Most frequent disagreements",
        "What A says, and what B says",
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList());
  }

  /** The surest first: confidence is that of the less sure one. */
  private Gallery gallery() {
    List<Card> surest =
        report.differences().stream()
            .sorted(
                Comparator.comparingDouble(
                    d -> -Math.min(d.a().probability(), d.b().probability())))
            .limit(Gallery.MOST)
            .map(this::card)
            .toList();
    int all = report.differences().size();
    String rest =
        all > surest.size()
            ? " These are %s of %s, the surest; a table has all of them (--output)."
                .formatted(COUNT.of(surest.size()), COUNT.of(all))
            : "";
    return Gallery.of(
        "Where they differ",
        "Confidence is that of the less sure one." + rest + withoutPicture(surest),
        "surest first",
        report.truth() == null
            ? List.of()
            : List.of(
                new Choice("a", "A is right"),
                new Choice("b", "B is right"),
                new Choice("neither", "neither is right")),
        surest,
        ComparisonReport.csvHeaderLine());
  }

  private static String withoutPicture(List<Card> cards) {
    long missing = cards.stream().filter(card -> card.picture().thumbnail() == null).count();
    return missing == 0
        ? ""
        : " No picture of %s: not found or not readable where the paths say, from where this ran."
            .formatted(Text.counted(missing, "image"));
  }

  /** A picture is looked for only where a link leads: a file of others may name any place. */
  private Card card(Difference d) {
    Thumbnail thumbnail =
        links.to(d.path()).isEmpty()
            ? null
            : pictures.apply(d.path()).map(Thumbnail::of).orElse(null);
    return Card.disputed(
        Picture.of(d.path(), links, thumbnail),
        d.right() == null ? "" : d.right().name().toLowerCase(Locale.ROOT),
        d.label() == null ? "" : d.label(),
        d.a(),
        d.b(),
        ComparisonReport.csvLine(d));
  }

  private List<Fact> facts() {
    ComparedImages images = report.images();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("failed", inBoth(images.failedA(), images.failedB())));
    facts.add(new Fact("only in one", inBoth(images.onlyA(), images.onlyB())));
    if (report.truth() != null) {
      facts.add(new Fact("labels", report.truth().labels()));
      facts.add(new Fact("labelled images", COUNT.of(report.truth().images())));
    }
    return facts;
  }

  private static String inBoth(long ofA, long ofB) {
    return COUNT.of(ofA) + " in A, " + COUNT.of(ofB) + " in B";
  }
}
