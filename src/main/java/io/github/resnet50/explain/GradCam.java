package io.github.resnet50.explain;

import io.github.resnet50.engine.FeatureMap;
import java.util.List;

/**
 * Grad-CAM (Selvaraju et al. 2017): channels of the feature map, each weighted by the mean over all
 * places of the class logit's gradient; the positive part of their sum.
 */
public final class GradCam implements SaliencyMethod {
  @Override
  public Needs needs() {
    return Needs.GRADIENTS;
  }

  @Override
  public List<HeatMap> explain(Subject subject) {
    return subject.gradients().stream()
        .map(gradient -> Channels.weighted(subject.map(), means(gradient)).positive())
        .toList();
  }

  private static float[] means(FeatureMap gradient) {
    double[] sums = Channels.sums(gradient);
    float[] means = new float[sums.length];
    for (int channel = 0; channel < means.length; channel++) {
      means[channel] = (float) (sums[channel] / gradient.places());
    }
    return means;
  }
}
