package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;

import io.github.resnet50.basics.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Images counted by a name that they share, each group with the mean of a number. For one thread;
 * memory is bounded, however many names there are.
 */
public final class Groups {
  private static final int MOST_KEPT = 10_000;
  private static final int MOST_SHOWN = 100;

  private final By by;
  private final Map<String, Group> groups = new HashMap<>();
  private long left;

  /** What images are counted by. */
  public enum By {
    /** The class that they were taken for. */
    LABEL("Labels", "Label"),
    /** The class that they show. */
    TRUTH("What the images show", "Class"),
    /** The folder that they lie in. */
    FOLDER("Folders", "Folder");

    private final String caption;
    private final String heading;

    By(String caption, String heading) {
      this.caption = caption;
      this.heading = heading;
    }
  }

  private static final class Group {
    private final String name;
    private long images;
    private long known;
    private double sum;

    Group(String name) {
      this.name = name;
    }

    double mean() {
      return known == 0 ? Double.NaN : sum / known;
    }
  }

  /** Writes a mean and what it is of. */
  public interface MeanText {
    /**
     * @param images at least one
     */
    String of(double mean, long images);
  }

  /**
   * The groups as a table, or a line in its place: the model of {@code groups.html}.
   *
   * @param field of the filter that chooses a group
   * @param value heads the column of means
   * @param rows none where there is nothing to tell
   * @param note may be empty
   */
  public record GroupTable(
      String caption,
      String heading,
      String field,
      String value,
      List<GroupRow> rows,
      String note) {
    boolean shown() {
      return !rows.isEmpty();
    }
  }

  /** A group, as it is written. */
  public record GroupRow(String name, String images, String mean) {}

  public Groups(By by) {
    this.by = by;
  }

  /** Counts an image whose number is not known. */
  public void add(String name) {
    group(name);
  }

  /** Counts an image. */
  public void add(String name, double number) {
    Group group = group(name);
    group.known++;
    group.sum += number;
  }

  private Group group(String name) {
    Group group = groups.get(name);
    if (group == null) {
      group = new Group(name);
      if (groups.size() < MOST_KEPT) {
        groups.put(name, group);
      } else {
        left++;
      }
    }
    group.images++;
    return group;
  }

  /** Whether all images are of one group, or there are none. */
  public boolean isOne() {
    return groups.size() <= 1;
  }

  /** Whether the same images seem to be together, under other names. */
  public boolean isLike(Groups others) {
    return figures().equals(others.figures());
  }

  private List<String> figures() {
    return groups.values().stream().map(g -> g.images + " " + g.sum).sorted().toList();
  }

  /**
   * The largest groups of several images; of equal ones those of the lowest means first.
   *
   * @param value what the means are
   * @param text how they are written
   */
  public GroupTable table(String value, MeanText text) {
    List<Group> several =
        groups.values().stream()
            .filter(group -> group.images > 1)
            .sorted(
                Comparator.comparingLong((Group group) -> -group.images)
                    .thenComparingDouble(Group::mean)
                    .thenComparing(group -> group.name))
            .toList();
    List<GroupRow> rows = several.stream().limit(MOST_SHOWN).map(g -> row(g, text)).toList();
    return new GroupTable(by.caption, by.heading, field(), value, rows, note(several.size()));
  }

  /** What the table lacks. */
  private String note(int several) {
    if (several == 0) {
      return by.caption + ": none twice (" + COUNT.of(groups.size()) + " different ones).";
    }
    List<String> notes = new ArrayList<>();
    if (several > MOST_SHOWN) {
      notes.add("The %d largest of %s.".formatted(MOST_SHOWN, COUNT.of(several)));
    }
    if (several < groups.size()) {
      notes.add(COUNT.of(groups.size() - several) + " more of one image each.");
    }
    if (left > 0) {
      notes.add(Text.counted(left, "image") + " of still others.");
    }
    return String.join(" ", notes);
  }

  private String field() {
    return by.name().toLowerCase(Locale.ROOT);
  }

  private static GroupRow row(Group group, MeanText text) {
    return new GroupRow(
        group.name,
        COUNT.of(group.images),
        group.known == 0 ? "–" : text.of(group.mean(), group.known));
  }
}
