package io.github.resnet50.explain;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.explain.Method.MaskSettings;
import io.github.resnet50.explain.Slic.CellGrid;
import io.github.resnet50.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Occlusion (Zeiler and Fergus 2014): by how much a class's probability falls when a square is
 * hidden, for squares in the middle of every cell of a grid. A square is twice as wide as a cell,
 * so that neighbours overlap.
 *
 * @param settings about how many squares are hidden, and by what
 */
record Occlusion(MaskSettings settings) implements SaliencyMethod {
  private static final int CELLS_A_SQUARE = 2;

  @Override
  public Map<String, Object> parameters() {
    return Map.of("segments", settings.squares(), "baseline", settings.baseline().toString());
  }

  @Override
  public List<SaliencyMap> explain(Subject subject) throws InferenceException {
    RgbImage image = subject.pixels();
    byte[] hidden = settings.baseline().of(image).rgb();
    CellGrid grid = CellGrid.of(settings.squares(), image.width(), image.height());
    double[][] scores =
        subject.scores(
            1 + grid.cells(),
            copy -> copy == 0 ? image.rgb() : hide(image, hidden, grid, copy - 1));
    float[][] falls = new float[subject.classes().length][grid.cells()];
    for (int c = 0; c < falls.length; c++) {
      for (int cell = 0; cell < grid.cells(); cell++) {
        falls[c][cell] = (float) (scores[0][c] - scores[1 + cell][c]);
      }
    }
    return Arrays.stream(falls)
        .map(values -> SaliencyMap.of(new HeatMap(grid.rows(), grid.columns(), values)))
        .toList();
  }

  private static byte[] hide(RgbImage image, byte[] hidden, CellGrid grid, int cell) {
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
