package io.github.resnet50.explain;

import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.explain.SaliencyMethod.Subject;
import io.github.resnet50.explain.Targets.Mixture;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Methods that use the feature map: class activation mapping and its successors. The value at each
 * place is a sum over channels, and they differ in how a channel is weighted.
 */
final class ActivationMaps {
  private ActivationMaps() {}

  /**
   * CAM (Zhou et al. 2016), exact where logits are one dense layer on the mean of the feature map:
   * the contribution of each place to the class's logit. The sum over all places plus the bias is
   * the logit.
   *
   * @param weights a row over channels for each class
   */
  static SaliencyMethod cam(float[][] weights) {
    return new Of(
        false,
        subject ->
            subject.mixtures().stream()
                .map(target -> shares(weighted(subject.map(), mean(weights, target))))
                .toList());
  }

  private static float[] mean(float[][] weights, Mixture target) {
    float[] mean = new float[weights[0].length];
    for (int i = 0; i < target.classes().length; i++) {
      for (int channel = 0; channel < mean.length; channel++) {
        mean[channel] += target.weights()[i] * weights[target.classes()[i]][channel];
      }
    }
    return mean;
  }

  private static HeatMap shares(HeatMap sums) {
    float[] shares = sums.values().clone();
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= shares.length;
    }
    return new HeatMap(sums.height(), sums.width(), shares);
  }

  /**
   * Grad-CAM (Selvaraju et al. 2017): each channel is weighted by the mean over all places of the
   * gradient of the class's logit; the map is the positive part of the weighted sum.
   */
  static SaliencyMethod gradCam() {
    return ofGradients((map, gradient) -> weighted(map, means(gradient)).positive());
  }

  private static float[] means(FeatureMap gradient) {
    double[] sums = sums(gradient);
    float[] means = new float[sums.length];
    for (int channel = 0; channel < means.length; channel++) {
      means[channel] = (float) (sums[channel] / gradient.places());
    }
    return means;
  }

  /**
   * Grad-CAM++ (Chattopadhay et al. 2018): like {@link #gradCam}, but a channel's weight is the sum
   * of its positive gradients, each by the share that makes every place's presence count alike.
   * With the exponential of the logit as the score, higher derivatives are powers of the first.
   */
  static SaliencyMethod gradCamPlusPlus() {
    return ofGradients(
        (map, gradient) -> weighted(map, positiveShares(gradient, sums(map))).positive());
  }

  /** The paper's equations 7 and 19. */
  private static float[] positiveShares(FeatureMap gradient, double[] sums) {
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

  /**
   * LayerCAM (Jiang et al. 2021): each value of the feature map is weighted by its own positive
   * gradient; the map is the positive part of the sum over channels.
   */
  static SaliencyMethod layerCam() {
    return ofGradients(ActivationMaps::byOwnGradient);
  }

  private static HeatMap byOwnGradient(FeatureMap map, FeatureMap gradient) {
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

  private static SaliencyMethod ofGradients(BiFunction<FeatureMap, FeatureMap, HeatMap> method) {
    return new Of(
        true,
        subject ->
            subject.gradients().stream()
                .map(gradient -> method.apply(subject.map(), gradient))
                .toList());
  }

  /** The weighted sum of the channels at each place. */
  private static HeatMap weighted(FeatureMap map, float[] weights) {
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
  private static double[] sums(FeatureMap map) {
    double[] sums = new double[map.channels()];
    for (int i = 0; i < map.values().length; i++) {
      sums[i % map.channels()] += map.values()[i];
    }
    return sums;
  }

  private record Of(boolean usesGradients, Function<Subject, List<HeatMap>> maps)
      implements SaliencyMethod {
    @Override
    public List<SaliencyMap> explain(Subject subject) {
      return maps.apply(subject).stream().map(SaliencyMap::of).toList();
    }
  }
}
