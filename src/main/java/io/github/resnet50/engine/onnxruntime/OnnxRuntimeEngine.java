package io.github.resnet50.engine.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.tensorflow.MapGradients;
import io.github.resnet50.engine.tensorflow.TensorFlowEngine;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.PreparedModels;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The ONNX Runtime engine. TensorFlow prepares models for it, has their gradients and decodes JPEG
 * where there are many: it is started when the first of that is needed, which in a run of a few
 * images, with a model that has been prepared, is never.
 */
public final class OnnxRuntimeEngine implements Engine {
  /** The engine's name in reports. */
  public static final String NAME = "ONNX Runtime";

  private final OnnxRuntimeLibrary library;
  private final TensorFlowEngine tensorflow;
  private final OnnxForms forms;
  private final PreparedModels plain;
  private final boolean trustModel;

  /**
   * @param tensorflow for what ONNX Runtime does not do
   * @param trustModel whether models may hold operations outside the allow-list
   * @param notes hears of slow steps, a line each
   */
  public OnnxRuntimeEngine(
      Home home,
      TensorFlowEngine tensorflow,
      PreparedModels prepared,
      boolean trustModel,
      Consumer<String> notes) {
    this.library = new OnnxRuntimeLibrary(home);
    this.tensorflow = tensorflow;
    this.plain = prepared.differentiable(tensorflow::start);
    this.trustModel = trustModel;
    this.forms = new OnnxForms(plain, trustModel, notes);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineInfo start() throws ModelException {
    return new EngineInfo(NAME, library.load().getVersion(), "cpu()");
  }

  /**
   * Inner layers, attention and shuffled weights are TensorFlow's, which has graphs of its own for
   * them.
   */
  @Override
  public LoadedModel load(ModelSpec spec, LoadRequest request) throws ModelException {
    Optional<Path> original = spec.original();
    if (original.isPresent()) {
      return OriginalOnnxModel.open(library.load(), spec, original.get());
    }
    if (request.layer().isPresent()
        || request.shuffleSeed().isPresent()
        || request.wants(ModelOutput.ATTENTION)) {
      tensorflow.start();
      return tensorflow.load(spec, request);
    }
    OrtEnvironment environment = library.load();
    OnnxSession session = forms.open(environment, spec);
    Optional<MapGradients> gradients = Optional.empty();
    try {
      boolean wantsMap =
          request.wants(ModelOutput.FEATURE_MAP) || request.wants(ModelOutput.GRADIENTS);
      if (wantsMap
          && session.has(ModelOutput.FEATURE_MAP)
          && spec.compression().isEmpty()) { // bytes have no gradients
        tensorflow.start();
        gradients = tensorflow.gradients(spec);
      }
      return new OnnxRuntimeModel(spec, session, gradients);
    } catch (ModelException | RuntimeException e) {
      session.close();
      gradients.ifPresent(MapGradients::close);
      throw e;
    }
  }

  @Override
  public ImageDecoder decoder(long maxPixels) {
    return tensorflow.deferredDecoder(maxPixels);
  }

  @Override
  public OptionalLong flopsPerImage(ModelSpec spec) throws ModelException {
    tensorflow.start();
    return plain.flopsPerImage(spec, trustModel);
  }

  @Override
  public OptionalDouble sgemmGflops(int threads) throws InterruptedException {
    return tensorflow.sgemmGflops(threads);
  }
}
