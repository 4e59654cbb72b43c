package io.github.resnet50.explain;

import io.github.resnet50.explain.SaliencyMethod.Needs;
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

/**
 * The model parameter randomisation test (Adebayo et al. 2018): a map that stays the same where the
 * model's weights are shuffled shows the image, not the model. For one thread.
 */
final class SanityCheck implements AutoCloseable {
  private final Map<Method, SaliencyMethod> methods = new EnumMap<>(Method.class);
  private final ExplainingPredictor predictor;
  private final Scorer scorer;

  /**
   * @param shuffled the model with shuffled weights; not closed by this
   */
  SanityCheck(ExplainConfig config, ExplainableModel shuffled, BooleanSupplier stopping)
      throws ModelException {
    for (Method method : config.methods()) {
      methods.put(method, method.of(shuffled, config.settings()));
    }
    this.predictor = shuffled.newPredictor();
    this.scorer = new Scorer(predictor, config.run().batchSize(), stopping);
  }

  /** For each method and class how alike its map is to that of the shuffled model. */
  Map<Method, List<Double>> compare(RgbImage image, int[] classes, Map<Method, List<HeatMap>> maps)
      throws InferenceException {
    boolean inside = methods.values().stream().anyMatch(m -> m.needs() != Needs.SCORES);
    boolean gradients = methods.values().stream().anyMatch(m -> m.needs() == Needs.GRADIENTS);
    Activations seen = inside ? predictor.activations(List.of(image.rgb())).get(0) : null;
    List<FeatureMap> slopes =
        gradients
            ? predictor.gradients(Collections.nCopies(classes.length, seen), classes)
            : List.of();
    Subject subject = new Subject(image, classes, seen == null ? null : seen.map(), slopes, scorer);
    Map<Method, List<Double>> correlations = new EnumMap<>(Method.class);
    for (Map.Entry<Method, SaliencyMethod> method : methods.entrySet()) {
      List<HeatMap> others = method.getValue().explain(subject);
      List<Double> each = new ArrayList<>();
      for (int c = 0; c < classes.length; c++) {
        each.add(RankCorrelation.of(maps.get(method.getKey()).get(c), others.get(c)));
      }
      correlations.put(method.getKey(), each);
    }
    return correlations;
  }

  @Override
  public void close() {
    predictor.close();
  }
}
