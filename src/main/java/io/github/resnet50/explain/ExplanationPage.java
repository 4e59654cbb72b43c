package io.github.resnet50.explain;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SCORE;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.explain.ExplainedImage.Explanation;
import io.github.resnet50.explain.ExplainedImage.Measures;
import io.github.resnet50.explain.Faithfulness.Metrics;
import io.github.resnet50.explain.SaliencyMap.Segment;
import io.github.resnet50.report.Table;
import io.github.resnet50.report.html.Card;
import io.github.resnet50.report.html.Card.HeatMapOverlay;
import io.github.resnet50.report.html.Card.Picture;
import io.github.resnet50.report.html.Gallery;
import io.github.resnet50.report.html.Gallery.Choice;
import io.github.resnet50.report.html.HtmlPage;
import io.github.resnet50.report.html.HtmlPage.Tile;
import io.github.resnet50.report.html.Links;
import io.github.resnet50.report.html.Thumbnail;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.TreeSet;

/**
 * A page of explanations: each image under its overlays, with a slider that uncovers it. Used by
 * one thread; memory is bounded, however many images there are.
 */
public final class ExplanationPage {
  /** Overlays a page shows; it has two pictures for each. */
  private static final int MOST = 600;

  private final Links links;
  private final List<Card> cards = new ArrayList<>();
  private final TreeSet<String> methods = new TreeSet<>();
  private long ok;
  private long failed;
  private long overlays;

  /**
   * @param page where it will be written, for links to the images
   */
  public ExplanationPage(Path page) {
    this.links = new Links(page);
  }

  /** Adds the outcome of one path. */
  public void add(ExplainedImage image) {
    String path = image.ref().name();
    if (image.failure() != null) {
      failed++;
      if (cards.size() < MOST) {
        cards.add(Card.failed(Picture.of(path, links, null), image.failure().toString()));
      }
      return;
    }
    ok++;
    overlays += image.explanations().size();
    Thumbnail picture = null;
    for (Explanation explanation : image.explanations()) {
      methods.add(explanation.method().toString());
      if (cards.size() < MOST) {
        picture = picture == null ? Thumbnail.ofSide(image.pixels(), Thumbnail.WHOLE) : picture;
        cards.add(card(path, picture, explanation));
      }
    }
  }

  private Card card(String path, Thumbnail picture, Explanation explanation) {
    HeatMapOverlay overlay =
        new HeatMapOverlay(
            Thumbnail.ofSide(explanation.overlay(), Thumbnail.WHOLE),
            notes(explanation.measures(), explanation.saliency()));
    return Card.explained(
        new Picture(path, links.to(path), picture, overlay),
        explanation.method().toString(),
        explanation.target().label().name(),
        explanation.target().probability());
  }

  private static String notes(Measures measures, SaliencyMap saliency) {
    Double area = measures.concentration().halfMassArea();
    String concentrated =
        area == null
            ? "nothing speaks for the class"
            : "half of it on " + SHARE.of(area) + " of the area";
    String certain = concentrated + certainty(saliency);
    if (measures.faithfulness() == null) {
      return certain;
    }
    Metrics scores = measures.faithfulness().scores();
    return "%s; deletion %s, insertion %s"
        .formatted(certain, SCORE.of(scores.deletionAuc()), SCORE.of(scores.insertionAuc()));
  }

  private static String certainty(SaliencyMap saliency) {
    StringBuilder certainty = new StringBuilder();
    List<Segment> segments = saliency.segments();
    if (!segments.isEmpty()) {
      DoubleSummaryStatistics values =
          segments.stream().mapToDouble(Segment::value).summaryStatistics();
      certainty.append("; its %d segments ".formatted(segments.size()));
      certainty.append(SCORE.between(values.getMin(), values.getMax()));
      if (segments.stream().allMatch(segment -> segment.standardError() != null)) {
        double largest = segments.stream().mapToDouble(Segment::standardError).max().orElseThrow();
        certainty.append(", standard errors up to ").append(SCORE.of(largest));
      }
    }
    if (saliency.reliability() != null) {
      certainty.append("; reliability ").append(SCORE.of(saliency.reliability()));
    }
    return certainty.toString();
  }

  /** The variables of {@code explanation.html}; what is empty is not shown. */
  record ExplanationSections(
      List<Tile> tiles,
      String warning,
      Table.View measured,
      String note,
      Compared compared,
      Gallery gallery) {}

  /** The variables of the section on random maps. */
  record Compared(Table.View table, String note) {
    static Compared of(List<RandomComparison> comparisons) {
      return comparisons.isEmpty()
          ? null
          : new Compared(RandomComparison.TABLE.view(comparisons), RandomComparison.NOTE);
    }
  }

  /**
   * Writes the page.
   *
   * @param tool name and version of what made it
   * @param model the model's name
   * @param warning what the reader should know first; may be empty
   */
  public void write(
      String tool, String model, ExplanationSummary summary, String warning, Writer out)
      throws IOException {
    List<Tile> tiles =
        List.of(
            new Tile("Images", COUNT.of(ok + failed)),
            new Tile("Explained", COUNT.of(ok), failed == 0 ? "good" : ""),
            new Tile("Failed", COUNT.of(failed), failed == 0 ? "" : "bad"),
            new Tile("Heat maps", COUNT.of(overlays)));
    List<ExplanationSummary.MethodMeans> rows = summary.rows();
    Table.View measured = rows.isEmpty() ? null : ExplanationTable.view(rows);
    String note = rows.isEmpty() ? "" : ExplanationTable.note(rows);
    new HtmlPage(
            "What " + model + " looks at",
            tool,
            "explanation.html",
            new ExplanationSections(
                tiles, warning, measured, note, Compared.of(summary.comparisons()), gallery()))
        .write(out);
  }

  private Gallery gallery() {
    List<Choice> choices = new ArrayList<>();
    methods.forEach(method -> choices.add(new Choice(method, method)));
    if (failed > 0) {
      choices.add(new Choice("failed", "failed"));
    }
    String note =
        overlays + failed > cards.size()
            ? "The first %s of %s; the folder has all."
                .formatted(COUNT.of(cards.size()), COUNT.of(overlays))
            : "";
    return Gallery.ofHeatMaps(note, choices, cards);
  }
}
