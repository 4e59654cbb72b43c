package io.github.resnet50.bench;

import io.github.resnet50.basics.LoadGenerator;
import io.github.resnet50.basics.LoadGenerator.Measurement;
import io.github.resnet50.bench.BenchRun.BenchListener;
import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.image.walk.WalkText;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A loaded model, warmed up by one batch, with images in memory to measure it on. */
final class BenchModel implements Rounds.SettingMeter, AutoCloseable {
  /** 38 MB for ResNet50, which no cache holds. */
  private static final int MOST_IMAGES = 256;

  private static final int SYNTHETIC_IMAGES = 64;
  private static final long SEED = 20151210;

  private final LoadedModel model;
  private final LoadedImages images;
  private final double loadSeconds;
  private final double firstBatchSeconds;
  private final LoadGenerator<InferenceException> load;

  /**
   * Model-sized pixels.
   *
   * @param failed how many images could not be decoded
   * @param walk what was come across until there were enough; nothing for noise
   */
  record LoadedImages(List<byte[]> pixels, int failed, WalkCounts walk) {}

  /** Like {@link #load}, with a model and images that exist already. */
  BenchModel(
      LoadedModel model,
      LoadedImages images,
      double loadSeconds,
      int firstBatch,
      LongSupplier nanoTime)
      throws InferenceException {
    this.model = model;
    this.images = images;
    this.loadSeconds = loadSeconds;
    this.firstBatchSeconds = first(firstBatch);
    this.load = new LoadGenerator<>(this::open, InferenceException.class, nanoTime);
  }

  /**
   * Loads a model and runs its first batch.
   *
   * @param images as the model takes them
   * @param engine up
   * @param firstBatch how many images the first batch has
   */
  static BenchModel load(ModelSpec spec, LoadedImages images, int firstBatch, Engine engine)
      throws ModelException, InferenceException {
    long start = System.nanoTime();
    LoadedModel model = engine.load(spec, LoadRequest.of(ModelOutput.PROBABILITIES));
    try {
      return new BenchModel(model, images, secondsSince(start), firstBatch, System::nanoTime);
    } catch (InferenceException | RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /**
   * Images for a model.
   *
   * @param scan which; null for noise
   * @param engine up
   */
  static LoadedImages images(
      ModelSpec spec, ScanOptions scan, Engine engine, BenchListener listener)
      throws IOException, NoImageException {
    return scan == null ? noise(spec) : read(spec, scan, engine, listener);
  }

  /** Pseudo-random noise from a fixed seed. */
  static LoadedImages noise(ModelSpec spec) {
    Random random = new Random(SEED);
    int bytes = 3 * spec.preprocessing().width() * spec.preprocessing().height();
    return new LoadedImages(
        Stream.generate(
                () -> {
                  byte[] noise = new byte[bytes];
                  random.nextBytes(noise);
                  return noise;
                })
            .limit(SYNTHETIC_IMAGES)
            .toList(),
        0,
        WalkCounts.NONE);
  }

  /** The first images of a walk, decoded and preprocessed. */
  private static LoadedImages read(
      ModelSpec spec, ScanOptions scan, Engine engine, BenchListener listener)
      throws IOException, NoImageException {
    Preprocessor preprocessor = new Preprocessor(spec.preprocessing());
    List<byte[]> pixels = new ArrayList<>();
    int failed = 0;
    WalkCounts walk;
    try (ImageDecoder decoder = engine.decoder(ImageDecoder.MAX_PIXELS);
        ImageScanner scanner = new ImageScanner(scan)) {
      while (pixels.size() < MOST_IMAGES && scanner.hasNext()) {
        ImageRef ref = scanner.next();
        try {
          pixels.add(preprocessor.apply(decoder.decode(ref.read())).rgb());
        } catch (ImageException e) {
          failed++;
          listener.failed(ref.name(), e.failure());
        }
      }
      walk = scanner.counts();
    }
    if (pixels.isEmpty()) {
      throw new NoImageException(
          failed == 0
              ? WalkText.nothingTaken(walk, scan)
              : "no image to measure with: none of %d can be decoded".formatted(failed));
    }
    return new LoadedImages(pixels, failed, walk);
  }

  private double first(int size) throws InferenceException {
    List<byte[]> batch = images.pixels().subList(0, Math.min(size, images.pixels().size()));
    long start = System.nanoTime();
    try (Predictor predictor = model.newPredictor(model.spec().preprocessing())) {
      BatchOutputs unused = predictor.run(batch, ModelOutput.PROBABILITIES);
    }
    return secondsSince(start);
  }

  /** A predictor that goes through the images over and over, no two of them in step. */
  private LoadGenerator.BatchWorker<InferenceException> open(int number) throws InferenceException {
    Predictor predictor = model.newPredictor(model.spec().preprocessing());
    List<byte[]> pixels = images.pixels();
    return new LoadGenerator.BatchWorker<>() {
      private int next = number;

      @Override
      public void work(int batchSize) throws InferenceException {
        List<byte[]> batch =
            IntStream.range(next, next + batchSize)
                .mapToObj(i -> pixels.get(i % pixels.size()))
                .toList();
        next = (next + batchSize) % pixels.size();
        BatchOutputs unused = predictor.run(batch, ModelOutput.PROBABILITIES);
      }

      @Override
      public void close() {
        predictor.close();
      }
    };
  }

  @Override
  public Measurement measure(Setting setting, double seconds)
      throws InferenceException, InterruptedException {
    return load.measure(setting.threads(), setting.batchSize(), seconds);
  }

  LoadedImages images() {
    return images;
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
