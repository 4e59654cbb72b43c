package io.github.resnet50.features;

import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.EngineInfo;
import io.github.resnet50.model.ForwardingClassifier;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.features.FeatureModel;
import io.github.resnet50.run.Backend;

/** Loads a model for its features, once for several runs, one after the other. */
final class FeatureBackend implements Backend, AutoCloseable {
  private final Backend backend;
  private FeatureModel model;

  FeatureBackend(Backend backend) {
    this.backend = backend;
  }

  @Override
  public EngineInfo startEngine() throws ModelException {
    return backend.startEngine();
  }

  @Override
  public synchronized Classifier load(ModelSpec spec) throws ModelException {
    if (model == null) {
      model = backend.loadFeatures(spec);
    }
    return new Lent(model);
  }

  /** What was loaded. */
  synchronized FeatureModel model() {
    return model;
  }

  @Override
  public ImageDecoder decoder(long maxPixels) {
    return backend.decoder(maxPixels);
  }

  @Override
  public synchronized void close() {
    if (model != null) {
      model.close();
    }
  }

  /** Outlives the runs. */
  private static final class Lent extends ForwardingClassifier {
    Lent(FeatureModel model) {
      super(model);
    }

    @Override
    public void close() {}
  }
}
