package io.github.resnet50.run;

import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.EngineInfo;
import io.github.resnet50.model.ForwardingClassifier;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;

/** An engine that loads its model once for several runs, one after the other. */
public final class SharedBackend implements Backend, AutoCloseable {
  private final Backend backend;
  private Classifier loaded;

  public SharedBackend(Backend backend) {
    this.backend = backend;
  }

  @Override
  public EngineInfo startEngine() throws ModelException {
    return backend.startEngine();
  }

  /** The same model whatever the specification, which is to be the same in all runs. */
  @Override
  public synchronized Classifier load(ModelSpec spec) throws ModelException {
    if (loaded == null) {
      loaded = backend.load(spec);
    }
    return new Lent(loaded);
  }

  @Override
  public ImageDecoder decoder(long maxPixels) {
    return backend.decoder(maxPixels);
  }

  @Override
  public synchronized void close() {
    if (loaded != null) {
      loaded.close();
    }
  }

  /** Outlives the runs. */
  private static final class Lent extends ForwardingClassifier {
    Lent(Classifier classifier) {
      super(classifier);
    }

    @Override
    public void close() {}
  }
}
