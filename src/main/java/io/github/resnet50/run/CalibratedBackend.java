package io.github.resnet50.run;

import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.CalibratedClassifier;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.EngineInfo;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;

/** An engine whose models are calibrated with a temperature. */
public final class CalibratedBackend implements Backend {
  private final Backend backend;
  private final double temperature;

  private CalibratedBackend(Backend backend, double temperature) {
    this.backend = backend;
    this.temperature = temperature;
  }

  /**
   * @param temperature null: the engine as it is
   */
  public static Backend of(Backend backend, Double temperature) {
    return temperature == null ? backend : new CalibratedBackend(backend, temperature);
  }

  @Override
  public EngineInfo startEngine() throws ModelException {
    return backend.startEngine();
  }

  @Override
  public Classifier load(ModelSpec spec) throws ModelException {
    return new CalibratedClassifier(backend.load(spec), temperature);
  }

  @Override
  public Classifier loadWithLogits(ModelSpec spec) throws ModelException {
    return new CalibratedClassifier(backend.loadWithLogits(spec), temperature);
  }

  @Override
  public ImageDecoder decoder(long maxPixels) {
    return backend.decoder(maxPixels);
  }
}
