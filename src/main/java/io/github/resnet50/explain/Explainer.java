package io.github.resnet50.explain;

import io.github.resnet50.engine.Attention;
import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.explain.SaliencyMethod.Subject;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.model.ModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The methods of a run on one model. For one thread. */
final class Explainer implements AutoCloseable {
  private final Map<Method, SaliencyMethod> methods = new EnumMap<>(Method.class);
  private final Predictor predictor;
  private final Scorer scorer;

  /**
   * The results of running the model on one image.
   *
   * @param probabilities one a class
   * @param map the feature map; null where no method needs it
   * @param attention null where no method needs it
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Seen(float[] probabilities, FeatureMap map, Attention attention) {}

  /** The maps of each method for one image, and the time taken. */
  record Maps(Map<Method, List<HeatMap>> byMethod, Map<Method, Long> nanos) {
    HeatMap of(Method method, int place) {
      return byMethod.get(method).get(place);
    }
  }

  /**
   * @param model not closed by this object
   * @param stopping whether the run has been asked to stop
   */
  Explainer(ExplainConfig config, LoadedModel model, BooleanSupplier stopping)
      throws ModelException {
    for (Method method : config.methods()) {
      methods.put(method, method.of(model, config.settings()));
    }
    this.predictor = model.newPredictor(model.spec().preprocessing());
    this.scorer = new Scorer(predictor, config.run().batchSize(), stopping);
  }

  /** Scores masked copies with the same model. */
  Scorer scorer() {
    return scorer;
  }

  Map<String, Object> parameters(Method method) {
    return methods.get(method).parameters();
  }

  /** Classifies images; keeps feature maps and attention where a method needs them. */
  List<Seen> look(List<byte[]> images) throws InferenceException {
    Set<ModelOutput> wanted = EnumSet.of(ModelOutput.PROBABILITIES);
    methods.keySet().forEach(method -> wanted.add(method.needed()));
    BatchOutputs outputs = predictor.run(images, wanted.toArray(ModelOutput[]::new));
    float[][] probabilities = outputs.of(ModelOutput.PROBABILITIES);
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      seen.add(
          new Seen(probabilities[i], at(outputs.featureMaps(), i), at(outputs.attention(), i)));
    }
    return seen;
  }

  private static <T> T at(List<T> found, int image) {
    return found.isEmpty() ? null : found.get(image);
  }

  /**
   * Explains an image.
   *
   * @param seen the result of {@link #look} for it
   */
  Maps explain(RgbImage image, int[] classes, Seen seen) throws InferenceException {
    long start = System.nanoTime();
    boolean gradients = methods.values().stream().anyMatch(SaliencyMethod::usesGradients);
    List<FeatureMap> slopes =
        gradients
            ? predictor.gradients(Collections.nCopies(classes.length, seen.map()), classes)
            : List.of();
    long gradientNanos = System.nanoTime() - start;
    Subject subject = new Subject(image, classes, seen.map(), slopes, seen.attention(), scorer);
    Maps maps = new Maps(new EnumMap<>(Method.class), new EnumMap<>(Method.class));
    for (Map.Entry<Method, SaliencyMethod> method : methods.entrySet()) {
      start = System.nanoTime();
      maps.byMethod.put(method.getKey(), method.getValue().explain(subject));
      boolean shares = method.getValue().usesGradients();
      maps.nanos.put(method.getKey(), System.nanoTime() - start + (shares ? gradientNanos : 0));
    }
    return maps;
  }

  @Override
  public void close() {
    predictor.close();
  }
}
