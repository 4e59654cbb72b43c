package io.github.resnet50.adapt.train;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019) for one array of parameters.
 *
 * <p>Decay acts on the parameters, not through the gradients: a step takes {@code rate · decay} of
 * each away, however large its gradients are.
 */
final class AdamW {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final float[] parameters;
  private final float[] mean;
  private final float[] square;
  private final float rate;
  private final float kept;
  private double power1 = 1;
  private double power2 = 1;

  /**
   * @param parameters are changed in place
   * @param decay 0 for none, as for biases
   */
  AdamW(float[] parameters, double rate, double decay) {
    this.parameters = parameters;
    this.mean = new float[parameters.length];
    this.square = new float[parameters.length];
    this.rate = (float) rate;
    this.kept = (float) (1 - rate * decay);
  }

  void step(float[] gradient) {
    power1 *= BETA1;
    power2 *= BETA2;
    float size = (float) (rate / (1 - power1));
    float correction = (float) (1 / Math.sqrt(1 - power2));
    for (int i = 0; i < parameters.length; i++) {
      float g = gradient[i];
      mean[i] = BETA1 * mean[i] + (1 - BETA1) * g;
      square[i] = BETA2 * square[i] + (1 - BETA2) * g * g;
      float root = (float) Math.sqrt(square[i]) * correction + EPSILON;
      parameters[i] = kept * parameters[i] - size * mean[i] / root;
    }
  }
}
