package io.github.resnet50.evaluate;

import io.github.resnet50.evaluate.Confusion.Cell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The confusion matrix as a table: a row a true class, a column a predicted one.
 *
 * @param columns what heads them: the rows' numbers
 */
record ConfusionView(List<Column> columns, List<Row> rows) {
  /** With more the table is no longer readable. */
  private static final int MOST_CLASSES = 25;

  private static final int SHADES = 5;

  /** The number of a row whose class this column is of. */
  record Column(int number, String label) {}

  /** A true class. */
  record Row(int number, String label, int support, List<Square> cells) {}

  /**
   * So many images of the row's class taken for the column's.
   *
   * @param shade a class of the style sheet; empty where there are none
   */
  record Square(String images, String shade, String text) {}

  /** Null where there are too many classes. */
  static ConfusionView of(Scores scores) {
    List<ClassScore> classes = scores.classes();
    if (classes.size() > MOST_CLASSES) {
      return null;
    }
    Map<List<Integer>, Integer> counts = new HashMap<>();
    for (Cell cell : scores.confusion()) {
      counts.put(List.of(cell.trueClass(), cell.predictedClass()), cell.images());
    }
    List<Column> columns = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (ClassScore truth : classes) {
      List<Square> cells =
          classes.stream()
              .map(
                  taken ->
                      square(
                          truth,
                          taken,
                          counts.getOrDefault(List.of(truth.index(), taken.index()), 0)))
              .toList();
      columns.add(new Column(columns.size() + 1, truth.label()));
      rows.add(new Row(rows.size() + 1, truth.label(), truth.support(), cells));
    }
    return new ConfusionView(columns, rows);
  }

  private static Square square(ClassScore truth, ClassScore taken, int images) {
    if (images == 0) {
      return new Square("", "", "");
    }
    int shade = (int) Math.ceil((double) SHADES * images / truth.support());
    return new Square(
        String.valueOf(images),
        (truth.index() == taken.index() ? "hit" : "miss") + " h" + shade,
        truth.label() + " as " + taken.label() + ": " + images);
  }
}
