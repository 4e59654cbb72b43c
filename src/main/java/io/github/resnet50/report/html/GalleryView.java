package io.github.resnet50.report.html;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Images to look at: the model of {@code gallery.html}.
 *
 * @param title of the section
 * @param note what the user should know of the choice; may be empty
 * @param order the name of the order that the cards are in
 * @param statuses the choices of a filter; empty where there is nothing to choose
 * @param labels that occur, for completion
 * @param pictures whether cards have pictures at all
 */
public record GalleryView(
    String title,
    String note,
    String count,
    String order,
    List<Choice> statuses,
    List<String> labels,
    boolean pictures,
    List<Card> cards) {

  /** One of the choices of a filter. */
  record Choice(String value, String name) {}

  /**
   * @param statuses besides all
   */
  static GalleryView of(
      String title, String note, String order, List<Choice> statuses, List<Card> cards) {
    TreeSet<String> labels = new TreeSet<>();
    cards.stream().map(Card::label).filter(label -> !label.isEmpty()).forEach(labels::add);
    return new GalleryView(
        title,
        note,
        String.format(Locale.ROOT, "%d of %d shown", cards.size(), cards.size()),
        order,
        List.copyOf(statuses),
        List.copyOf(labels),
        cards.stream().anyMatch(card -> card.thumbnail() != null),
        List.copyOf(cards));
  }
}
