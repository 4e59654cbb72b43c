package io.github.resnet50.model.verify;

import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.engine.Probabilities;
import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.labelled.LabelledImages.Known;
import io.github.resnet50.model.verify.CandidateResult.TrueClassRank;
import io.github.resnet50.model.verify.Candidates.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs candidates over the same images, several at a time, each with its own predictor. An image is
 * decoded once and kept at the model's size only: {@code width × height × 3} bytes for each
 * resizing. Owned by one thread.
 */
final class Experiment implements AutoCloseable {
  private static final int BATCH = 8;

  /** An image at the model's size, as 8-bit RGB by resizing. */
  private record Views(int trueClass, Map<Resizing, byte[]> pixels) {}

  private final LoadedModel model;
  private final PreprocessingVerifier.VerifyListener listener;
  private final ExecutorService workers;
  private List<Views> images = List.of();

  Experiment(LoadedModel model, int threads, PreprocessingVerifier.VerifyListener listener) {
    this.model = model;
    this.listener = listener;
    this.workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "verify");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Reads the images; those that cannot be used are reported to the listener and left out.
   *
   * @return how many there are
   */
  int read(List<Known> files, ImageDecoder decoder, Candidates candidates)
      throws InterruptedException, InferenceException, ModelException {
    Map<Resizing, Preprocessor> preprocessors = new LinkedHashMap<>();
    for (Resizing resizing : candidates.resizings()) {
      preprocessors.put(resizing, new Preprocessor(candidates.declared().with(resizing).steps()));
    }
    List<Callable<Optional<Views>>> tasks = new ArrayList<>();
    files.forEach(file -> tasks.add(() -> views(file, decoder, preprocessors)));
    images = all(tasks).stream().flatMap(Optional::stream).toList();
    return images.size();
  }

  private Optional<Views> views(
      Known file, ImageDecoder decoder, Map<Resizing, Preprocessor> preprocessors) {
    try {
      DecodedImage decoded = decoder.decode(file.image().content().read());
      Map<Resizing, byte[]> pixels = new HashMap<>();
      preprocessors.forEach((resizing, p) -> pixels.put(resizing, p.apply(decoded).rgb()));
      return Optional.of(new Views(file.trueClass(), pixels));
    } catch (ImageException e) {
      listener.failed(file.image().name(), e.failure());
      return Optional.empty();
    }
  }

  /** Announces the total number of candidates. */
  void plan(int candidates) {
    listener.planned((long) candidates * images.size());
  }

  List<CandidateResult> run(List<Candidate> candidates)
      throws InferenceException, InterruptedException, ModelException {
    List<Callable<CandidateResult>> tasks = new ArrayList<>();
    candidates.forEach(candidate -> tasks.add(() -> run(candidate)));
    return all(tasks);
  }

  private CandidateResult run(Candidate candidate) throws InferenceException, ModelException {
    Preprocessing steps = candidate.steps();
    List<TrueClassRank> results = new ArrayList<>();
    try (Predictor predictor = model.newPredictor(steps)) {
      for (int from = 0; from < images.size(); from += BATCH) {
        List<Views> batch = images.subList(from, Math.min(from + BATCH, images.size()));
        List<byte[]> pixels = batch.stream().map(i -> i.pixels().get(steps.resizing())).toList();
        BatchOutputs outputs = predictor.run(pixels, ModelOutput.PROBABILITIES);
        for (float[] probabilities : outputs.of(ModelOutput.PROBABILITIES)) {
          requireProbabilities(probabilities);
          results.add(TrueClassRank.of(probabilities, images.get(results.size()).trueClass()));
        }
        listener.predicted(batch.size());
      }
    }
    return new CandidateResult(candidate, results);
  }

  private void requireProbabilities(float[] scores) throws ModelException {
    for (float score : scores) {
      if (!Probabilities.isPossible(score)) {
        throw new ModelException(
            model.spec().directory()
                + " gives scores that are no probabilities ("
                + score
                + "); if they are logits, set applySoftmax=true in its serving.properties");
      }
    }
  }

  /** The results in the order of the tasks, or the first failure in that order. */
  private <T> List<T> all(List<Callable<T>> tasks)
      throws InterruptedException, InferenceException, ModelException {
    List<T> results = new ArrayList<>();
    for (Future<T> future : workers.invokeAll(tasks)) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof InferenceException cause) {
          throw cause;
        }
        if (e.getCause() instanceof ModelException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    return results;
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
