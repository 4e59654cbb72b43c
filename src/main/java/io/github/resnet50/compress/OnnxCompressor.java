package io.github.resnet50.compress;

import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.basics.Text;
import io.github.resnet50.compress.CompressionLabel.Measured;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The 8-bit form that ONNX Runtime runs, beside TensorFlow's and from the same images, rules and
 * layers. A model that has none, or none that is near enough, is compressed for TensorFlow alone.
 */
final class OnnxCompressor {
  /** It rounds at more places: before each residual addition too. */
  private static final int ALLOWANCE = 2;

  private final Engine engine;
  private final double maxDrop;
  private final Consumer<String> notes;

  /**
   * @param engine ONNX Runtime; not started yet
   * @param maxDrop points of top-1 agreement on the calibration images that TensorFlow's form may
   *     lose; this one may lose {@value #ALLOWANCE} times as many
   * @param notes hears how it went, a line
   */
  OnnxCompressor(Engine engine, double maxDrop, Consumer<String> notes) {
    this.engine = engine;
    this.maxDrop = maxDrop;
    this.notes = notes;
  }

  /**
   * What a form is measured on.
   *
   * @param calibration the images that it was fitted to
   * @param calibrated what the original says of those
   * @param evaluation the images to price it on
   * @param expected what the original says of those
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Yardstick(
      ImageSet calibration, float[][] calibrated, ImageSet evaluation, float[][] expected) {}

  /**
   * Writes the first form that is good enough into the folder of a compressed model, and measures
   * it.
   *
   * @param made the compressed model, which lacks it so far
   * @param search what was found, the forms to choose from among it
   */
  Optional<CompressionLabel.OnnxRuntime> compress(
      ModelSpec original,
      ModelSpec made,
      Int8Search.QuantizedModel search,
      Yardstick images,
      int threads)
      throws IOException, InterruptedException {
    Path file = new ModelDirectory(made.directory()).onnx();
    if (search.onnx().isEmpty()) {
      return without(file, search.withoutOnnx());
    }
    String reason = "";
    try {
      engine.start();
      for (Int8Search.OnnxForm form : search.onnx()) {
        SafeFiles.replace(file, out -> out.write(form.content()));
        double drop;
        AccuracyLoss price = null;
        try (LoadedModel model = engine.load(made, LoadRequest.of(ModelOutput.PROBABILITIES))) {
          drop = loss(images.calibrated(), model, images.calibration(), threads).drop();
          if (drop <= ALLOWANCE * maxDrop) {
            price = loss(images.expected(), model, images.evaluation(), threads);
          }
        }
        if (price != null) {
          // It may have to be converted, which is no part of its start.
          engine.load(original, LoadRequest.of(ModelOutput.PROBABILITIES)).close();
          SpeedComparison.Speeds speeds =
              new SpeedComparison(engine, threads, images.evaluation().batch(SpeedComparison.BATCH))
                  .compare(original, made);
          return Optional.of(
              new CompressionLabel.OnnxRuntime(
                  form.convolutions(),
                  price,
                  Measured.of(ModelCompressor.bytes(original), speeds.before(), threads),
                  Measured.of(Files.size(file), speeds.after(), threads)));
        }
        reason = Text.format("on ONNX Runtime %.1f of 100 images would get another top-1", drop);
      }
    } catch (ModelException | InferenceException | RuntimeException e) {
      reason = Text.firstLine(e); // minutes of work on the other form are not lost
    }
    return without(file, reason);
  }

  /** That there is none, which is said. */
  private Optional<CompressionLabel.OnnxRuntime> without(Path file, String reason)
      throws IOException {
    Files.deleteIfExists(file);
    notes.accept("for TensorFlow alone: " + reason);
    return Optional.empty();
  }

  private static AccuracyLoss loss(
      float[][] expected, LoadedModel model, ImageSet images, int threads)
      throws InferenceException, InterruptedException {
    List<Callable<float[][]>> batches = new ArrayList<>();
    for (int first = 0; first < images.size(); first += SpeedComparison.BATCH) {
      int from = first;
      int to = Math.min(images.size(), from + SpeedComparison.BATCH);
      batches.add(() -> probabilities(model, images.pixels().subList(from, to)));
    }
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<float[]> rows = new ArrayList<>();
      for (Future<float[][]> batch : workers.invokeAll(batches)) {
        rows.addAll(List.of(batch.get()));
      }
      return AccuracyLoss.of(expected, rows.toArray(float[][]::new), images.classes());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InferenceException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private static float[][] probabilities(LoadedModel model, List<byte[]> batch)
      throws InferenceException {
    try (Predictor predictor = model.newPredictor(model.spec().preprocessing())) {
      return predictor.run(batch, ModelOutput.PROBABILITIES).of(ModelOutput.PROBABILITIES);
    }
  }
}
