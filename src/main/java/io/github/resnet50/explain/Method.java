package io.github.resnet50.explain;

import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.model.ModelException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** The explanation methods by name. */
public enum Method {
  GRADCAM("gradcam", ModelOutput.FEATURE_MAP, (model, settings) -> ActivationMaps.gradCam()),
  CAM("cam", ModelOutput.FEATURE_MAP, (model, settings) -> ActivationMaps.cam(classWeights(model))),
  GRADCAM_PLUS_PLUS(
      "gradcam++", ModelOutput.FEATURE_MAP, (model, settings) -> ActivationMaps.gradCamPlusPlus()),
  LAYERCAM("layercam", ModelOutput.FEATURE_MAP, (model, settings) -> ActivationMaps.layerCam()),
  ATTENTION_ROLLOUT(
      "attention-rollout", ModelOutput.ATTENTION, (model, settings) -> new AttentionRollout()),
  OCCLUSION("occlusion", Occlusion::new),
  RISE("rise", Rise::new),
  SHAP("shap", KernelShap::new);

  private final String label;
  private final ModelOutput needed;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final Factory factory;

  private interface Factory {
    SaliencyMethod create(LoadedModel model, MaskSettings settings) throws ModelException;
  }

  /** Of a method that needs nothing of a model but scores. */
  private interface MaskFactory {
    SaliencyMethod create(MaskSettings settings);
  }

  /**
   * Settings of the methods that mask images.
   *
   * @param samples masks or coalitions an image
   * @param segments about how many parts an image has; empty for as many as suit the method
   * @param baseline what replaces hidden parts
   * @param seed of all random numbers
   */
  public record MaskSettings(int samples, OptionalInt segments, Baseline baseline, long seed) {
    public static final int SQUARES = 36;

    /**
     * With more, two seeds' values agree less, or need more samples: see the README beside this.
     */
    public static final int SUPERPIXELS = 25;

    /** About how many squares an image is cut into. */
    int squares() {
      return segments.orElse(SQUARES);
    }

    /** About how many superpixels an image is cut into. */
    int superpixels() {
      return segments.orElse(SUPERPIXELS);
    }
  }

  Method(String label, ModelOutput needed, Factory factory) {
    this.label = label;
    this.needed = needed;
    this.factory = factory;
  }

  Method(String label, MaskFactory factory) {
    this.label = label;
    this.needed = ModelOutput.PROBABILITIES;
    this.factory = (model, settings) -> factory.create(settings);
  }

  /**
   * Makes the method for a model.
   *
   * @throws ModelException where the model does not give what the method needs
   */
  SaliencyMethod of(LoadedModel model, MaskSettings settings) throws ModelException {
    Optional<String> blind = model.lacks(needed);
    if (blind.isPresent()) {
      throw new ModelException(
          "%s: %s needs %s; occlusion, rise and shap work without %s (--method)"
              .formatted(
                  blind.get(),
                  label,
                  needed == ModelOutput.ATTENTION ? "some" : "a feature map",
                  needed == ModelOutput.ATTENTION ? "any" : "one"));
    }
    return factory.create(model, settings);
  }

  private static float[][] classWeights(LoadedModel model) throws ModelException {
    return model
        .classWeights()
        .orElseThrow(
            () ->
                new ModelException(
                    "cam needs a model whose scores are one dense layer on the mean of its"
                        + " feature map; "
                        + model.spec().name()
                        + " is none: take gradcam"));
  }

  /** Whether it needs nothing of a model but the scores of masked copies. */
  public boolean isForAnyModel() {
    return needed == ModelOutput.PROBABILITIES;
  }

  /** Whether it looks at the activations of a layer, which can be chosen. */
  public boolean isOfLayer() {
    return needed == ModelOutput.FEATURE_MAP;
  }

  /** Whether it scores masked copies that are drawn at random, so that maps differ by seed. */
  public boolean isSampled() {
    return this == RISE || this == SHAP;
  }

  /** What the model has to give beside scores. */
  ModelOutput needed() {
    return needed;
  }

  /** The method of this name; empty where there is none. */
  public static Optional<Method> named(String name) {
    return Arrays.stream(values()).filter(method -> method.label.equals(name)).findFirst();
  }

  /** The name in the option and in records. */
  @Override
  public String toString() {
    return label;
  }
}
