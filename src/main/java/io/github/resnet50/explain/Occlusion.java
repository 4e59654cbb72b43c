package io.github.resnet50.explain;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Occlusion (Zeiler and Fergus 2014): by how much a class's probability falls when a square is
 * hidden, for squares in the middle of every cell of a grid. A square is twice as wide as a cell,
 * so that neighbours overlap.
 */
final class Occlusion implements SaliencyMethod {
  private static final int CELLS_A_SQUARE = 2;

  private final int cells;
  private final Baseline baseline;

  /**
   * @param settings about how many squares are hidden, and by what
   */
  Occlusion(Method.Settings settings) {
    this.cells = settings.segments();
    this.baseline = settings.baseline();
  }

  @Override
  public Needs needs() {
    return Needs.SCORES;
  }

  @Override
  public Map<String, Object> parameters() {
    return Map.of("segments", cells, "baseline", baseline.toString());
  }

  @Override
  public List<HeatMap> explain(Subject subject) throws InferenceException {
    RgbImage image = subject.pixels();
    byte[] hidden = baseline.of(image).rgb();
    Grid grid = Grid.of(cells, image.width(), image.height());
    int[] classes = subject.classes();
    float[][] falls = new float[classes.length][grid.cells()];
    float[] whole = new float[classes.length];
    subject
        .scorer()
        .score(
            1 + grid.cells(),
            copy -> copy == 0 ? image.rgb() : hide(image, hidden, grid, copy - 1),
            (copy, probabilities) -> {
              for (int c = 0; c < classes.length; c++) {
                if (copy == 0) {
                  whole[c] = probabilities[classes[c]];
                } else {
                  falls[c][copy - 1] = whole[c] - probabilities[classes[c]];
                }
              }
            });
    return Arrays.stream(falls)
        .map(values -> new HeatMap(grid.rows(), grid.columns(), values))
        .toList();
  }

  private static byte[] hide(RgbImage image, byte[] hidden, Grid grid, int cell) {
    byte[] copy = image.rgb().clone();
    double height = (double) image.height() / grid.rows();
    double width = (double) image.width() / grid.columns();
    int row = cell / grid.columns();
    double middleY = (row + 0.5) * height;
    double middleX = (cell % grid.columns() + 0.5) * width;
    double reach = CELLS_A_SQUARE / 2.0;
    int top = (int) Math.max(0, Math.round(middleY - reach * height));
    int bottom = (int) Math.min(image.height(), Math.round(middleY + reach * height));
    int left = (int) Math.max(0, Math.round(middleX - reach * width));
    int right = (int) Math.min(image.width(), Math.round(middleX + reach * width));
    for (int y = top; y < bottom; y++) {
      int from = 3 * (y * image.width() + left);
      System.arraycopy(hidden, from, copy, from, 3 * (right - left));
    }
    return copy;
  }
}
