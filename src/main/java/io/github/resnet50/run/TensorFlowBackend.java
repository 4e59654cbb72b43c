package io.github.resnet50.run;

import io.github.resnet50.graph.SgemmPeak;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.decode.TensorFlowJpegCodec;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.EngineInfo;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.NativeLibrary;
import io.github.resnet50.model.TensorFlowClassifier;
import io.github.resnet50.model.explain.ExplainableModel;
import io.github.resnet50.model.features.FeatureModel;
import io.github.resnet50.model.store.PreparedModels;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The real engine. */
public final class TensorFlowBackend implements Backend {
  private final NativeLibrary library;
  private final PreparedModels prepared;
  private final boolean trustModel;

  /**
   * @param trustModel whether models may hold operations outside the allow-list
   */
  public TensorFlowBackend(NativeLibrary library, PreparedModels prepared, boolean trustModel) {
    this.library = library;
    this.prepared = prepared;
    this.trustModel = trustModel;
  }

  @Override
  public EngineInfo startEngine() throws ModelException {
    return library.load();
  }

  @Override
  public Classifier load(ModelSpec spec) throws ModelException {
    return TensorFlowClassifier.load(spec, prepared.graph(spec, trustModel));
  }

  @Override
  public ExplainableModel loadExplainable(ModelSpec spec, String layer) throws ModelException {
    return prepared.explainable(spec, trustModel, layer);
  }

  @Override
  public ExplainableModel loadShuffled(ModelSpec spec, String layer, long seed)
      throws ModelException {
    return prepared.shuffled(spec, trustModel, layer, seed);
  }

  @Override
  public FeatureModel loadFeatures(ModelSpec spec) throws ModelException {
    return prepared.features(spec, trustModel);
  }

  @Override
  public Classifier loadWithLogits(ModelSpec spec) throws ModelException {
    return TensorFlowClassifier.load(spec, prepared.graphWithLogits(spec, trustModel));
  }

  @Override
  public ImageDecoder decoder(long maxPixels) {
    return new ImageDecoder(maxPixels, List.of(new TensorFlowJpegCodec()));
  }

  @Override
  public OptionalLong flopsPerImage(ModelSpec spec) throws ModelException {
    return prepared.flopsPerImage(spec, trustModel);
  }

  @Override
  public OptionalDouble sgemmGflops(int threads) throws InterruptedException {
    return OptionalDouble.of(SgemmPeak.gflops(threads));
  }
}
