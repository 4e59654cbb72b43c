package io.github.resnet50.explain;

import java.util.Arrays;

/**
 * How much of an image a map points at; of its positive part.
 *
 * @param halfMassArea the smallest share of the area that holds half of the map's sum; null where
 *     nothing is positive
 * @param centreX centre of mass as a share of the width, from the left; null likewise
 * @param centreY centre of mass as a share of the height, from the top; null likewise
 */
public record Concentration(Double halfMassArea, Double centreX, Double centreY) {

  static Concentration of(HeatMap map) {
    HeatMap positive = map.positive();
    double sum = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < positive.values().length; i++) {
      double value = positive.values()[i];
      sum += value;
      x += value * (i % map.width() + 0.5);
      int row = i / map.width();
      y += value * (row + 0.5);
    }
    if (sum <= 0) {
      return new Concentration(null, null, null);
    }
    float[] sorted = positive.values().clone();
    Arrays.sort(sorted);
    int largest = 0;
    for (double held = 0; held < sum / 2 && largest < sorted.length; largest++) {
      held += sorted[sorted.length - 1 - largest];
    }
    return new Concentration(
        (double) largest / sorted.length, x / sum / map.width(), y / sum / map.height());
  }
}
