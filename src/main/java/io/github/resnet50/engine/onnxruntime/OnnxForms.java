package io.github.resnet50.engine.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.basics.Text;
import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Probabilities;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.OnnxConverter;
import io.github.resnet50.graph.prepare.Agreement;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.SampleImages;
import io.github.resnet50.model.store.PreparedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ONNX form of models: made once of a prepared form, compared with it on the sample images, and
 * kept beside it.
 */
final class OnnxForms {
  /**
   * The number goes up when what conversion makes of a model changes; forms are made again then.
   */
  private static final String FILE = "model-v3%s.onnx";

  private static final double MOST_DIFFERENCE = 1e-4;
  private static final int COMPARED_IMAGES = 8;

  private final PreparedModels plain;
  private final boolean trustModel;
  private final Consumer<String> notes;

  /**
   * @param plain prepared forms of standard operations
   * @param notes hears of slow steps, a line each
   */
  OnnxForms(PreparedModels plain, boolean trustModel, Consumer<String> notes) {
    this.plain = plain;
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
      return compressed(environment, spec);
    }
    Path file = file(environment, spec);
    try {
      return new OnnxSession(environment, file);
    } catch (OrtException e) {
      return madeAnew(environment, spec, file);
    }
  }

  /** What was made beside TensorFlow's 8-bit graph. */
  private static OnnxSession compressed(OrtEnvironment environment, ModelSpec spec)
      throws ModelException {
    Path file = new ModelDirectory(spec.directory()).onnx();
    if (!Files.isRegularFile(file)) {
      throw unfit(spec, "it was compressed for TensorFlow alone", null);
    }
    try {
      return new OnnxSession(environment, file);
    } catch (OrtException e) {
      throw unfit(spec, "it refuses " + file.getFileName() + ": " + Text.firstLine(e), e);
    }
  }

  private Path file(OrtEnvironment environment, ModelSpec spec) throws ModelException {
    return plain.derived(
        spec,
        trustModel,
        FILE.formatted(spec.sizeKey()),
        (form, target) -> make(environment, spec, form, target));
  }

  /** A file that a power failure has cut short is there, and no model. */
  private OnnxSession madeAnew(OrtEnvironment environment, ModelSpec spec, Path file)
      throws ModelException {
    try {
      Files.deleteIfExists(file);
      return new OnnxSession(environment, file(environment, spec));
    } catch (OrtException | IOException e) {
      throw unfit(spec, "it refuses its graph: " + Text.firstLine(e), e);
    }
  }

  private static ModelException unfit(ModelSpec spec, String reason, Exception cause) {
    return new ModelException(
        "model %s does not run on ONNX Runtime: %s; --engine tensorflow runs it"
            .formatted(spec.name(), reason),
        cause);
  }

  private void make(OrtEnvironment environment, ModelSpec spec, Path form, Path target)
      throws ModelException, IOException {
    notes.accept("converting model " + spec.name() + " for ONNX Runtime (once)");
    try {
      SavedModelFile file = PreparedModels.form(spec, form);
      byte[] onnx = OnnxConverter.convert(file);
      Agreement agreement = compare(environment, spec, file, onnx);
      if (!agreement.within(MOST_DIFFERENCE)) {
        throw unfit(spec, "its probabilities would differ by " + agreement.maxDifference(), null);
      }
      SafeFiles.replace(target, out -> out.write(onnx));
    } catch (UnpreparableModelException
        | SavedModelException
        | InferenceException
        | OrtException
        | RuntimeException e) { // of constants and shapes that are none of the usual ones
      throw unfit(spec, Text.firstLine(e), e);
    }
  }

  /** Both graphs on the sample images. */
  private static Agreement compare(
      OrtEnvironment environment, ModelSpec spec, SavedModelFile form, byte[] onnx)
      throws ModelException,
          SavedModelException,
          UnpreparableModelException,
          InferenceException,
          OrtException,
          IOException {
    List<byte[]> pixels = SampleImages.pixels(spec.preprocessing(), COMPARED_IMAGES);
    try (GraphSession before = GraphSession.of(form);
        OnnxSession session = new OnnxSession(environment, onnx)) {
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
