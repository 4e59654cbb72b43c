package io.github.resnet50.explain;

import io.github.resnet50.engine.FeatureMap;
import java.util.List;

/**
 * LayerCAM (Jiang et al. 2021): each value of the feature map by its own positive gradient; the
 * positive part of their sum over channels.
 */
public final class LayerCam implements SaliencyMethod {
  @Override
  public Needs needs() {
    return Needs.GRADIENTS;
  }

  @Override
  public List<HeatMap> explain(Subject subject) {
    return subject.gradients().stream().map(g -> map(subject.map(), g)).toList();
  }

  private static HeatMap map(FeatureMap map, FeatureMap gradient) {
    double[] sums = new double[map.places()];
    for (int i = 0; i < map.values().length; i++) {
      sums[i / map.channels()] += Math.max(0, gradient.values()[i]) * (double) map.values()[i];
    }
    float[] values = new float[sums.length];
    for (int place = 0; place < values.length; place++) {
      values[place] = (float) Math.max(0, sums[place]);
    }
    return new HeatMap(map.height(), map.width(), values);
  }
}
