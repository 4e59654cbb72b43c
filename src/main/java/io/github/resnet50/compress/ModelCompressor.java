package io.github.resnet50.compress;

import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.OneDnnKernels;
import io.github.resnet50.graph.prepare.Preparation;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ServingFile;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.model.labelled.LabelledImages;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelName;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.model.store.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Makes 8-bit forms of models and puts them into the store, each with its loss of accuracy on its
 * card. The engine must be up.
 */
public final class ModelCompressor {
  /** The name of the form, in a model's name and in its {@code serving.properties}. */
  private static final String FORM = "int8";

  private final ModelStore store;
  private final PreparedModels prepared;
  private final Engines engines;
  private final Consumer<String> notes;

  /**
   * What works on models and images.
   *
   * @param tensorflow started
   * @param onnx ONNX Runtime, for which a form is made beside TensorFlow's; not started yet
   * @param decoder stays owned by the caller
   */
  public record Engines(Engine tensorflow, Engine onnx, ImageDecoder decoder) {}

  /**
   * @param notes receives one line for each step
   */
  public ModelCompressor(
      ModelStore store, PreparedModels prepared, Engines engines, Consumer<String> notes) {
    this.store = store;
    this.prepared = prepared;
    this.engines = engines;
    this.notes = notes;
  }

  /** The name of a model's compressed form. */
  public static ModelName name(ModelName original) {
    return ModelName.ofForm(original, FORM);
  }

  /**
   * Compresses a model and stores the result.
   *
   * @param name of the compressed form
   * @param overwrite whether it may replace one of the same name
   * @return its card
   * @throws ModelException where the model cannot be compressed or this machine cannot run the
   *     result
   * @throws NoImageException where no image could be read
   */
  public ModelCard compress(CompressionRequest request, ModelName name, boolean overwrite)
      throws ModelException, NoImageException, InterruptedException {
    ModelSpec original = request.original();
    Preparation preparation = prepared.prepare(original, request.trustModel());
    if (!preparation.prepared()) {
      throw new ModelException(
          original.name()
              + " cannot be compressed: it could not be prepared: "
              + preparation.reason());
    }
    if (!overwrite) {
      store.requireFree(name);
    }
    try (Staging staging = store.stage()) {
      requireKernels();
      CompressibleModel model =
          CompressibleModel.read(
              original, prepared.graph(original, request.trustModel()).directory());
      CompressionLabel label = compress(request, model, staging.model());
      ModelCard card = card(model, preparation, name, label, staging.model());
      store.add(staging, card, overwrite);
      return card;
    } catch (SavedModelException
        | UnpreparableModelException
        | InferenceException
        | ArithmeticException e) {
      throw new ModelException(original.name() + " cannot be compressed: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ModelException(
          "cannot compress " + original.name() + ": " + SafeFiles.reasonOf(e), e);
    }
  }

  private static void requireKernels() throws ModelException {
    if (!OneDnnKernels.int8()) {
      throw new ModelException(OneDnnKernels.INT8_MISSING);
    }
    if (!OneDnnKernels.fused()) {
      throw new ModelException(OneDnnKernels.FUSED_MISSING);
    }
  }

  /** Writes the compressed graph and measures it. */
  private CompressionLabel compress(
      CompressionRequest request, CompressibleModel model, Path target)
      throws ModelException,
          NoImageException,
          SavedModelException,
          UnpreparableModelException,
          InferenceException,
          IOException,
          InterruptedException {
    ModelSpec spec = request.original();
    ImageSet.CalibrationSplit images = images(request);
    Int8Search.QuantizedModel made;
    try (Int8Search search =
        new Int8Search(model, images.calibration(), request.maxDrop(), notes)) {
      made = search.run();
    }
    made.graph().write(model.graph(), target);
    describe(spec, target);
    ModelSpec compressed = new ModelDirectory(target).read(spec.name());
    notes.accept("taking the price");
    ImageSet evaluation = images.evaluation();
    float[][] expected = model.predict(model.graph(), evaluation);
    AccuracyLoss loss =
        AccuracyLoss.of(expected, model.predict(made.graph(), evaluation), evaluation.classes());
    SpeedComparison.Speeds speeds =
        new SpeedComparison(
                engines.tensorflow(), request.threads(), evaluation.batch(SpeedComparison.BATCH))
            .compare(spec, compressed);
    if (speeds.after().imagesPerSecond() <= speeds.before().imagesPerSecond()) {
      notes.accept("it is not faster here than the original, only smaller: see speed and size");
    }
    notes.accept("the same for ONNX Runtime");
    Optional<CompressionLabel.OnnxRuntime> onnx =
        new OnnxCompressor(engines.onnx(), request.maxDrop(), notes)
            .compress(
                spec,
                compressed,
                made,
                new OnnxCompressor.Yardstick(
                    images.calibration(), made.expected(), evaluation, expected),
                request.threads());
    return new CompressionLabel(
        FORM,
        new CompressionLabel.Original(spec.name(), new ModelDirectory(spec.directory()).sha256()),
        made.choice(),
        CompressionLabel.UsedImages.of(images.calibration()),
        CompressionLabel.UsedImages.of(evaluation),
        images.disjoint(),
        loss,
        CompressionLabel.Measured.of(bytes(spec), speeds.before(), request.threads()),
        CompressionLabel.Measured.of(
            Files.size(target.resolve(SavedModelFile.FILE)), speeds.after(), request.threads()),
        onnx.orElse(null));
  }

