package io.github.resnet50.spark;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.tensorflow.DjlModel;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.engine.tensorflow.TensorFlowJpegCodec;
import io.github.resnet50.graph.prepare.OneDnnKernels;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import javax.imageio.ImageIO;

/** TensorFlow with a model that is ready to run: it gives its probabilities. */
final class BundleEngine implements Engine {
  private final NativeLibrary library;
  private final ModelBundle bundle;
  private EngineInfo info;
  private double startSeconds;

  BundleEngine(NativeLibrary library, ModelBundle bundle) {
    this.library = library;
    this.bundle = bundle;
  }

  @Override
  public synchronized EngineInfo start() throws ModelException {
    if (info == null) {
      long start = System.nanoTime();
      ImageIO.scanForPlugins(); // with this thread's class loader, which knows what was submitted
      info = library.load();
      startSeconds = (System.nanoTime() - start) / 1e9;
    }
    return info;
  }

  /** What the first start took; 0 before it. */
  synchronized double startSeconds() {
    return startSeconds;
  }

  @Override
  public LoadedModel load(ModelSpec spec, LoadRequest request) throws ModelException {
    if (bundle.fused() && !OneDnnKernels.fused()) {
      throw new ModelException(
          spec.name()
              + " was prepared where TensorFlow has oneDNN's kernels, and this executor's has none:"
              + " they need TF_ENABLE_ONEDNN_OPTS=1 in its environment"
              + " (spark.executorEnv.TF_ENABLE_ONEDNN_OPTS)");
    }
    return DjlModel.load(spec, bundle.graph());
  }

  @Override
  public ImageDecoder decoder(long maxPixels) {
    return new ImageDecoder(maxPixels, List.of(new TensorFlowJpegCodec()));
  }

  @Override
  public OptionalLong flopsPerImage(ModelSpec spec) {
    return OptionalLong.empty();
  }

  @Override
  public OptionalDouble sgemmGflops(int threads) {
    return OptionalDouble.empty();
  }
}
