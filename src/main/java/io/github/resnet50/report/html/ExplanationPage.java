package io.github.resnet50.report.html;

import io.github.resnet50.image.RgbImage;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Heat maps to look at: each image under its overlays, with a slider that uncovers it. Used by one
 * thread; memory is bounded by {@link #MOST} pictures of each kind.
 */
public final class ExplanationPage {
  /** Overlays a page shows; it has two pictures for each. */
  static final int MOST = 600;

  private final Links links;
  private final List<HeatCard> cards = new ArrayList<>();
  private final TreeSet<String> methods = new TreeSet<>();
  private final TreeSet<String> labels = new TreeSet<>();
  private long ok;
  private long failed;
  private long overlays;

  /**
   * A map to show.
   *
   * @param image what the model sees
   * @param overlay of the same size
   * @param label of the class
   * @param probability of the class
   * @param notes what was measured of it, for people
   */
  public record Heat(
      RgbImage image,
      RgbImage overlay,
      String label,
      float probability,
      String method,
      String notes) {}

  /**
   * A map as {@code explanation-gallery.html} shows it.
   *
   * @param status what the page's filter goes by: the method, or {@code failed}
   */
  record HeatCard(
      String status,
      String label,
      float confidence,
      Thumbnail thumbnail,
      Thumbnail overlay,
      String path,
      String link,
      String text,
      String notes,
      String error) {}

  /**
   * @param page where it will be written, for links to the images
   */
  public ExplanationPage(Path page) {
    this.links = new Links(page);
  }

  /** Takes an image's maps. */
  public void add(String path, List<Heat> heats) {
    ok++;
    overlays += heats.size();
    Thumbnail image = null;
    for (Heat heat : heats) {
      methods.add(heat.method());
      labels.add(heat.label());
      if (cards.size() < MOST) {
        image = image == null ? Thumbnail.ofSide(heat.image(), Thumbnail.WHOLE) : image;
        cards.add(
            new HeatCard(
                heat.method(),
                heat.label(),
                heat.probability(),
                image,
                Thumbnail.ofSide(heat.overlay(), Thumbnail.WHOLE),
                path,
                links.to(path),
                String.format(Locale.ROOT, "%.3f", heat.probability()),
                heat.notes(),
                ""));
      }
    }
  }

  /** Takes an image that failed. */
  public void fail(String path, String error) {
    failed++;
    if (cards.size() < MOST) {
      cards.add(new HeatCard("failed", "", -1, null, null, path, links.to(path), "", "", error));
    }
  }

  /** The variables of {@code explanation.html}; what is null is not shown. */
  record Model(List<Tile> tiles, String warning, Measured measured, Gallery gallery) {}

  /**
   * A table of means.
   *
   * @param note what its columns mean
   */
  public record Measured(List<String> columns, List<Row> rows, String note) {}

  /** A method's means, as text. */
  public record Row(String name, List<String> cells) {}

  /** The gallery's own variables. */
  record Gallery(
      String note,
      String count,
      List<Choice> statuses,
      List<String> labels,
      List<HeatCard> cards) {}

  /** One of the choices of a filter. */
  record Choice(String value, String name) {}

  /**
   * Writes the page.
   *
   * @param tool name and version of what made it
   * @param model the model's name
   * @param warning what the reader should know first; may be empty
   */
  public void write(String tool, String model, Measured measured, String warning, Writer out)
      throws IOException {
    List<Tile> tiles =
        List.of(
            new Tile("Images", count(ok + failed)),
            new Tile("Explained", count(ok), failed == 0 ? "good" : ""),
            new Tile("Failed", count(failed), failed == 0 ? "" : "bad"),
            new Tile("Heat maps", count(overlays)));
    List<Choice> choices = new ArrayList<>();
    choices.add(new Choice("all", "all"));
    methods.forEach(method -> choices.add(new Choice(method, method)));
    if (failed > 0) {
      choices.add(new Choice("failed", "failed"));
    }
    String note =
        overlays + failed > cards.size()
            ? String.format(
                Locale.ROOT, "The first %,d of %,d; the folder has all.", cards.size(), overlays)
            : "";
    Gallery gallery =
        new Gallery(
            note,
            String.format(Locale.ROOT, "%d of %d shown", cards.size(), cards.size()),
            choices,
            List.copyOf(labels),
            cards);
    new HtmlPage(
            "What " + model + " looks at",
            tool,
            "explanation.html",
            new Model(tiles, warning, measured, gallery))
        .write(out);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
