package io.github.resnet50.bench;

import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.Output;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.util.List;

/** A model that is up, warm of one batch, and has images to work on. */
final class BenchModel implements AutoCloseable {
  private static final int MOST_IMAGES =
      256; // 38 MB for ResNet50, which does not get a cache's help
  private static final long MAX_PIXELS = 178_956_970;

  private final ModelSpec spec;
  private final BenchImages images;
  private final LoadedModel model;
  private final Load load;
  private final double loadSeconds;
  private final double firstBatchSeconds;

  private BenchModel(
      ModelSpec spec, BenchImages images, LoadedModel model, double loadSeconds, int firstBatch)
      throws InferenceException {
    this.spec = spec;
    this.images = images;
    this.model = model;
    this.loadSeconds = loadSeconds;
    this.firstBatchSeconds = first(firstBatch);
    this.load = new Load(model, images.pixels(), System::nanoTime);
  }

  /**
   * Loads a model and runs its first batch.
   *
   * @param engine up
   * @param scan which images; null for noise
   * @param firstBatch how many images the first batch has
   */
  static BenchModel load(
      ModelSpec spec, ScanOptions scan, int firstBatch, Engine engine, BenchListener listener)
      throws ModelException, InferenceException, NoImageException, IOException {
    BenchImages images = images(spec, scan, engine, listener);
    long start = System.nanoTime();
    LoadedModel model = engine.load(spec, LoadRequest.of(Output.PROBABILITIES));
    try {
      return new BenchModel(spec, images, model, secondsSince(start), firstBatch);
    } catch (InferenceException | RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  private static BenchImages images(
      ModelSpec spec, ScanOptions scan, Engine engine, BenchListener listener)
      throws IOException, NoImageException {
    if (scan == null) {
      return BenchImages.synthetic(spec.preprocessing());
    }
    try (ImageDecoder decoder = engine.decoder(MAX_PIXELS)) {
      BenchImages images =
          BenchImages.read(scan, MOST_IMAGES, decoder, spec.preprocessing(), listener);
      if (images.pixels().isEmpty()) {
        throw new NoImageException("no image to measure with");
      }
      return images;
    }
  }

  private double first(int size) throws InferenceException {
    List<byte[]> pixels = images.pixels();
    List<byte[]> batch = pixels.subList(0, Math.min(size, pixels.size()));
    long start = System.nanoTime();
    try (Predictor predictor = model.newPredictor(spec.preprocessing())) {
      BatchOutputs unused = predictor.run(batch, Output.PROBABILITIES);
    }
    return secondsSince(start);
  }

  ModelSpec spec() {
    return spec;
  }

  BenchImages images() {
    return images;
  }

  Meter meter() {
    return load;
  }

  double loadSeconds() {
    return loadSeconds;
  }

  double firstBatchSeconds() {
    return firstBatchSeconds;
  }

  static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    load.close();
    model.close();
  }
}
