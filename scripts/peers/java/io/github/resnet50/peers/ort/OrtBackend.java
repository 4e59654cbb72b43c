package io.github.resnet50.peers.ort;

import ai.onnxruntime.OrtException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.decode.TensorFlowJpegCodec;
import io.github.resnet50.model.Classifier;
import io.github.resnet50.model.EngineInfo;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.NativeLibrary;
import io.github.resnet50.run.Backend;
import java.nio.file.Path;
import java.util.List;

/**
 * ONNX Runtime as the product's engine. Images are decoded as the product does it, which takes
 * TensorFlow's JPEG decoder: so that library is loaded too.
 */
final class OrtBackend implements Backend {
  private final NativeLibrary library;
  private final Path onnx;
  private final int threads;

  /**
   * @param threads that one predictor spreads over
   */
  OrtBackend(NativeLibrary library, Path onnx, int threads) {
    this.library = library;
    this.onnx = onnx;
    this.threads = threads;
  }

  @Override
  public EngineInfo startEngine() throws ModelException {
    EngineInfo decoding = library.load();
    return new EngineInfo("ONNX Runtime " + OrtModel.version(), decoding.device());
  }

  @Override
  public Classifier load(ModelSpec spec) throws ModelException {
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
}
