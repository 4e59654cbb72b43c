package io.github.resnet50.report.html;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.Prediction;
import io.github.resnet50.report.html.GalleryView.Choice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Images whose labels are doubted. For one thread. */
public final class SuspectGallery {
  private final Links links;
  private final List<Card> cards = new ArrayList<>();

  /**
   * @param page where it will be written, for links to the images
   */
  public SuspectGallery(Path page) {
    this.links = new Links(page);
  }

  /**
   * Takes an image.
   *
   * @param picture null where there is none
   * @param label that it was given
   * @param suggested what it seems to show
   * @param confident whether by the rule, or merely because that is more probable
   */
  public void add(
      String path, RgbImage picture, String label, Prediction suggested, boolean confident) {
    cards.add(
        Card.suspected(
            path,
            links.to(path),
            confident ? "suspected" : "doubtful",
            picture == null ? null : Thumbnail.of(picture),
            label,
            suggested));
  }

  /**
   * In the order in which they came; null where there are none.
   *
   * @param note what the user should know of the choice; may be empty
   */
  public GalleryView view(String note) {
    return cards.isEmpty()
        ? null
        : GalleryView.of(
            "Suspected labels",
            note,
            "most suspect first",
            List.of(new Choice("suspected", "suspected"), new Choice("doubtful", "doubtful")),
            cards);
  }
}
