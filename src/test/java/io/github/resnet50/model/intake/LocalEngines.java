package io.github.resnet50.model.intake;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.onnxruntime.OnnxRuntimeEngine;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.engine.tensorflow.TensorFlowEngine;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.store.PreparedModels;
import java.util.function.Consumer;

/**
 * The engines for imports, with their libraries where the user has them.
 *
 * @param libraries the user's home
 */
public record LocalEngines(Home libraries, PreparedModels prepared, Consumer<String> notes)
    implements ModelImporter.Engines {
  @Override
  public Engine create(boolean trustModel) {
    return tensorFlow(trustModel);
  }

  private TensorFlowEngine tensorFlow(boolean trustModel) {
    return new TensorFlowEngine(new NativeLibrary(libraries), prepared, trustModel, notes);
  }

  @Override
  public Engine ofOriginals() {
    return new OnnxRuntimeEngine(libraries, tensorFlow(false), prepared, false, notes);
  }
}
