package io.github.resnet50.engine;

import io.github.resnet50.image.decode.ImageCodec;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.image.preprocess.Resizing.Size;
import io.github.resnet50.image.preprocess.Scaling;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine without TensorFlow. Its model tells red, green and blue images apart: a class's
 * probability is its channel's share of all light. Batches are remembered as the red level of each
 * image's first pixel. Tests override what they want to go otherwise.
 */
public class FakeEngine implements Engine {
  /** What the fake model tells apart. */
  public static final List<Label> LABELS =
      List.of(new Label("n00000001", "red"), new Label("green", "green"), new Label("b", "blue"));

  /** Of its input, in pixels. */
  public static final int SIDE = 8;

  private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger openPredictors = new AtomicInteger();
  private final AtomicInteger openModels = new AtomicInteger();

  /** The fake model, as if it lay in a folder. */
  public static ModelSpec spec(Path directory) {
    Preprocessing preprocessing =
        new Preprocessing(
            SIDE,
            SIDE,
            new Resizing(new Size(SIDE, SIDE), 0, false),
            Scaling.NONE,
            ChannelOrder.RGB);
    Map<String, String> properties = // that say the same
        Map.of("width", "8", "height", "8", "resize", "true", "toTensor", "false");
    return new ModelSpec("fake", directory, preprocessing, LABELS, false, properties);
  }

  @Override
  public String name() {
    return "Fake";
  }

  @Override
  public EngineInfo start() throws ModelException {
    return new EngineInfo(name(), "0.0-fake", "cpu()");
  }

  @Override
  public LoadedModel load(ModelSpec spec, LoadRequest request) throws ModelException {
    openModels.incrementAndGet();
    return new FakeModel(spec);
  }

  @Override
  public ImageDecoder decoder(long maxPixels) {
    return new ImageDecoder(maxPixels, codecs());
  }

  @Override
  public OptionalLong flopsPerImage(ModelSpec spec) {
    return OptionalLong.empty();
  }

  @Override
  public OptionalDouble sgemmGflops(int threads) {
    return OptionalDouble.empty();
  }

  /** Codecs to be asked before the real ones. */
  protected List<ImageCodec> codecs() {
    return List.of();
  }

  /**
   * Called before each batch.
   *
   * @param batch the red level of each image's first pixel
   */
  protected void beforeBatch(List<Integer> batch) throws InferenceException {}

  /**
   * One image's probabilities.
   *
   * @param rgb model-sized pixels
   */
  protected float[] probabilities(byte[] rgb) {
    double[] light = new double[3];
    for (int i = 0; i < rgb.length; i++) {
      light[i % 3] += 1 + (rgb[i] & 0xff);
    }
    double all = light[0] + light[1] + light[2];
    return new float[] {
      (float) (light[0] / all), (float) (light[1] / all), (float) (light[2] / all)
    };
  }

  /** The batches so far, in the order in which they were begun. */
  public List<List<Integer>> batches() {
    return List.copyOf(batches);
  }

  /** Models and predictors that nobody has closed. */
  public int open() {
    return openModels.get() + openPredictors.get();
  }

  /** As its features, the fake model gives each channel's share of all light. */
  private final class FakeModel implements LoadedModel {
    private final ModelSpec spec;

    FakeModel(ModelSpec spec) {
      this.spec = spec;
    }

    @Override
    public ModelSpec spec() {
      return spec;
    }

    @Override
    public List<Label> labels() {
      return spec.labels().size() == LABELS.size() ? spec.labels() : LABELS;
    }

    @Override
    public Optional<String> lacks(ModelOutput output) {
      return output == ModelOutput.PROBABILITIES || output == ModelOutput.FEATURES
          ? Optional.empty()
          : Optional.of("the fake model gives no " + output);
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
      openPredictors.incrementAndGet();
      return new FakePredictor(this);
    }

    @Override
    public void close() {
      openModels.decrementAndGet();
    }
  }

  private final class FakePredictor implements Predictor {
    private final FakeModel model;

    FakePredictor(FakeModel model) {
      this.model = model;
    }

    @Override
    public BatchOutputs run(List<byte[]> images, ModelOutput... outputs) throws InferenceException {
      LoadedModel.require(model, outputs);
      List<Integer> batch = images.stream().map(rgb -> rgb[0] & 0xff).toList();
      batches.add(batch);
      beforeBatch(batch);
      float[][] rows = images.stream().map(FakeEngine.this::probabilities).toArray(float[][]::new);
      return new BatchOutputs(
          Map.of(ModelOutput.PROBABILITIES, rows, ModelOutput.FEATURES, rows), List.of());
    }

    @Override
    public List<FeatureMap> gradients(List<FeatureMap> maps, int[] classes) {
      throw new IllegalStateException("the fake model gives no gradients");
    }

    @Override
    public void close() {
      openPredictors.decrementAndGet();
    }
  }
}
