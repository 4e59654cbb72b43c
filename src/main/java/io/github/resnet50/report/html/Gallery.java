package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;

import io.github.resnet50.report.CsvSink;
import io.github.resnet50.report.DecisionColumn;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.html.Card.Picture;
import io.github.resnet50.report.html.LabelledGallery.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Images to look at: the model of {@code gallery.html}.
 *
 * @param title of the section
 * @param note what the reader should know of the choice; may be empty
 * @param inAll how many there are, behind a count; empty where all are shown
 * @param pictures whether cards have pictures at all
 */
public record Gallery(
    String title, String note, String inAll, Filter filter, boolean pictures, List<Card> cards) {
  /** What a browser shows without effort. */
  public static final int MOST = 2000;

  /**
   * What cards can be searched, chosen and ordered by.
   *
   * @param name of the choice
   * @param statuses the choices besides all; empty where there is nothing to choose
   * @param names fields with the names to choose from
   * @param order the name of the order that the cards are in
   * @param heat whether heat maps can be faded all together
   * @param csv the header of the lines that cards have, as a JSON string; empty where they have
   *     none
   * @param answers the choices of decisions besides all; empty where there is nothing to choose
   */
  record Filter(
      String name,
      List<Choice> statuses,
      List<NameField> names,
      String order,
      boolean heat,
      String csv,
      List<Choice> answers) {
    boolean isChosen() {
      return !statuses.isEmpty();
    }

    boolean isDecided() {
      return !answers.isEmpty();
    }
  }

  /** A field of a filter, such as {@code label}, and the names that occur. */
  record NameField(String field, String title, List<String> names) {}

  /** One of the choices of a filter. */
  public record Choice(String value, String name) {}

  /**
   * An image of a gallery of records.
   *
   * @param verdict what a label says of it; null where nobody asks
   */
  record RecordedImage(ItemResult result, Picture picture, Verdict verdict) {}

  /**
   * @param order the name of the order that the cards are in
   * @param statuses besides all
   * @param csvHeader of the cards' lines of CSV, without its end; empty where they have none
   */
  public static Gallery of(
      String title,
      String note,
      String order,
      List<Choice> statuses,
      List<Card> cards,
      String csvHeader) {
    String csv = csvHeader.isEmpty() ? "" : Card.json(csvHeader);
    Filter filter = new Filter("Show", statuses, names(cards), order, false, csv, answers(cards));
    return of(title, note, "", filter, cards);
  }

  /**
   * Records of which a page may hold a part.
   *
   * @param seen how many there are in all
   * @param choice which of them these are, where they are not all
   */
  static Gallery ofRecords(
      long seen,
      String choice,
      String order,
      List<Choice> statuses,
      List<RecordedImage> images,
      RollUpView view) {
    int topK =
        images.stream()
            .map(RecordedImage::result)
            .mapToInt(r -> r instanceof ItemResult.Predicted p ? p.predictions().size() : 1)
            .max()
            .orElse(1);
    Set<DecisionColumn> decisions = decisions(images, view);
    List<Card> cards =
        images.stream()
            .map(
                image ->
                    Card.of(
                        image.result(),
                        image.picture(),
                        image.verdict(),
                        line -> CsvSink.line(line, topK, decisions),
                        view))
            .toList();
    Filter filter =
        new Filter(
            "Show",
            statuses,
            names(cards),
            order,
            false,
            Card.json(CsvSink.headerLine(topK, decisions)),
            answers(cards));
    return seen == cards.size()
        ? of("Images", "", "", filter, cards)
        : of(
            "Images",
            ("%s of %s pictures are shown: %s. Charts and tables count all of them; what is saved"
                    + " here is of the pictures alone. The predictions have the rest: resnet50 find"
                    + " PREDICTIONS --class NAME lists it.")
                .formatted(COUNT.of(cards.size()), COUNT.of(seen), choice),
            ", of " + COUNT.of(seen) + " in all",
            filter,
            cards);
  }

  private static Set<DecisionColumn> decisions(List<RecordedImage> images, RollUpView view) {
    Set<DecisionColumn> decisions = EnumSet.noneOf(DecisionColumn.class);
    if (view.threshold() != null) {
      decisions.add(DecisionColumn.ROLLUP);
    }
    if (images.stream()
        .anyMatch(i -> i.result() instanceof ItemResult.Predicted p && p.rule() != null)) {
      decisions.add(DecisionColumn.RULE);
    }
    return decisions;
  }

  /**
   * Images under heat maps, as walked.
   *
   * @param methods besides all
   */
  public static Gallery ofHeatMaps(String note, List<Choice> methods, List<Card> cards) {
    Filter filter = new Filter("Method", methods, names(cards), "as walked", true, "", List.of());
    return of("Images", note, "", filter, cards);
  }

  private static Gallery of(
      String title, String note, String inAll, Filter filter, List<Card> cards) {
    return new Gallery(
        title,
        note,
        inAll,
        filter,
        filter.heat() || cards.stream().anyMatch(card -> card.picture().thumbnail() != null),
        List.copyOf(cards));
  }

  /** How many cards are shown before any choice. */
  String count() {
    return "%s of %s shown%s".formatted(COUNT.of(cards.size()), COUNT.of(cards.size()), inAll);
  }

  /** What there is to choose from, where that is anything. */
  private static List<NameField> names(List<Card> cards) {
    List<NameField> fields = new ArrayList<>();
    fields.add(field("label", "Label", cards, card -> card.top().label()));
    fields.add(field("truth", "Shows", cards, card -> card.told().shows()));
    fields.add(field("folder", "Folder", cards, card -> card.picture().folder()));
    fields.removeIf(field -> field.names().size() <= (field.field().equals("folder") ? 1 : 0));
    return List.copyOf(fields);
  }

  /** What there is to choose from of decisions, where any was made. */
  private static List<Choice> answers(List<Card> cards) {
    return cards.stream().allMatch(card -> card.decided().kind().isEmpty())
        ? List.of()
        : List.of(
            new Choice("class", "a class"),
            new Choice("rolled", "rolled up"),
            new Choice("unsure", "unsure"));
  }

  private static NameField field(
      String field, String title, List<Card> cards, Function<Card, String> name) {
    TreeSet<String> names = new TreeSet<>();
    cards.stream().map(name).filter(text -> !text.isEmpty()).forEach(names::add);
    return new NameField(field, title, List.copyOf(names));
  }
}
