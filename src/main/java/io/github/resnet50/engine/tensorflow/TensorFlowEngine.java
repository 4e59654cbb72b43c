package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.Kernels;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.graph.SgemmPeak;
import io.github.resnet50.image.decode.ImageCodec;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.decode.TurboJpegCodec;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.PreparedModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The TensorFlow engine, running the prepared forms of models. */
public final class TensorFlowEngine implements Engine {
  private final NativeLibrary library;
  private final PreparedModels prepared;
  private final boolean trustModel;
  private final Consumer<String> notes;
  private final GraphModelLoader graphs;

  /**
   * @param trustModel whether models may hold operations outside the allow-list
   * @param notes receives the outputs that were asked for and that a model cannot give, one line
   *     each
   */
  public TensorFlowEngine(
      NativeLibrary library, PreparedModels prepared, boolean trustModel, Consumer<String> notes) {
    this.library = library;
    this.prepared = prepared;
    this.trustModel = trustModel;
    this.notes = notes;
    this.graphs = new GraphModelLoader(prepared, trustModel, notes);
  }

  @Override
  public String name() {
    return prepared.kernels() == Kernels.ONEDNN
        ? NativeLibrary.ENGINE
        : NativeLibrary.ENGINE + " (" + prepared.kernels().title() + ")";
  }

  @Override
  public EngineInfo start() throws ModelException {
    EngineInfo loaded = library.load();
    return new EngineInfo(name(), loaded.version(), loaded.device());
  }

  /**
   * DJL serves scores alone, of a SavedModel in a folder; features and feature maps, and models
   * made for images of another size, are served without it.
   */
  @Override
  public LoadedModel load(ModelSpec spec, LoadRequest request) throws ModelException {
    if (request.shuffleSeed().isPresent()) {
      return graphs.loadShuffled(spec, request);
    }
    if (request.wants(ModelOutput.FEATURE_MAP)
        || request.wants(ModelOutput.GRADIENTS)
        || request.wants(ModelOutput.ATTENTION)) {
      return graphs.loadWithMap(spec, request);
    }
    if (request.wants(ModelOutput.FEATURES) || spec.isResized()) {
      return graphs.loadWithFeatures(spec);
    }
    return DjlModel.load(
        spec,
        request.wants(ModelOutput.LOGITS)
            ? prepared.graphWithLogits(spec, trustModel)
            : prepared.graph(spec, trustModel));
  }

  /**
   * Gradients with respect to a model's last feature map, whichever engine computes the map; empty
   * where there are none. To be closed by the caller.
   */
  public Optional<MapGradients> gradients(ModelSpec spec) throws ModelException {
    return graphs.gradients(spec);
  }

  @Override
  public ImageDecoder decoder(long maxPixels) {
    return new ImageDecoder(maxPixels, afterMachines(jpegCodec()));
  }

  /** What the machine's own library decodes needs neither TensorFlow nor its start. */
  private static List<ImageCodec> afterMachines(ImageCodec codec) {
    List<ImageCodec> codecs = new ArrayList<>(TurboJpegCodec.ofMachine());
    codecs.add(codec);
    return codecs;
  }

  private static TensorFlowJpegCodec jpegCodec() {
    NativeOutput.silence();
    return new TensorFlowJpegCodec();
  }

  /** The same, before the engine is started: that is done when there are images enough for it. */
  public ImageDecoder deferredDecoder(long maxPixels) {
    return new ImageDecoder(
        maxPixels,
        afterMachines(
            new DeferredJpegCodec(
                () -> {
                  start();
                  return jpegCodec();
                },
                notes)));
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
