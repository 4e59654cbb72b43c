package io.github.resnet50.explain;

import io.github.resnet50.explain.SaliencyMethod.Needs;
import io.github.resnet50.explain.SaliencyMethod.Subject;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.model.InferenceException;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.explain.ExplainableModel;
import io.github.resnet50.model.explain.ExplainableModel.Activations;
import io.github.resnet50.model.explain.ExplainableModel.ExplainingPredictor;
import io.github.resnet50.model.explain.ExplainableModel.FeatureMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The methods of a run on one model. For one thread. */
final class Explainer implements AutoCloseable {
  private final Map<Method, SaliencyMethod> methods = new EnumMap<>(Method.class);
  private final ExplainingPredictor predictor;
  private final Scorer scorer;

  /** What methods say of an image, and what they took. */
  record Maps(Map<Method, List<HeatMap>> byMethod, Map<Method, Long> nanos) {
    HeatMap of(Method method, int place) {
      return byMethod.get(method).get(place);
    }
  }

  /**
   * @param model not closed by this
   * @param stopping whether the run is to stop
   */
  Explainer(ExplainConfig config, ExplainableModel model, BooleanSupplier stopping)
      throws ModelException {
    for (Method method : config.methods()) {
      methods.put(method, method.of(model, config.settings()));
    }
    this.predictor = model.newPredictor();
    this.scorer = new Scorer(predictor, config.run().batchSize(), stopping);
  }

  /** Scores masked copies with the same model. */
  Scorer scorer() {
    return scorer;
  }

  Map<String, Object> parameters(Method method) {
    return methods.get(method).parameters();
  }

  /** Classifies images; keeps feature maps where a method needs them. */
  List<Activations> look(List<byte[]> images) throws InferenceException {
    if (methods.values().stream().anyMatch(method -> method.needs() != Needs.SCORES)) {
      return predictor.activations(images);
    }
    List<Activations> seen = new ArrayList<>();
    for (float[] probabilities : predictor.predict(images)) {
      seen.add(new Activations(probabilities, null));
    }
    return seen;
  }

  /**
   * Explains an image.
   *
   * @param seen of it, by {@link #look}
   */
  Maps explain(RgbImage image, int[] classes, Activations seen) throws InferenceException {
    long start = System.nanoTime();
    boolean gradients = methods.values().stream().anyMatch(m -> m.needs() == Needs.GRADIENTS);
    List<FeatureMap> slopes =
        gradients
            ? predictor.gradients(Collections.nCopies(classes.length, seen), classes)
            : List.of();
    long gradientNanos = System.nanoTime() - start;
    Subject subject = new Subject(image, classes, seen.map(), slopes, scorer);
    Maps maps = new Maps(new EnumMap<>(Method.class), new EnumMap<>(Method.class));
    for (Map.Entry<Method, SaliencyMethod> method : methods.entrySet()) {
      start = System.nanoTime();
      maps.byMethod.put(method.getKey(), method.getValue().explain(subject));
      boolean shares = method.getValue().needs() == Needs.GRADIENTS;
      maps.nanos.put(method.getKey(), System.nanoTime() - start + (shares ? gradientNanos : 0));
    }
    return maps;
  }

  @Override
  public void close() {
    predictor.close();
  }
}
