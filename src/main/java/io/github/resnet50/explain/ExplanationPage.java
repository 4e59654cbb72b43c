package io.github.resnet50.explain;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SCORE;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.explain.ExplainedImage.Explanation;
import io.github.resnet50.explain.ExplainedImage.Measures;
import io.github.resnet50.explain.Faithfulness.Metrics;
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
            notes(explanation.measures()));
    return Card.explained(
        new Picture(path, links.to(path), picture, overlay),
        explanation.method().toString(),
        explanation.target().label().name(),
        explanation.target().probability());
  }

  private static String notes(Measures measures) {
    Double area = measures.concentration().halfMassArea();
    String concentrated =
        area == null
            ? "nothing speaks for the class"
            : "half of it on " + SHARE.of(area) + " of the area";
    if (measures.faithfulness() == null) {
      return concentrated;
    }
    Metrics scores = measures.faithfulness().scores();
    return "%s; deletion %s, insertion %s"
        .formatted(concentrated, SCORE.of(scores.deletionAuc()), SCORE.of(scores.insertionAuc()));
  }

  /** The variables of {@code explanation.html}; what is empty is not shown. */
  record ExplanationSections(
      List<Tile> tiles, String warning, Table.View measured, String note, Gallery gallery) {}

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
            new ExplanationSections(tiles, warning, measured, note, gallery()))
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
