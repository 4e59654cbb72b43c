package io.github.resnet50.explain;

import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.Output;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.explain.SaliencyMethod.Needs;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.Run.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Explains batches of images: one forward run for all, then method by method. */
final class ExplainWork implements Run.Work<List<ExplainedImage>> {
  private final ExplainConfig config;
  private final LoadedModel model;
  private final ClassChoice choice;
  private final Map<Method, SaliencyMethod> methods = new EnumMap<>(Method.class);
  private final Predictor predictor;
  private final Scorer scorer;
  private final MethodClock clock;
  private final SanityCheck sanity;
  private final Overlay overlay = new Overlay();
  private final boolean looksInside;

  /**
   * What a batch's run left of one image.
   *
   * @param probabilities one a class
   * @param map the feature map; null where no method needs it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
  private record Activations(float[] probabilities, FeatureMap map) {}

  /**
   * @param shuffled the same model with shuffled weights; null where maps are not compared with its
   * @param stopping whether the run is to stop
   */
  ExplainWork(
      ExplainConfig config,
      LoadedModel model,
      LoadedModel shuffled,
      MethodClock clock,
      BooleanSupplier stopping)
      throws ModelException {
    this.config = config;
    this.model = model;
    this.clock = clock;
    try {
      this.choice = ClassChoice.parse(config.classes(), config.run().topK(), model.labels());
    } catch (IllegalArgumentException e) {
      throw new ModelException(e.getMessage(), e);
    }
    for (Method method : config.methods()) {
      methods.put(method, method.of(model, config.settings()));
    }
    this.looksInside = methods.values().stream().anyMatch(m -> m.needs() != Needs.SCORES);
    this.sanity = shuffled == null ? null : new SanityCheck(config, shuffled, stopping);
    this.predictor = model.newPredictor(model.spec().preprocessing());
    this.scorer = new Scorer(predictor, config.run().batchSize(), stopping);
  }

  @Override
  public List<ExplainedImage> apply(List<Item> batch) throws InferenceException {
    List<Item> images = batch.stream().filter(item -> item.pixels() != null).toList();
    List<Activations> seen = images.isEmpty() ? List.of() : look(images);
    List<ExplainedImage> explained = new ArrayList<>();
    int next = 0;
    for (Item item : batch) {
      explained.add(
          item.pixels() == null
              ? ExplainedImage.failed(item.ref(), item.failure())
              : explain(item, seen.get(next++)));
    }
    return explained;
  }

  private List<Activations> look(List<Item> images) throws InferenceException {
    List<byte[]> pixels = images.stream().map(item -> item.pixels().rgb()).toList();
    long start = System.nanoTime();
    List<Activations> seen = new ArrayList<>();
    BatchOutputs outputs =
        looksInside
            ? predictor.run(pixels, Output.PROBABILITIES, Output.FEATURE_MAP)
            : predictor.run(pixels, Output.PROBABILITIES);
    float[][] probabilities = outputs.of(Output.PROBABILITIES);
    for (int i = 0; i < probabilities.length; i++) {
      seen.add(
          new Activations(probabilities[i], looksInside ? outputs.featureMaps().get(i) : null));
    }
    clock.forward(System.nanoTime() - start, images.size());
    return seen;
  }

  private ExplainedImage explain(Item item, Activations seen) throws InferenceException {
    for (float probability : seen.probabilities()) {
      if (!Float.isFinite(probability)) {
        String message = "the model gave " + probability + " for it";
        return ExplainedImage.failed(
            item.ref(), new ImageFailure(ImageFailure.Kind.INFERENCE, message));
      }
    }
    int[] classes = choice.of(seen.probabilities());
    Map<Method, List<HeatMap>> maps = maps(item, seen, classes);
    Map<Method, List<Double>> checks =
        sanity == null ? Map.of() : sanity.compare(item.pixels(), classes, maps);
    FaithfulnessMeter meter =
        config.faithfulness() ? new FaithfulnessMeter(item.pixels(), scorer) : null;
    List<Explanation> explanations = new ArrayList<>();
    for (int c = 0; c < classes.length; c++) {
      HeatMap random =
          FaithfulnessMeter.random(config.settings().seed() + item.ref().name().hashCode());
      Faithfulness.Scores randomScores = meter == null ? null : meter.of(random, classes[c]);
      for (Map.Entry<Method, SaliencyMethod> method : methods.entrySet()) {
        HeatMap map = maps.get(method.getKey()).get(c);
        Faithfulness faithfulness =
            meter == null ? null : new Faithfulness(meter.of(map, classes[c]), randomScores);
        explanations.add(
            explanation(
                item,
                classes[c],
                seen.probabilities()[classes[c]],
                method,
                map,
                faithfulness,
                sanity == null ? null : new Sanity(checks.get(method.getKey()).get(c))));
      }
    }
    return new ExplainedImage(
        item.ref(), item.width(), item.height(), item.pixels(), null, explanations);
  }

  private Map<Method, List<HeatMap>> maps(Item item, Activations seen, int[] classes)
      throws InferenceException {
    boolean gradients = methods.values().stream().anyMatch(m -> m.needs() == Needs.GRADIENTS);
    long start = System.nanoTime();
    List<FeatureMap> slopes =
        gradients
            ? predictor.gradients(Collections.nCopies(classes.length, seen.map()), classes)
            : List.of();
    long gradientNanos = System.nanoTime() - start;
    Subject subject = new Subject(item.pixels(), classes, seen.map(), slopes, scorer);
    Map<Method, List<HeatMap>> maps = new EnumMap<>(Method.class);
    for (Map.Entry<Method, SaliencyMethod> method : methods.entrySet()) {
      start = System.nanoTime();
      maps.put(method.getKey(), method.getValue().explain(subject));
      boolean shares = method.getValue().needs() == Needs.GRADIENTS;
      clock.add(method.getKey(), System.nanoTime() - start + (shares ? gradientNanos : 0));
    }
    return maps;
  }

  private Explanation explanation(
      Item item,
      int classIndex,
      float probability,
      Map.Entry<Method, SaliencyMethod> method,
      HeatMap map,
      Faithfulness faithfulness,
      Sanity compared) {
    float maximum = 0;
    for (float value : map.values()) {
      maximum = Math.max(maximum, value);
    }
    var label = model.labels().get(classIndex);
    var blended = overlay.blend(item.pixels(), map);
    String caption =
        String.format(Locale.ROOT, "%s  %.3f  (%s)", label.name(), probability, method.getKey());
    return new Explanation(
        classIndex,
        label,
        probability,
        method.getKey(),
        method.getValue().parameters(),
        map,
        Concentration.of(map),
        faithfulness,
        compared,
        blended,
        overlay.png(blended, maximum, caption));
  }

  @Override
  public void close() {
    predictor.close();
    if (sanity != null) {
      sanity.close();
    }
  }
}
