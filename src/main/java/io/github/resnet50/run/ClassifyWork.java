package io.github.resnet50.run;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.image.Contrast;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Label;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.ImageScores;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Batches in, a record for each of their images out. Whatever is done with a batch before the model
 * sees it, and with its scores after, is a step here.
 */
final class ClassifyWork implements Run.BatchWork<ItemResult> {
  private final ViewAverage predictor;
  private final boolean givesLogits;
  private final TopClasses top;
  private final ClassifySettings settings;
  private final Stopwatches stopwatches;

  ClassifyWork(
      LoadedModel model, TopClasses top, ClassifySettings settings, Stopwatches stopwatches) {
    this.givesLogits = model.lacks(ModelOutput.LOGITS).isEmpty();
    List<ModelOutput> outputs = new ArrayList<>(List.of(ModelOutput.PROBABILITIES));
    if (givesLogits) {
      outputs.add(ModelOutput.LOGITS);
    }
    if (settings.embeds()) {
      outputs.add(ModelOutput.FEATURES);
    }
    Preprocessing preprocessing = model.spec().preprocessing();
    this.predictor =
        new ViewAverage(
            model.newPredictor(preprocessing),
            preprocessing.views(),
            outputs.toArray(ModelOutput[]::new));
    this.top = top;
    this.settings = settings;
    this.stopwatches = stopwatches;
  }

  @Override
  public List<ItemResult> apply(List<Run.Item> batch) throws InferenceException {
    List<List<RgbImage>> images =
        batch.stream().filter(item -> item.pixels() != null).map(Run.Item::crops).toList();
    List<ImageInference> inferred = List.of();
    if (!images.isEmpty()) {
      long start = System.nanoTime();
      inferred = infer(images);
      stopwatches.batchDone(images.size(), start, System.nanoTime());
    }
    List<ItemResult> results = new ArrayList<>(batch.size());
    int row = 0;
    for (Run.Item item : batch) {
      results.add(
          item.pixels() == null ? failed(item, item.failure()) : result(item, inferred.get(row++)));
    }
    return results;
  }

  /**
   * What the engine made of an image.
   *
   * @param scores null where it failed
   * @param features null where none are wanted, or it failed
   * @param failure why, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record ImageInference(ImageScores scores, float[] features, String failure) {}

  private List<ImageInference> infer(List<List<RgbImage>> images) throws InferenceException {
    try {
      return inferAll(images);
    } catch (InferenceException e) {
      return oneByOne(images, e);
    } catch (OutOfMemoryError e) {
      String message = "the Java heap is too small for it; see JAVA_OPTS and --batch-size";
      return oneByOne(images, new InferenceException(message, e));
    }
  }

  /**
   * Infers again a batch on which the engine has failed: image by image, so that one that it cannot
   * take costs one record and not the run. Where it takes none of them it is given a blank image;
   * an engine that fails on that too is broken, and the images are not to blame.
   *
   * @throws InferenceException the cause, where the engine is broken
   */
  private List<ImageInference> oneByOne(List<List<RgbImage>> images, InferenceException cause)
      throws InferenceException {
    List<ImageInference> inferred = images.stream().map(this::inferAlone).toList();
    if (inferred.stream().allMatch(image -> image.scores() == null)
        && inferAlone(images.get(0).stream().map(ClassifyWork::blank).toList()).scores() == null) {
      throw cause;
    }
    return inferred;
  }

  private static RgbImage blank(RgbImage image) {
    return new RgbImage(image.width(), image.height(), new byte[image.rgb().length]);
  }

  private ImageInference inferAlone(List<RgbImage> image) {
    try {
      return inferAll(List.of(image)).get(0);
    } catch (InferenceException | OutOfMemoryError e) {
      return new ImageInference(null, null, String.valueOf(e.getMessage()));
    }
  }

  /** The model's scores of each image, the probabilities at the temperature asked for. */
  private List<ImageInference> inferAll(List<List<RgbImage>> images) throws InferenceException {
    BatchOutputs batch = predictor.run(images);
    float[][] probabilities = batch.of(ModelOutput.PROBABILITIES);
    List<ImageInference> inferred = new ArrayList<>(images.size());
    for (int row = 0; row < probabilities.length; row++) {
      ImageScores scores =
          new ImageScores(
              settings.temperature() == null
                  ? probabilities[row]
                  : Numbers.temperatureScaled(probabilities[row], settings.temperature()),
              givesLogits ? batch.of(ModelOutput.LOGITS)[row] : null);
      float[] features = settings.embeds() ? batch.of(ModelOutput.FEATURES)[row] : null;
      inferred.add(new ImageInference(scores, features, null));
    }
    return inferred;
  }

  private ItemResult result(Run.Item item, ImageInference inferred) {
    ImageScores scores = inferred.scores();
    if (scores == null) {
      return failed(item, "the engine fails on it: " + inferred.failure());
    }
    for (float[] numbers : new float[][] {scores.probabilities(), inferred.features()}) {
      for (int i = 0; numbers != null && i < numbers.length; i++) {
        if (!Float.isFinite(numbers[i])) {
          return failed(item, "the model gave " + numbers[i] + " for it");
        }
      }
    }
    return new ItemResult.Predicted(
        item.ref().index(),
        item.ref().name(),
        item.width(),
        item.height(),
        top.of(scores.probabilities()),
        new ItemResult.Extras(
            settings.kept() == ClassifySettings.Kept.TOP_K ? null : scores,
            Contrast.of(item.pixels()),
            item.details(),
            inferred.features(),
            settings.decider().decide(scores.probabilities())));
  }

  private static ItemResult failed(Run.Item item, String message) {
    return failed(item, new ImageFailure(ImageFailure.Kind.INFERENCE, message));
  }

  private static ItemResult failed(Run.Item item, ImageFailure failure) {
    return new ItemResult.Failed(item.ref().index(), item.ref().name(), failure, item.details());
  }

  @Override
  public void close() {
    predictor.close();
  }

  /** The k most probable classes, best first; of two equal ones the lower index comes first. */
  static final class TopClasses {
    private final int k;
    private final List<Label> labels;

    TopClasses(int k, List<Label> labels) {
      this.k = Math.min(k, labels.size());
      this.labels = labels;
    }

    /** How many predictions an image gets: what was asked for, or all classes where fewer. */
    int size() {
      return k;
    }

    /**
     * @param probabilities one a class
     */
    List<Prediction> of(float[] probabilities) {
      int[] best = new int[k];
      int found = 0;
      for (int candidate = 0; candidate < probabilities.length; candidate++) {
        int place = Math.min(found, k);
        while (place > 0 && probabilities[candidate] > probabilities[best[place - 1]]) {
          place--;
        }
        if (place < k) {
          System.arraycopy(best, place, best, place + 1, Math.min(found, k - 1) - place);
          best[place] = candidate;
          found = Math.min(found + 1, k);
        }
      }
      List<Prediction> predictions = new ArrayList<>(k);
      for (int index : best) {
        Label label = labels.get(index);
        predictions.add(new Prediction(index, label.id(), label.name(), probabilities[index]));
      }
      return Collections.unmodifiableList(predictions);
    }
  }
}
