package io.github.resnet50.explain;

import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.Output;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.explain.SaliencyMethod.Needs;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.model.ModelException;
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
  private final Predictor predictor;
  private final Scorer scorer;

  /**
   * @param shuffled the model with shuffled weights; not closed by this
   */
  SanityCheck(ExplainConfig config, LoadedModel shuffled, BooleanSupplier stopping)
      throws ModelException {
    for (Method method : config.methods()) {
      methods.put(method, method.of(shuffled, config.settings()));
    }
    this.predictor = shuffled.newPredictor(shuffled.spec().preprocessing());
    this.scorer = new Scorer(predictor, config.run().batchSize(), stopping);
  }

  /** For each method and class how alike its map is to that of the shuffled model. */
  Map<Method, List<Double>> compare(RgbImage image, int[] classes, Map<Method, List<HeatMap>> maps)
      throws InferenceException {
    boolean inside = methods.values().stream().anyMatch(m -> m.needs() != Needs.SCORES);
    boolean gradients = methods.values().stream().anyMatch(m -> m.needs() == Needs.GRADIENTS);
    FeatureMap map =
        inside
            ? predictor.run(List.of(image.rgb()), Output.FEATURE_MAP).featureMaps().get(0)
            : null;
    List<FeatureMap> slopes =
        gradients
            ? predictor.gradients(Collections.nCopies(classes.length, map), classes)
            : List.of();
    Subject subject = new Subject(image, classes, map, slopes, scorer);
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
