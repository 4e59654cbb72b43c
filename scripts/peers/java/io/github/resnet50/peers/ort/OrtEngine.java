package io.github.resnet50.peers.ort;

import ai.onnxruntime.OrtException;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.engine.tensorflow.TensorFlowJpegCodec;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * ONNX Runtime as the product's engine. Images are decoded as the product does it, which takes
 * TensorFlow's JPEG decoder: so that library is loaded too.
 */
final class OrtEngine implements Engine {
  private final NativeLibrary library;
  private final Path onnx;
  private final int threads;

  /**
   * @param threads that one predictor spreads over
   */
  OrtEngine(NativeLibrary library, Path onnx, int threads) {
    this.library = library;
    this.onnx = onnx;
    this.threads = threads;
  }

  @Override
  public String name() {
    return "ONNX Runtime";
  }

  @Override
  public EngineInfo start() throws ModelException {
    EngineInfo decoding = library.load();
    return new EngineInfo(name(), OrtModel.version(), decoding.device());
  }

  @Override
  public LoadedModel load(ModelSpec spec, LoadRequest request) throws ModelException {
    try {
      return new OrtClassifier(spec, new OrtModel(onnx, threads));
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime does not take the model: " + e.getMessage(), e);
    }
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
