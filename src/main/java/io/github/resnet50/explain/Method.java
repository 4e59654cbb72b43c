package io.github.resnet50.explain;

import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.Output;
import io.github.resnet50.model.ModelException;
import java.util.Arrays;
import java.util.Optional;

/** The methods by name. */
public enum Method {
  GRADCAM("gradcam") {
    @Override
    SaliencyMethod create(LoadedModel model, MethodSettings settings) {
      return new GradCam();
    }
  },
  CAM("cam") {
    @Override
    SaliencyMethod create(LoadedModel model, MethodSettings settings) throws ModelException {
      float[][] weights =
          model
              .classWeights()
              .orElseThrow(
                  () ->
                      new ModelException(
                          "cam needs a model whose scores are one dense layer on the mean of its"
                              + " feature map; "
                              + model.spec().name()
                              + " is none: take gradcam"));
      return new Cam(weights);
    }
  },
  GRADCAM_PLUS_PLUS("gradcam++") {
    @Override
    SaliencyMethod create(LoadedModel model, MethodSettings settings) {
      return new GradCamPlusPlus();
    }
  },
  LAYERCAM("layercam") {
    @Override
    SaliencyMethod create(LoadedModel model, MethodSettings settings) {
      return new LayerCam();
    }
  },
  OCCLUSION("occlusion") {
    @Override
    SaliencyMethod create(LoadedModel model, MethodSettings settings) {
      return new Occlusion(settings.segments(), settings.baseline());
    }
  },
  RISE("rise") {
    @Override
    SaliencyMethod create(LoadedModel model, MethodSettings settings) {
      return new Rise(settings.samples(), settings.baseline(), settings.seed());
    }
  },
  SHAP("shap") {
    @Override
    SaliencyMethod create(LoadedModel model, MethodSettings settings) {
      return new KernelShap(
          settings.segments(), settings.samples(), settings.baseline(), settings.seed());
    }
  };

  private final String label;

  Method(String label) {
    this.label = label;
  }

  abstract SaliencyMethod create(LoadedModel model, MethodSettings settings) throws ModelException;

  /**
   * Makes the method for a model.
   *
   * @throws ModelException where the model does not give what the method needs
   */
  SaliencyMethod of(LoadedModel model, MethodSettings settings) throws ModelException {
    Optional<String> blind = model.lacks(Output.FEATURE_MAP);
    if (blind.isPresent() && !isForAnyModel()) {
      throw new ModelException(
          "%s: %s needs a feature map; occlusion, rise and shap work without one (--method)"
              .formatted(blind.get(), label));
    }
    return create(model, settings);
  }

  /** Whether it sees nothing of a model but the scores of masked copies. */
  public boolean isForAnyModel() {
    return this == OCCLUSION || this == RISE || this == SHAP;
  }

  /** The method of this name; empty where there is none. */
  public static Optional<Method> named(String name) {
    return Arrays.stream(values()).filter(method -> method.label.equals(name)).findFirst();
  }

  /** As in the option and in records. */
  @Override
  public String toString() {
    return label;
  }
}
