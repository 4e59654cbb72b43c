package io.github.resnet50.model.intake;

import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.graph.SafeForm;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.Preparation;
import io.github.resnet50.model.Archive;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ServingFile;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelName;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.store.PreparedModels;
import io.github.resnet50.model.store.Staging;
import io.github.resnet50.model.weights.StateDictionary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.io.file.PathUtils;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Makes a SavedModel from anywhere one of the store's models: copied, checked, its preprocessing
 * and labels settled, prepared, and run on one image. Nothing is left in the store where that
 * fails.
 */
public final class ModelImporter {
  private final ModelStore store;
  private final PreparedModels prepared;
  private final Engines engines;
  private final Consumer<String> notes;

  /** Makes the engine that a new model runs on. */
  public interface Engines {
    /**
     * @param trustModel whether models may hold operations outside the allow-list
     */
    Engine create(boolean trustModel);

    /** The engine that runs files of ONNX as they came. */
    Engine ofOriginals();
  }

  /**
   * @param notes gets what was chosen on the way, a line each
   */
  public ModelImporter(
      ModelStore store, PreparedModels prepared, Engines engines, Consumer<String> notes) {
    this.store = store;
    this.prepared = prepared;
    this.engines = engines;
    this.notes = notes;
  }

  /**
   * Imports a model.
   *
   * @return its card
   * @throws ModelException saying what is wrong with it, or what has to be asked for by name
   */
  public ModelCard add(ImportRequest request) throws ModelException {
    Path source = request.source();
    ModelName name =
        request.name() == null ? ModelName.suggestedBy(source) : ModelName.of(request.name());
    if (!request.overwrite()) {
      store.requireFree(name);
    }
    if (!Files.exists(source)) {
      throw new ModelException(source + " does not exist");
    }
    try (Staging staging = store.stage()) {
      boolean added = false;
      try {
        ModelCard card = build(request, name, staging);
        store.add(staging, card, request.overwrite());
        added = true;
        return card;
      } catch (SavedModelException e) {
        throw new ModelException(source + ": " + readable(e.getMessage(), staging, source), e);
      } catch (ModelException e) {
        // Users know the path they gave, not the staging folder.
        throw new ModelException(readable(e.getMessage(), staging, source), e);
      } finally {
        if (!added) {
          store.forgetPrepared(new ModelDirectory(staging.model()));
        }
      }
    } catch (IOException e) {
      throw new ModelException("cannot import " + source + ": " + SafeFiles.reasonOf(e), e);
    }
  }

  private static String readable(String message, Staging staging, Path source) {
    String text =
        message
            .replace(staging.model() + ": ", "")
            .replace(staging.model().toString(), source.toString())
            .replace(staging.scratch().toString(), source.toString());
    if (text.contains("several signatures")) {
      return text + " (--signature NAME)";
    }
    String output = " (--output NAME)";
    return text.contains("several outputs") && !text.endsWith(output) ? text + output : text;
  }

  /** What a model has to stand before it is stored. */
  private interface Check {
    void require(ModelSpec spec) throws ModelException, UnpreparableModelException;
  }

  /**
   * A SavedModel, come as one or made.
   *
   * @param isPyTorchs whether it is prepared as is usual there, where nothing is said
   */
  private record Arrived(ModelFiles files, boolean isPyTorchs, Check check) {}

  private Arrived arrived(ImportRequest request, Staging staging)
      throws ModelException, IOException {
    Path source = request.source();
    Optional<Path> weights = StateDictionary.in(source);
    return weights.isPresent()
        ? new Arrived(
            new WeightsIntake(weights.get(), notes)
                .into(staging.scratch(), request.input().width() == null),
            true,
            spec -> {})
        : new Arrived(files(source, staging), false, spec -> {});
  }

  private ModelCard build(ImportRequest request, ModelName name, Staging staging)
      throws ModelException, SavedModelException, IOException {
    try {
      if (!OnnxIntake.takes(request.source())) {
        return build(request, name, staging, arrived(request, staging));
      }
      OnnxIntake onnx = new OnnxIntake(request, staging.scratch(), notes);
      try {
        Engine engine = engines.create(request.graph().trusted());
        Check same = spec -> onnx.requireSame(spec, engines.ofOriginals(), engine);
        return build(request, name, staging, new Arrived(onnx.savedModel(engine), false, same));
      } catch (UnpreparableModelException e) {
        store.forgetPrepared(new ModelDirectory(staging.model()));
        return asItCame(request, name, staging, onnx, e.getMessage());
      }
    } catch (UnpreparableModelException e) {
      throw new ModelException(request.source() + ": " + e.getMessage(), e);
    }
  }

