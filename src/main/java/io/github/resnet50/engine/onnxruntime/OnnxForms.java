package io.github.resnet50.engine.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.resnet50.basics.Text;
import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Probabilities;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.OnnxConverter;
import io.github.resnet50.graph.prepare.Agreement;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.SampleImages;
import io.github.resnet50.model.store.PreparedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ONNX form of models: made once of a prepared form, compared with it on the sample images, and
 * kept beside it.
 */
final class OnnxForms {
  /** Goes up when what conversion makes of a model changes: kept forms are made again then. */
  private static final String FILE = "model-v1.onnx";

  private static final double MOST_DIFFERENCE = 1e-4;
  private static final int COMPARED_IMAGES = 8;

  private final PreparedModels prepared;
  private final boolean trustModel;
  private final Consumer<String> notes;

  /**
   * @param notes hears of slow steps, a line each
   */
  OnnxForms(PreparedModels prepared, boolean trustModel, Consumer<String> notes) {
    this.prepared = prepared;
    this.trustModel = trustModel;
    this.notes = notes;
  }

  /**
   * A model's form in ONNX Runtime; made now if it was not before.
   *
   * @throws ModelException where it has none, with what to do
   */
  OnnxSession open(OrtEnvironment environment, ModelSpec spec) throws ModelException {
    if (spec.compression().isPresent()) {
      throw unfit(spec, "its 8-bit graph is TensorFlow's", null);
    }
    Path file =
        prepared.derived(
            spec, trustModel, FILE, (plain, target) -> make(environment, spec, plain, target));
    return open(environment, spec, file);
  }

  private static OnnxSession open(OrtEnvironment environment, ModelSpec spec, Path file)
      throws ModelException {
    try {
      return new OnnxSession(environment, file);
    } catch (OrtException e) {
      throw unfit(spec, "it refuses its graph: " + Text.firstLine(e), e);
    }
  }

  private static ModelException unfit(ModelSpec spec, String reason, Exception cause) {
    return new ModelException(
        "model %s does not run on ONNX Runtime: %s; --engine tensorflow runs it"
            .formatted(spec.name(), reason),
        cause);
  }

  private void make(OrtEnvironment environment, ModelSpec spec, Path plain, Path target)
      throws ModelException, IOException {
    notes.accept("converting model " + spec.name() + " for ONNX Runtime (once)");
    Path unchecked = target.resolveSibling(FILE + ".unchecked");
    try {
      SavedModelFile file = SavedModelFile.read(plain, PreparedModelWriter.ALL);
      OnnxConverter.write(file, unchecked);
      Agreement agreement = compare(environment, spec, file, unchecked);
      if (!agreement.within(MOST_DIFFERENCE)) {
        throw unfit(spec, "its probabilities would differ by " + agreement.maxDifference(), null);
      }
      Files.move(unchecked, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (UnpreparableModelException | SavedModelException | InferenceException e) {
      throw unfit(spec, Text.firstLine(e), e);
    } finally {
      Files.deleteIfExists(unchecked);
    }
  }

  /** Both graphs on the sample images. */
  private static Agreement compare(
      OrtEnvironment environment, ModelSpec spec, SavedModelFile plain, Path onnx)
      throws ModelException,
          SavedModelException,
          UnpreparableModelException,
          InferenceException,
          IOException {
    List<byte[]> pixels = SampleImages.pixels(spec.preprocessing(), COMPARED_IMAGES);
    try (GraphSession before = GraphSession.of(plain);
        OnnxSession session = open(environment, spec, onnx)) {
      OnnxRuntimeModel after = new OnnxRuntimeModel(spec, session, Optional.empty());
      ImageShape shape = ImageShape.of(spec, before.input().sizes());
      Preprocessing scaled =
          after.takesLevels() ? spec.preprocessing().unscaled() : spec.preprocessing();
      float[] numbers = new InputFiller(scaled, shape.channelsFirst()).batch(pixels);
      HostTensor batch =
          before.input().batch(shape.batch(pixels.size(), spec.preprocessing()), numbers);
      float[] expected = before.probabilities(batch);
      float[][] actual =
          after
              .newPredictor(spec.preprocessing())
              .run(pixels, ModelOutput.PROBABILITIES)
              .of(ModelOutput.PROBABILITIES);
      return Agreement.of(
          List.of(new Probabilities(false).rows(expected, expected.length / pixels.size())),
          List.of(actual));
    }
  }
}