  /** The size of a model's graph and weights. */
  static long bytes(ModelSpec spec) throws IOException {
    long bytes = 0;
    for (Path file : new ModelDirectory(spec.directory()).contents()) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private ImageSet.CalibrationSplit images(CompressionRequest request) throws NoImageException {
    ImageSet calibration = read(request, request.calibration());
    LabelledImages judging = request.evaluation();
    if (judging == null && request.calibration().areShards()) {
      judging = request.calibration(); // a part of it is; its labels were meant as such
    }
    if (judging != null && !request.original().labels().isEmpty()) {
      judging.notes(new LabelIndex(request.original().labels())).forEach(notes);
    }
    ImageSet.CalibrationSplit split =
        request.evaluation() == null
            ? ImageSet.CalibrationSplit.heldOut(calibration)
            : ImageSet.CalibrationSplit.of(calibration, read(request, request.evaluation()));
    if (!split.disjoint()) {
      notes.accept("the price is taken on the images that the model is fitted to: give others");
    }
    return split;
  }

  private ImageSet read(CompressionRequest request, LabelledImages images) throws NoImageException {
    notes.accept("reading " + images.source());
    ImageSet set = ImageSet.read(images, request.original(), engines.decoder(), notes);
    if (set.size() == 0) {
      throw new NoImageException("no image could be read in " + images.source());
    }
    return set;
  }

  /** Writes the files that the model needs besides the graph. */
  private static void describe(ModelSpec original, Path directory) throws IOException {
    Map<String, String> properties = new TreeMap<>(original.properties());
    properties
        .keySet()
        .removeAll(
            List.of(
                ServingProperties.OUTPUT,
                ServingProperties.APPLY_SOFTMAX,
                ServingProperties.LABELS));
    properties.put(ServingProperties.SIGNATURE, PreparedModelWriter.CLASSIFY);
    properties.put(ServingProperties.COMPRESSED, FORM);
    ServingFile.in(directory).write(properties);
    if (!original.labels().isEmpty()) {
      SafeFiles.copy(original.synset(), directory.resolve(ServingProperties.LABEL_FILE));
    }
  }

  private ModelCard card(
      CompressibleModel model,
      Preparation preparation,
      ModelName name,
      CompressionLabel label,
      Path directory)
      throws ModelException, IOException {
    ModelSpec spec = model.spec();
    Optional<ModelCard> original = store.card(spec.name());
    ModelDirectory made = new ModelDirectory(directory);
    List<Long> scores = preparation.outputs().get("probabilities");
    return ModelCard.builder(name, "compressed of " + spec.name())
        .contents(made.sha256(), made.bytes())
        .input(
            ModelCard.ImageInput.of(
                spec.preprocessing(), model.shape().channelsFirst(), model.graph().inputType()))
        .classes(
            Math.max(2, Math.toIntExact(scores.get(scores.size() - 1))),
            spec.labels().isEmpty() ? null : original.map(ModelCard::labels).orElse("synset.txt"))
        .preprocessingOf(original)
        .preparation(preparation)
        .compression(label.json())
        .build();
  }

  /**
   * What is to be compressed and how.
   *
   * @param original the model
   * @param trustModel whether its operations outside the allow-list may run
   * @param calibration images to fit to
   * @param evaluation images to measure the loss of accuracy on; null: every third of those to fit
   *     to, which are then not fitted to
   * @param maxDrop points of top-1 agreement on the calibration images that may be lost
   * @param threads predictors at once, for measuring speed
   */
  public record CompressionRequest(
      ModelSpec original,
      boolean trustModel,
      LabelledImages calibration,
      LabelledImages evaluation,
      double maxDrop,
      int threads) {}
}
