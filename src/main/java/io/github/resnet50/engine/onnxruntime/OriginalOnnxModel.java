package io.github.resnet50.engine.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.resnet50.basics.Text;
import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.InputBuffer;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.engine.Probabilities;
import io.github.resnet50.engine.onnxruntime.OnnxSession.Output;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A model's own file of ONNX, as it came: it gives probabilities and nothing else. Where the file
 * is made for one size of batch, a batch is cut into pieces of it.
 */
final class OriginalOnnxModel implements LoadedModel {
  private static final Duration LONGEST_FIRST_RUN = Duration.ofMinutes(1);

  private final ModelSpec spec;
  private final OnnxSession session;
  private final String output;
  private final ImageShape inputShape;
  private final int piece; // 0: a batch of any size
  private final List<Label> labels;

  /**
   * Opens a file.
   *
   * @param spec whose owner has chosen the output
   * @throws ModelException where ONNX Runtime does not take it, or it is no classifier
   */
  static OriginalOnnxModel open(OrtEnvironment environment, ModelSpec spec, Path file)
      throws ModelException {
    OnnxSession session = null;
    try {
      session = new OnnxSession(environment, file);
      return new OriginalOnnxModel(spec, session);
    } catch (OrtException | InferenceException | RuntimeException e) {
      close(session);
      throw new ModelException(
          "model %s does not run on ONNX Runtime: %s".formatted(spec.name(), Text.firstLine(e)), e);
    } catch (ModelException e) {
      close(session);
      throw e;
    }
  }

  private static void close(OnnxSession session) {
    if (session != null) {
      session.close();
    }
  }

  private OriginalOnnxModel(ModelSpec spec, OnnxSession session)
      throws ModelException, InferenceException {
    this.spec = spec;
    this.session = session;
    this.output = spec.output().orElseThrow();
    List<Long> sizes = session.inputSizes();
    this.inputShape = ImageShape.of(spec, sizes);
    this.piece = Math.toIntExact(Math.max(0, sizes.get(0)));
    this.labels = spec.labels(classes());
  }

  /** Nothing of the file says how many there are: that is seen of a black image. */
  private int classes() throws ModelException, InferenceException {
    Preprocessing size = spec.preprocessing();
    List<byte[]> black =
        Collections.nCopies(Math.max(1, piece), new byte[3 * size.width() * size.height()]);
    InputBuffer images =
        new InputBuffer(new InputFiller(size, inputShape.channelsFirst()), takesLevels());
    Output scores =
        session
            .run(
                images.of(black),
                inputShape.batch(black.size(), size),
                List.of(output),
                LONGEST_FIRST_RUN.multipliedBy(black.size()))
            .get(0);
    long several = Arrays.stream(scores.sizes()).skip(1).filter(length -> length > 1).count();
    if (scores.sizes().length < 2 || several > 1) {
      throw new ModelException(
          "output %s is of sizes %s instead of [N,classes]"
              .formatted(output, Arrays.toString(scores.sizes())));
    }
    return scores.values().length / black.size();
  }

  @Override
  public ModelSpec spec() {
    return spec;
  }

  @Override
  public List<Label> labels() {
    return labels;
  }

  @Override
  public Optional<String> lacks(ModelOutput wanted) {
    return wanted == ModelOutput.PROBABILITIES
        ? Optional.empty()
        : Optional.of(
            "model %s runs as it came, as a file of ONNX, of which nothing but probabilities is known"
                .formatted(spec.name()));
  }

  @Override
  public boolean takesLevels() {
    return session.takesLevels();
  }

  @Override
  public Optional<float[][]> classWeights() {
    return Optional.empty();
  }

  @Override
  public Predictor newPredictor(Preprocessing preprocessing) {
    return new OriginalPredictor(preprocessing);
  }

  @Override
  public void close() {
    session.close();
  }

  private final class OriginalPredictor implements Predictor {
    private final Preprocessing preprocessing;
    private final InputBuffer buffer;

    OriginalPredictor(Preprocessing preprocessing) {
      this.preprocessing = preprocessing;
      this.buffer =
          new InputBuffer(
              new InputFiller(preprocessing, inputShape.channelsFirst()), takesLevels());
    }

    @Override
    public BatchOutputs run(List<byte[]> images, ModelOutput... outputs) throws InferenceException {
      LoadedModel.require(OriginalOnnxModel.this, outputs);
      return BatchOutputs.probabilities(rows(images));
    }

    private float[][] rows(List<byte[]> images) throws InferenceException {
      int size = piece == 0 ? images.size() : piece;
      List<float[]> rows = new ArrayList<>();
      for (int from = 0; from < images.size(); from += size) {
        List<byte[]> some =
            new ArrayList<>(images.subList(from, Math.min(images.size(), from + size)));
        int count = some.size();
        some.addAll(Collections.nCopies(size - count, some.get(0)));
        Output scores =
            session
                .run(buffer.of(some), inputShape.batch(size, preprocessing), List.of(output))
                .get(0);
        Probabilities reading = new Probabilities(spec.applySoftmax());
        float[][] all = reading.rows(scores.values(), scores.values().length / size);
        rows.addAll(List.of(all).subList(0, count));
      }
      return rows.toArray(float[][]::new);
    }

    @Override
    public List<FeatureMap> gradients(List<FeatureMap> maps, int[] classes) {
      throw new IllegalStateException(lacks(ModelOutput.GRADIENTS).orElseThrow());
    }

    @Override
    public void close() {
      // The buffer goes with the garbage.
    }
  }
}
