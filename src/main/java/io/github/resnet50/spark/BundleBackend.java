package io.github.resnet50.spark;

import io.github.resnet50.graph.prepare.OneDnnKernels;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.decode.TensorFlowJpegCodec;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.EngineInfo;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.NativeLibrary;
import io.github.resnet50.model.TensorFlowClassifier;
import io.github.resnet50.run.Backend;
import java.util.List;

/** The real engine with a model that is ready to run. */
final class BundleBackend implements Backend {
  private final NativeLibrary library;
  private final ModelBundle bundle;

  BundleBackend(NativeLibrary library, ModelBundle bundle) {
    this.library = library;
    this.bundle = bundle;
  }

  @Override
  public EngineInfo startEngine() throws ModelException {
    return library.load();
  }

  @Override
  public Classifier load(ModelSpec spec) throws ModelException {
    if (bundle.fused() && !OneDnnKernels.fused()) {
      throw new ModelException(
          spec.name()
              + " was prepared where TensorFlow has oneDNN's kernels, and this executor's has none:"
              + " they need TF_ENABLE_ONEDNN_OPTS=1 in its environment"
              + " (spark.executorEnv.TF_ENABLE_ONEDNN_OPTS)");
    }
    return TensorFlowClassifier.load(spec, bundle.graph());
  }

  @Override
  public ImageDecoder decoder(long maxPixels) {
    return new ImageDecoder(maxPixels, List.of(new TensorFlowJpegCodec()));
  }
}
