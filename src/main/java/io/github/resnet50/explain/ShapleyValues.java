package io.github.resnet50.explain;

import java.util.Arrays;

/**
 * Estimated Shapley values of a game.
 *
 * @param values one a player; they sum to what all players together gain
 * @param errors the standard errors of the values, 0 where all coalitions were scored; null where
 *     too few were to tell
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record ShapleyValues(double[] values, double[] errors) {

  /**
   * The correlation to be expected with the values of another draw of as many coalitions: the share
   * of the values' variance that is not sampling noise, 0 at least; null where too few coalitions
   * were scored to tell, or where all players gain the same but for rounding.
   */
  Double reliability() {
    if (errors == null) {
      return null;
    }
    double mean = Arrays.stream(values).average().orElse(0);
    double spread = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double noise = Arrays.stream(errors).map(e -> e * e).sum();
    return spread > values.length * SaliencyMap.ROUNDING * SaliencyMap.ROUNDING
        ? Double.valueOf(Math.max(0, 1 - noise / spread))
        : null;
  }
}
