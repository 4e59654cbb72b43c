package io.github.resnet50.model.verify;

import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.model.verify.Candidates.Candidate;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A model of shades of red, ten levels apart, that knows how it wants its images: with the channels
 * in another order the true class loses a nat and a half on average, with another scaling three,
 * with another resizing next to nothing.
 */
class PickyClassifier implements LoadedModel {
  static final int CLASSES = 20;

  private final ModelSpec spec;
  private final Candidate wanted;
  final AtomicInteger open = new AtomicInteger();

  PickyClassifier(Map<String, String> declared, Map<String, String> wanted) {
    this.spec =
        new ModelSpec(
            "picky",
            Path.of("picky"),
            new ServingProperties(declared).preprocessing(),
            IntStream.range(0, CLASSES).mapToObj(i -> new Label("shade" + i, "s" + i)).toList(),
            false,
            declared);
    this.wanted = Candidate.declared(new ServingProperties(wanted).preprocessing());
  }

  @Override
  public ModelSpec spec() {
    return spec;
  }

  @Override
  public List<Label> labels() {
    return spec.labels();
  }

  @Override
  public Optional<String> lacks(ModelOutput output) {
    return output == ModelOutput.PROBABILITIES
        ? Optional.empty()
        : Optional.of("the picky model gives no " + output);
  }

  @Override
  public boolean takesLevels() {
    return false;
  }

  @Override
  public Optional<float[][]> classWeights() {
    return Optional.empty();
  }

  @Override
  public Predictor newPredictor(Preprocessing preprocessing) {
    open.incrementAndGet();
    Candidate given = Candidate.declared(preprocessing);
    return new Predictor() {
      @Override
      public BatchOutputs run(List<byte[]> images, ModelOutput... outputs) {
        return BatchOutputs.probabilities(
            images.stream()
                .map(rgb -> probabilities(given, (rgb[0] & 0xff) / 10))
                .toArray(float[][]::new));
      }

      @Override
      public List<FeatureMap> gradients(List<FeatureMap> maps, int[] classes) {
        throw new IllegalStateException("the picky model gives no gradients");
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  /** The true class's share: the loss is half of its mean to one and a half, by class. */
  double share(Candidate given, int trueClass) {
    double loss = given.steps().channelOrder() == wanted.steps().channelOrder() ? 0 : 1.5;
    loss += given.steps().scaling().sameAs(wanted.steps().scaling()) ? 0 : 3;
    loss += given.steps().resizing().equals(wanted.steps().resizing()) ? 0 : 0.05;
    return Math.exp(-0.1 - loss * (0.5 + trueClass / (CLASSES - 1.0)));
  }

  private float[] probabilities(Candidate given, int trueClass) {
    double share = share(given, trueClass);
    float[] probabilities = new float[CLASSES];
    Arrays.fill(probabilities, (float) (1 - share) / (CLASSES - 1));
    probabilities[trueClass] = (float) share;
    return probabilities;
  }

  @Override
  public void close() {}
}
