package io.github.resnet50.explain;

import io.github.resnet50.engine.Attention;
import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.explain.SaliencyMethod.Subject;
import io.github.resnet50.explain.Targets.Mixture;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.model.ModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The methods of a run on one model. For one thread. */
final class Explainer implements AutoCloseable {
  private static final int MOST_GRADIENTS = 32; // at once: each has a copy of the feature map

  private final Map<Method, SaliencyMethod> methods = new EnumMap<>(Method.class);
  private final Predictor predictor;
  private final Scorer scorer;
  private final Targets targets;

  /**
   * The results of running the model on one image.
   *
   * @param probabilities one a target
   * @param map the feature map; null where no method needs it
   * @param attention null where no method needs it
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Seen(float[] probabilities, FeatureMap map, Attention attention) {}

  /** The maps of each method for one image, and the time taken. */
  record Maps(Map<Method, List<SaliencyMap>> byMethod, Map<Method, Long> nanos) {
    SaliencyMap of(Method method, int place) {
      return byMethod.get(method).get(place);
    }
  }

  /**
   * @param model not closed by this object
   * @param stopping whether the run has been asked to stop
   */
  Explainer(ExplainConfig config, Targets targets, LoadedModel model, BooleanSupplier stopping)
      throws ModelException {
    for (Method method : config.methods()) {
      methods.put(method, method.of(model, config.settings()));
    }
    this.predictor = model.newPredictor(model.spec().preprocessing());
    this.targets = targets;
    this.scorer = new Scorer(predictor, config.run().batchSize(), stopping, targets);
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
          new Seen(
              targets.withGroups(probabilities[i]),
              at(outputs.featureMaps(), i),
              at(outputs.attention(), i)));
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
    List<Mixture> mixtures =
        Arrays.stream(classes).mapToObj(c -> targets.mixture(c, seen.probabilities())).toList();
    List<FeatureMap> slopes = gradients ? slopes(mixtures, seen.map()) : List.of();
    long gradientNanos = System.nanoTime() - start;
    Subject subject =
        new Subject(image, classes, seen.map(), slopes, seen.attention(), scorer, mixtures);
    Maps maps = new Maps(new EnumMap<>(Method.class), new EnumMap<>(Method.class));
    for (Map.Entry<Method, SaliencyMethod> method : methods.entrySet()) {
      start = System.nanoTime();
      maps.byMethod.put(method.getKey(), method.getValue().explain(subject));
      boolean shares = method.getValue().usesGradients();
      maps.nanos.put(method.getKey(), System.nanoTime() - start + (shares ? gradientNanos : 0));
    }
    return maps;
  }

  /** The gradient of each target: the mean of its classes'. */
  private List<FeatureMap> slopes(List<Mixture> mixtures, FeatureMap map)
      throws InferenceException {
    int[] classes = mixtures.stream().flatMapToInt(m -> Arrays.stream(m.classes())).toArray();
    List<FeatureMap> ofClasses = new ArrayList<>();
    for (int from = 0; from < classes.length; from += MOST_GRADIENTS) {
      int[] some =
          Arrays.copyOfRange(classes, from, Math.min(classes.length, from + MOST_GRADIENTS));
      ofClasses.addAll(predictor.gradients(Collections.nCopies(some.length, map), some));
    }
    List<FeatureMap> slopes = new ArrayList<>();
    int next = 0;
    for (Mixture mixture : mixtures) {
      int end = next + mixture.classes().length;
      slopes.add(mean(ofClasses.subList(next, end), mixture.weights()));
      next = end;
    }
    return slopes;
  }

  private static FeatureMap mean(List<FeatureMap> maps, float[] weights) {
    FeatureMap first = maps.get(0);
    if (maps.size() == 1) {
      return first;
    }
    float[] mean = new float[first.values().length];
    for (int i = 0; i < weights.length; i++) {
      float[] values = maps.get(i).values();
      for (int place = 0; place < mean.length; place++) {
        mean[place] += weights[i] * values[place];
      }
    }
    return new FeatureMap(first.height(), first.width(), first.channels(), mean);
  }

  @Override
  public void close() {
    predictor.close();
  }
}
