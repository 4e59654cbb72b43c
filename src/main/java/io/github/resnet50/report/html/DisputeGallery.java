package io.github.resnet50.report.html;

import io.github.resnet50.report.Prediction;
import io.github.resnet50.report.html.GalleryView.Choice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Images that two models take for different things; of very many those that both are surest of. For
 * one thread.
 */
public final class DisputeGallery {
  private final Links links;
  private final List<Choice> statuses;
  private final List<Card> cards = new ArrayList<>();

  /**
   * @param page where it will be written, for links to the images
   * @param labelled whether it is known who is right: {@code a}, {@code b}, {@code both} or {@code
   *     neither}
   */
  public DisputeGallery(Path page, boolean labelled) {
    this.links = new Links(page);
    this.statuses =
        labelled
            ? List.of(
                new Choice("a", "A is right"),
                new Choice("b", "B is right"),
                new Choice("neither", "neither is right"))
            : List.of();
  }

  /**
   * Takes an image.
   *
   * @param status who is right; empty where that is not known
   * @param truth what it shows; empty where that is not known
   */
  public void add(String path, String status, String truth, Prediction a, Prediction b) {
    cards.add(Card.disputed(path, links.to(path), status, truth, a, b));
  }

  /** The surest first: confidence is that of the less sure one. */
  public GalleryView view() {
    List<Card> surest =
        cards.stream()
            .sorted(Comparator.comparingDouble(card -> -card.confidence()))
            .limit(Gallery.MOST)
            .toList();
    String rest =
        cards.size() > surest.size()
            ? String.format(
                Locale.ROOT,
                " These are %,d of %,d, the surest; a table has all of them (--output).",
                surest.size(),
                cards.size())
            : "";
    return GalleryView.of(
        "Where they differ",
        "Confidence is that of the less sure one." + rest,
        "surest first",
        statuses,
        surest);
  }
}
