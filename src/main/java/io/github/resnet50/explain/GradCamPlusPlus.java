package io.github.resnet50.explain;

import io.github.resnet50.engine.FeatureMap;
import java.util.List;

/**
 * Grad-CAM++ (Chattopadhay et al. 2018): like {@link GradCam}, but a channel's weight is the sum of
 * its positive gradients, each by the share that makes every place's presence count alike. With the
 * exponential of the logit as the score, higher derivatives are powers of the first.
 */
public final class GradCamPlusPlus implements SaliencyMethod {
  @Override
  public Needs needs() {
    return Needs.GRADIENTS;
  }

  @Override
  public List<HeatMap> explain(Subject subject) {
    double[] sums = Channels.sums(subject.map());
    return subject.gradients().stream()
        .map(gradient -> Channels.weighted(subject.map(), weights(gradient, sums)).positive())
        .toList();
  }

  /** The paper's equations 7 and 19. */
  private static float[] weights(FeatureMap gradient, double[] sums) {
    double[] weights = new double[sums.length];
    for (int i = 0; i < gradient.values().length; i++) {
      int channel = i % sums.length;
      double g = gradient.values()[i];
      double below = 2 * g * g + sums[channel] * g * g * g;
      if (g > 0 && below != 0) {
        weights[channel] += g * (g * g / below);
      }
    }
    float[] floats = new float[weights.length];
    for (int channel = 0; channel < floats.length; channel++) {
      floats[channel] = (float) weights[channel];
    }
    return floats;
  }
}
