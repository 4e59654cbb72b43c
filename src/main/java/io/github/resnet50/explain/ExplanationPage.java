package io.github.resnet50.explain;

import io.github.resnet50.basics.Text;
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
            : Text.format("half of it on %.0f %% of the area", 100 * area);
    if (measures.faithfulness() == null) {
      return concentrated;
    }
    Metrics scores = measures.faithfulness().scores();
    return concentrated
        + Text.format(
            "; deletion %.2f, insertion %.2f", scores.deletionAuc(), scores.insertionAuc());
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
            new Tile("Images", count(ok + failed)),
            new Tile("Explained", count(ok), failed == 0 ? "good" : ""),
            new Tile("Failed", count(failed), failed == 0 ? "" : "bad"),
            new Tile("Heat maps", count(overlays)));
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
            ? Text.format("The first %,d of %,d; the folder has all.", cards.size(), overlays)
            : "";
    return Gallery.ofHeatMaps(note, choices, cards);
  }

  private static String count(long number) {
    return Text.format("%,d", number);
  }
}
