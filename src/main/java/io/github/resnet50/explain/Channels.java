package io.github.resnet50.explain;

import io.github.resnet50.engine.FeatureMap;

/** Sums over a feature map's channels. */
final class Channels {
  private Channels() {}

  /** At each place the sum of all channels, each by its weight. */
  static HeatMap weighted(FeatureMap map, float[] weights) {
    float[] sums = new float[map.places()];
    int i = 0;
    for (int place = 0; place < sums.length; place++) {
      double sum = 0;
      for (int channel = 0; channel < map.channels(); channel++) {
        sum += (double) map.values()[i++] * weights[channel];
      }
      sums[place] = (float) sum;
    }
    return new HeatMap(map.height(), map.width(), sums);
  }

  /** Each channel's sum over all places. */
  static double[] sums(FeatureMap map) {
    double[] sums = new double[map.channels()];
    for (int i = 0; i < map.values().length; i++) {
      sums[i % map.channels()] += map.values()[i];
    }
    return sums;
  }
}
