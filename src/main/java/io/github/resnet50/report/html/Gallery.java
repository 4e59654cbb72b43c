package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;

import java.util.List;
import java.util.TreeSet;

/**
 * Images to look at: the model of {@code gallery.html}.
 *
 * @param title of the section
 * @param note what the reader should know of the choice; may be empty
 * @param pictures whether cards have pictures at all
 */
public record Gallery(
    String title, String note, String count, Filter filter, boolean pictures, List<Card> cards) {
  /** What a browser shows without effort. */
  public static final int MOST = 2000;

  /**
   * What cards can be searched, chosen and ordered by.
   *
   * @param name of the choice
   * @param statuses the choices besides all; empty where there is nothing to choose
   * @param labels that occur, for completion
   * @param order the name of the order that the cards are in
   * @param heat whether heat maps can be faded all together
   */
  record Filter(
      String name, List<Choice> statuses, List<String> labels, String order, boolean heat) {}

  /** One of the choices of a filter. */
  public record Choice(String value, String name) {}

  /**
   * @param order the name of the order that the cards are in
   * @param statuses besides all
   */
  public static Gallery of(
      String title, String note, String order, List<Choice> statuses, List<Card> cards) {
    return of(title, note, new Filter("Show", statuses, labels(cards), order, false), cards);
  }

  /**
   * Images under heat maps, as walked.
   *
   * @param methods besides all
   */
  public static Gallery ofHeatMaps(String note, List<Choice> methods, List<Card> cards) {
    return of(
        "Images", note, new Filter("Method", methods, labels(cards), "as walked", true), cards);
  }

  private static Gallery of(String title, String note, Filter filter, List<Card> cards) {
    return new Gallery(
        title,
        note,
        "%s of %s shown".formatted(COUNT.of(cards.size()), COUNT.of(cards.size())),
        filter,
        filter.heat() || cards.stream().anyMatch(card -> card.picture().thumbnail() != null),
        List.copyOf(cards));
  }

  private static List<String> labels(List<Card> cards) {
    TreeSet<String> labels = new TreeSet<>();
    cards.stream().map(Card::label).filter(label -> !label.isEmpty()).forEach(labels::add);
    return List.copyOf(labels);
  }
}
