package io.github.resnet50.run;

import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.EngineInfo;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.util.List;

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
  private record Lent(Classifier classifier) implements Classifier {
    @Override
    public ModelSpec spec() {
      return classifier.spec();
    }

    @Override
    public List<Label> labels() {
      return classifier.labels();
    }

    @Override
    public BatchPredictor newPredictor(Preprocessing preprocessing) {
      return classifier.newPredictor(preprocessing);
    }

    @Override
    public boolean takesLevels() {
      return classifier.takesLevels();
    }

    @Override
    public void close() {}
  }
}
