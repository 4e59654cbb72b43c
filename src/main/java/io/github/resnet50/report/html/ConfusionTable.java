package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;

import java.util.ArrayList;
import java.util.List;

/**
 * A confusion matrix as a table, a row a true class, a column a predicted one: the model of {@code
 * confusion.html}.
 *
 * @param columns what heads them: the rows' numbers
 */
public record ConfusionTable(List<ClassColumn> columns, List<ClassRow> rows) {
  /** With more the table is no longer readable. */
  private static final int MOST_CLASSES = 25;

  private static final int SHADES = 5;

  /** A column: the number of the row of the same class. */
  record ClassColumn(int number, String label) {}

  /** A row: a true class and how its images were classified. */
  record ClassRow(int number, String label, String support, List<Square> cells) {}

  /**
   * So many images of the row's class taken for the column's.
   *
   * @param shade a class of the style sheet; empty where there are none
   */
  record Square(String images, String shade, String text) {}

  /**
   * Null where there are too many classes.
   *
   * @param labels of the classes
   * @param images [true class][predicted class]
   */
  public static ConfusionTable of(List<String> labels, int[][] images) {
    if (labels.size() > MOST_CLASSES) {
      return null;
    }
    List<ClassColumn> columns = new ArrayList<>();
    List<ClassRow> rows = new ArrayList<>();
    for (int truth = 0; truth < labels.size(); truth++) {
      int support = 0;
      for (int count : images[truth]) {
        support += count;
      }
      List<Square> cells = new ArrayList<>();
      for (int taken = 0; taken < labels.size(); taken++) {
        cells.add(square(labels, truth, taken, images[truth][taken], support));
      }
      columns.add(new ClassColumn(truth + 1, labels.get(truth)));
      rows.add(new ClassRow(truth + 1, labels.get(truth), COUNT.of(support), cells));
    }
    return new ConfusionTable(columns, rows);
  }

  private static Square square(List<String> labels, int truth, int taken, int images, int support) {
    if (images == 0) {
      return new Square("", "", "");
    }
    int shade = (int) Math.ceil((double) SHADES * images / support);
    return new Square(
        COUNT.of(images),
        (truth == taken ? "hit" : "miss") + " h" + shade,
        labels.get(truth) + " as " + labels.get(taken) + ": " + COUNT.of(images));
  }
}
