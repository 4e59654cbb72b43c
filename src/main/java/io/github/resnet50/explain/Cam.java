package io.github.resnet50.explain;

import java.util.Arrays;
import java.util.List;

/**
 * Class activation maps (Zhou et al. 2016), exact where logits are one dense layer on the mean of
 * the feature map: what each place adds to the class's logit. Summed over all places, and but for
 * the bias, it is the logit.
 */
public final class Cam implements SaliencyMethod {
  private final float[][] weights;

  /**
   * @param weights a row over channels for each class
   */
  public Cam(float[][] weights) {
    this.weights = weights;
  }

  @Override
  public Needs needs() {
    return Needs.ACTIVATIONS;
  }

  @Override
  public List<HeatMap> explain(Subject subject) {
    return Arrays.stream(subject.classes()).mapToObj(c -> map(subject, c)).toList();
  }

  private HeatMap map(Subject subject, int classIndex) {
    HeatMap sums = Channels.weighted(subject.map(), weights[classIndex]);
    float[] shares = sums.values().clone();
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= shares.length;
    }
    return new HeatMap(sums.height(), sums.width(), shares);
  }
}
