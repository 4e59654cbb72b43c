package io.github.resnet50.run;

import io.github.resnet50.image.ImageDecoder;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.EngineInfo;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.NativeLibrary;
import io.github.resnet50.model.TensorFlowClassifier;

/** The real engine. */
public final class TensorFlowBackend implements Backend {
  private final NativeLibrary library;

  public TensorFlowBackend(NativeLibrary library) {
    this.library = library;
  }

  @Override
  public EngineInfo startEngine() throws ModelException {
    return library.load();
  }

  @Override
  public Classifier load(ModelSpec spec) throws ModelException {
    return TensorFlowClassifier.load(spec);
  }

  @Override
  public ImageDecoder decoder(long maxPixels) {
    return new ImageDecoder(maxPixels);
  }
}
