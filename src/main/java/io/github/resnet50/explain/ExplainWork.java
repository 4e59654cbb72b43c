package io.github.resnet50.explain;

import io.github.resnet50.basics.Text;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.explain.AskedClass.ClassChoice;
import io.github.resnet50.explain.AskedClass.ClassGroup;
import io.github.resnet50.explain.ExplainedImage.Durations;
import io.github.resnet50.explain.ExplainedImage.Explanation;
import io.github.resnet50.explain.ExplainedImage.Measures;
import io.github.resnet50.explain.ExplainedImage.Sanity;
import io.github.resnet50.explain.ExplainedImage.Target;
import io.github.resnet50.explain.Explainer.Seen;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.Run.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Explains batches of images: one forward run for all, then method by method. */
final class ExplainWork implements Run.BatchWork<ExplainedImage> {
  private final ExplainConfig config;
  private final List<Label> labels;
  private final ClassChoice choice;
  private final Explainer explainer;
  private final Explainer shuffled;
  private final Overlay overlay = new Overlay();

  /**
   * @param shuffled the same model with shuffled weights; null where maps are not compared with its
   * @param stopping whether the run has been asked to stop
   */
  ExplainWork(
      ExplainConfig config, LoadedModel model, LoadedModel shuffled, BooleanSupplier stopping)
      throws ModelException {
    this.config = config;
    this.labels = model.labels();
    try {
      this.choice = config.classes().of(config.run().topK(), labels);
    } catch (IllegalArgumentException e) {
      throw new ModelException(e.getMessage(), e);
    }
    ClassGroup group = choice.group();
    Targets targets = group == null ? Targets.CLASSES : new Targets(List.of(group.classes()));
    this.explainer = new Explainer(config, targets, model, stopping);
    this.shuffled = shuffled == null ? null : new Explainer(config, targets, shuffled, stopping);
  }

  @Override
  public List<ExplainedImage> apply(List<Item> batch) throws InferenceException {
    List<byte[]> pixels =
        batch.stream()
            .filter(item -> item.pixels() != null)
            .map(item -> item.pixels().rgb())
            .toList();
    long start = System.nanoTime();
    List<Seen> seen = pixels.isEmpty() ? List.of() : explainer.look(pixels);
    double classifyNanos = (double) (System.nanoTime() - start) / Math.max(1, pixels.size());
    List<ExplainedImage> explained = new ArrayList<>();
    int next = 0;
    for (Item item : batch) {
      explained.add(
          item.pixels() == null
              ? ExplainedImage.failed(item.ref(), item.failure())
              : explain(item, seen.get(next++), classifyNanos));
    }
    return explained;
  }

  private ExplainedImage explain(Item item, Seen seen, double classifyNanos)
      throws InferenceException {
    for (float probability : seen.probabilities()) {
      if (!Float.isFinite(probability)) {
        String message = "the model gave " + probability + " for it";
        return ExplainedImage.failed(
            item.ref(), new ImageFailure(ImageFailure.Kind.INFERENCE, message));
      }
    }
    int[] classes = choice.of(seen.probabilities());
    Explainer.Maps maps = explainer.explain(item.pixels(), classes, seen);
    Explainer.Maps others = shuffled == null ? null : shuffledMaps(item, classes);
    Faithfulness.MapProbe probe =
        config.faithfulness() ? new Faithfulness.MapProbe(item.pixels(), explainer.scorer()) : null;
    List<HeatMap> random =
        Faithfulness.randomMaps(config.settings().seed() + item.ref().name().hashCode());
    List<Explanation> explanations = new ArrayList<>();
    for (int c = 0; c < classes.length; c++) {
      Target target = target(classes[c], seen.probabilities()[classes[c]]);
      Faithfulness.Metrics randomScores = probe == null ? null : probe.ofAll(random, classes[c]);
      for (Method method : maps.byMethod().keySet()) {
        SaliencyMap saliency = maps.of(method, c);
        HeatMap map = saliency.map();
        Measures measures =
            new Measures(
                map.concentration(),
                probe == null ? null : new Faithfulness(probe.of(map, classes[c]), randomScores),
                others == null
                    ? null
                    : new Sanity(map.rankCorrelation(others.of(method, c).map())));
        explanations.add(explanation(item, target, method, saliency, measures));
      }
    }
    return new ExplainedImage(
        item.ref(),
        item.width(),
        item.height(),
        item.pixels(),
        null,
        explanations,
        new Durations(classifyNanos, maps.nanos()));
  }

  private Target target(int index, float probability) {
    return index < labels.size()
        ? new Target(index, labels.get(index), probability)
        : Target.of(choice.group(), probability);
  }

  private Explainer.Maps shuffledMaps(Item item, int[] classes) throws InferenceException {
    Seen seen = shuffled.look(List.of(item.pixels().rgb())).get(0);
    return shuffled.explain(item.pixels(), classes, seen);
  }

  private Explanation explanation(
      Item item, Target target, Method method, SaliencyMap saliency, Measures measures) {
    HeatMap map = saliency.map();
    float maximum = 0;
    for (float value : map.values()) {
      maximum = Math.max(maximum, value);
    }
    var blended = overlay.blend(item.pixels(), map);
    String caption =
        Text.format("%s  %.3f  (%s)", target.label().name(), target.probability(), method);
    return new Explanation(
        target,
        method,
        explainer.parameters(method),
        saliency,
        measures,
        blended,
        overlay.png(blended, maximum, caption));
  }

  @Override
  public void close() {
    explainer.close();
    if (shuffled != null) {
      shuffled.close();
    }
  }
}