  /** Stores a file of ONNX itself, which one of the engines runs. */
  private ModelCard asItCame(
      ImportRequest request, ModelName name, Staging staging, OnnxIntake onnx, String reason)
      throws ModelException, SavedModelException, IOException {
    PathUtils.cleanDirectory(staging.model());
    onnx.moveTo(staging.model());
    ModelFiles files = onnx.files();
    GivenProperties given = GivenProperties.of(files);
    PreprocessingChoice.Made made =
        new PreprocessingChoice(request, onnx.input(), given, staging.model(), notes).make();
    ServingFile.in(staging.model()).write(onnx.properties(made.properties()));
    ModelDirectory directory = new ModelDirectory(staging.model());
    Engine engine = engines.ofOriginals();
    engine.start();
    int classes;
    try (LoadedModel model =
        engine.load(directory.read(name.text()), LoadRequest.of(ModelOutput.PROBABILITIES))) {
      classes = model.labels().size();
    } catch (ModelException e) {
      throw new ModelException(
          "%s: %s, and %s".formatted(request.source(), reason, e.getMessage()), e);
    }
    ClassLabels labels = labels(request, files, given, classes);
    labels.write(staging.model().resolve(ServingProperties.LABEL_FILE));
    ModelSpec spec = directory.read(name.text());
    new FirstRun(engine).run(spec);
    notes.accept("model " + name + " runs as it came, on " + engine.name() + ": " + reason);
    return ModelCard.builder(name, origin(request))
        .contents(directory.sha256(), directory.bytes())
        .input(
            ModelCard.ImageInput.of(
                spec.preprocessing(), onnx.input().channelsFirst(), onnx.input().dtype().name()))
        .classes(classes, labels.source())
        .preprocessing(made.scaling(), made.resize())
        .preparation(Preparation.refused(reason, 0))
        .build();
  }

  private ClassLabels labels(
      ImportRequest request, ModelFiles files, GivenProperties given, int classes)
      throws ModelException {
    return ClassLabels.of(files, request.labels(), given.values().get(ServingProperties.LABELS))
        .fittedTo(classes, notes);
  }

  private static String origin(ImportRequest request) {
    return request.origin() == null
        ? request.source().toAbsolutePath().normalize().toString()
        : request.origin().address();
  }

  private ModelCard build(ImportRequest request, ModelName name, Staging staging, Arrived arrived)
      throws ModelException, SavedModelException, UnpreparableModelException, IOException {
    ModelFiles files = arrived.files();
    files.copyTo(staging.model());
    SavedModelFile graph = SavedModelFile.read(staging.model(), request.graph().signature());
    boolean trusted = needsTrust(graph, request.graph().trusted(), staging.model());
    ImportRequest checked = request.trusting(trusted);
    SignatureInput input = SignatureInput.of(graph);
    FirstRun first = new FirstRun(engines.create(trusted));
    first.load(graph);

    GivenProperties said = GivenProperties.of(files);
    GivenProperties given = arrived.isPyTorchs() ? said.withPyTorchsUsual() : said;
    PreprocessingChoice.Made made =
        new PreprocessingChoice(checked, input, given, staging.model(), notes).make();
    ServingFile serving = ServingFile.in(staging.model());
    serving.write(made.properties());
    ModelDirectory directory = new ModelDirectory(staging.model());
    ModelSpec spec = directory.read(name.text());
    Preparation preparation = prepared.prepare(spec, trusted);
    if (preparation.head() == Preparation.HeadKind.LOGITS) {
      // Needed whenever the original runs instead of the prepared graph.
      made.properties().put(ServingProperties.APPLY_SOFTMAX, "true");
      serving.write(made.properties());
    }
    int classes = classes(preparation, graph.signature());
    ClassLabels labels = labels(request, files, given, classes);
    labels.write(staging.model().resolve(ServingProperties.LABEL_FILE));
    ModelSpec whole = directory.read(name.text());
    first.run(whole);
    arrived.check().require(whole);
    return ModelCard.builder(name, origin(request))
        .contents(directory.sha256(), directory.bytes())
        .input(
            ModelCard.ImageInput.of(
                spec.preprocessing(), input.channelsFirst(), input.dtype().name()))
        .classes(classes == 1 ? 2 : classes, labels.source())
        .preprocessing(made.scaling(), made.resize())
        .preparation(preparation)
        .published(request.origin() == null ? null : request.origin().published())
        .build();
  }

  /**
   * Whether the model runs only where it is trusted. Where it does not need that, but holds refused
   * operations that its signature does not reach, they are left out of the copy.
   *
   * @param given whether the user trusts it
   */
  private boolean needsTrust(SavedModelFile graph, boolean given, Path copy)
      throws SavedModelException, IOException {
    SafeForm safe;
    try {
      safe = SafeForm.of(graph);
    } catch (SavedModelException e) {
      if (given) {
        return true;
      }
      throw e;
    }
    if (!safe.isWhole()) {
      safe.writeTo(copy);
      notes.accept(
          "left out of the model, since signature %s does not reach it: operation %s"
              .formatted(graph.signatureName(), String.join(", ", safe.leftOut())));
    }
    return false;
  }

  private static ModelFiles files(Path source, Staging staging) throws ModelException, IOException {
    if (Files.isDirectory(source)) {
      return ModelFiles.in(source, source);
    }
    Optional<String> foreign = ForeignFormats.advice(source);
    if (foreign.isPresent()) {
      throw new ModelException(source + " is " + foreign.get());
    }
    new Archive(source).unpack(staging.scratch());
    return ModelFiles.in(staging.scratch(), source);
  }

  /** 0 where neither the preparation nor the signature says. */
  private static int classes(Preparation preparation, SignatureDef signature) {
    List<Long> known = preparation.outputs().getOrDefault("probabilities", List.of());
    if (!known.isEmpty()) {
      return (int) Math.max(0, known.get(known.size() - 1));
    }
    if (signature.getOutputsCount() != 1) {
      return 0;
    }
    TensorInfo output = signature.getOutputsMap().values().iterator().next();
    int dimensions = output.getTensorShape().getDimCount();
    return dimensions < 2
        ? 0
        : (int) Math.max(0, output.getTensorShape().getDim(dimensions - 1).getSize());
  }
}
