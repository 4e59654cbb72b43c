package io.github.resnet50.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who is taken for whom; only what occurs. */
public final class Confusion {
  private Confusion() {}

  /**
   * So many images of one class were taken for one class, perhaps the same.
   *
   * @param trueClass index
   * @param predictedClass index
   */
  public record Cell(int trueClass, int predictedClass, int images) {}

  /** By true class, then by predicted class. */
  static List<Cell> of(List<Observation> observations) {
    Map<Long, Integer> counts = new TreeMap<>();
    for (Observation o : observations) {
      counts.merge((long) o.trueClass() << Integer.SIZE | o.predictedClass(), 1, Integer::sum);
    }
    List<Cell> cells = new ArrayList<>(counts.size());
    counts.forEach(
        (key, images) -> cells.add(new Cell((int) (key >> Integer.SIZE), key.intValue(), images)));
    return List.copyOf(cells);
  }

  /** The mistakes that are made most often, most first. */
  static List<Cell> mostFrequentMistakes(List<Cell> cells, int most) {
    return cells.stream()
        .filter(cell -> cell.trueClass() != cell.predictedClass())
        .sorted(Comparator.comparingInt(Cell::images).reversed()) // stable: then by class
        .limit(most)
        .toList();
  }
}
