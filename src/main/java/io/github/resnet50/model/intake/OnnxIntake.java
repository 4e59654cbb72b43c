package io.github.resnet50.model.intake;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.fromonnx.Endpoints;
import io.github.resnet50.graph.fromonnx.OnnxImport;
import io.github.resnet50.graph.onnx.file.ExternalData;
import io.github.resnet50.graph.onnx.file.OnnxException;
import io.github.resnet50.graph.onnx.file.OnnxFile;
import io.github.resnet50.graph.onnx.file.OnnxTensor;
import io.github.resnet50.graph.prepare.Agreement;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.model.labelled.SampleImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A file of ONNX on its way into the store: it becomes a SavedModel, which is then compared with
 * it; where that cannot be, or gives something else, the file itself is what is stored.
 */
final class OnnxIntake {
  private static final double MOST_DIFFERENCE = 1e-4;
  // Rounding to 11 bits moves what is computed with halves by so much.
  private static final double MOST_DIFFERENCE_OF_HALVES = 1e-2;
  private static final int COMPARED_IMAGES = 8;

  private final OnnxFile file;
  private final OnnxMetadata said;
  private final Endpoints ends;
  private final Path scratch;
  private final Consumer<String> notes;

  /** Whether a file is one of ONNX, by its name. */
  static boolean takes(Path source) {
    String name = source.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(OnnxFile.SUFFIX) && Files.isRegularFile(source);
  }

  /**
   * Reads a file, and copies it with all that belongs to it.
   *
   * @param scratch a folder for what is made on the way
   * @throws ModelException where it is damaged, or is no classifier of images
   */
  OnnxIntake(ImportRequest request, Path scratch, Consumer<String> notes)
      throws ModelException, IOException {
    this.scratch = scratch;
    this.notes = notes;
    try {
      if (request.graph().signature() != null) {
        throw new OnnxException("files of ONNX have no signatures (--signature)");
      }
      file = OnnxFile.read(request.source());
      OnnxMetadata metadata = OnnxMetadata.of(file.metadata(), notes);
      said = Endpoints.leavesSizeOpen(file) ? metadata : metadata.withoutSize();
      ends = Endpoints.of(file, asked(request));
      copy();
    } catch (OnnxException e) {
      throw refused(request.source(), e);
    }
  }

  /** Where the graph leaves the size of its images open, what lies beside it may say one. */
  private Endpoints.Asked asked(ImportRequest request) throws ModelException {
    Integer width = request.input().width();
    Integer height = request.input().height();
    if (Endpoints.leavesSizeOpen(file)) {
      GivenProperties given = GivenProperties.of(files());
      width = width == null ? given.size("width") : width;
      height = height == null ? given.size("height") : height;
    }
    return new Endpoints.Asked(request.graph().output(), width, height);
  }

  private static ModelException refused(Path source, OnnxException e) {
    return new ModelException(source + ": " + e.getMessage(), e);
  }

  /** Engines follow the names of other files wherever they lead; so these are looked at before. */
  private void copy() throws OnnxException, IOException {
    Path folder = originalFolder().resolve(ModelDirectory.ORIGINAL);
    Files.createDirectories(folder);
    ExternalData external = file.external();
    for (OnnxTensor tensor : file.tensors()) {
      if (tensor.isExternal()) {
        Path data = external.file(tensor);
        Path target = folder.resolve(external.folder().relativize(data));
        if (!Files.exists(target)) {
          Files.createDirectories(target.getParent());
          ModelFiles.copyContents(data, target);
        }
      }
    }
    Path model = folder.resolve(ModelDirectory.ORIGINAL_FILE);
    if (Files.exists(model)) {
      throw new OnnxException(
          "its tensors are kept in a file called " + ModelDirectory.ORIGINAL_FILE);
    }
    ModelFiles.copyContents(file.path(), model);
  }

  private Path originalFolder() {
    return scratch.resolve("original");
  }

  /** The image input. */
  SignatureInput input() {
    List<Long> sizes = ends.input().sizes();
    int rows = ends.channelsFirst() ? 2 : 1;
    return new SignatureInput(
        ends.type(),
        ends.channelsFirst(),
        Math.toIntExact(sizes.get(ends.channelsFirst() ? 1 : 3)),
        Math.toIntExact(sizes.get(rows)),
        Math.toIntExact(sizes.get(rows + 1)));
  }

  /** What lies beside the file. */
  ModelFiles files() {
    return new ModelFiles(scratch, scratch, file.external().folder(), said);
  }

  /**
   * Makes the SavedModel.
   *
   * @param engine that knows the operations of SavedModels
   * @return the folder with it, and what lies beside the file
   * @throws UnpreparableModelException where none can be made
   */
  ModelFiles savedModel(Engine engine)
      throws ModelException, UnpreparableModelException, IOException {
    engine.start();
    try {
      OnnxImport.write(file, ends, scratch);
      return files();
    } catch (OnnxException e) {
      throw refused(file.path(), e);
    }
  }

  /** Moves the file into a model's folder, with all that belongs to it. */
  void moveTo(Path model) throws IOException {
    Files.move(
        originalFolder().resolve(ModelDirectory.ORIGINAL), model.resolve(ModelDirectory.ORIGINAL));
  }

  /** What the file needs besides what is said of its images, to run as it came. */
  Map<String, String> properties(Map<String, String> ofImages) {
    Map<String, String> all = new TreeMap<>(ofImages);
    all.put(ServingProperties.OUTPUT, ends.output().name());
    all.put(ServingProperties.APPLY_SOFTMAX, String.valueOf(!ends.givesProbabilities(file)));
    return all;
  }

  /**
   * Compares the model with the file on the sample images.
   *
   * @param spec the model as it is going to be stored
   * @param first the engine for the file
   * @param second the engine for the model
   * @throws UnpreparableModelException where they differ
   */
  void requireSame(ModelSpec spec, Engine first, Engine second)
      throws ModelException, UnpreparableModelException {
    ModelSpec original =
        new ModelSpec(
            spec.name(),
            originalFolder(),
            spec.preprocessing(),
            List.of(),
            !ends.givesProbabilities(file),
            properties(spec.properties()));
    List<float[]> expected;
    try {
      expected = probabilities(original, first);
    } catch (ModelException e) {
      notes.accept("not compared with the file of ONNX itself: " + e.getMessage());
      return;
    }
    Agreement agreement = Agreement.of(expected, probabilities(spec, second));
    double most = file.hasHalves() ? MOST_DIFFERENCE_OF_HALVES : MOST_DIFFERENCE;
    if (!agreement.within(most)) {
      throw new UnpreparableModelException(
          "as a SavedModel, its probabilities would differ by " + agreement.maxDifference());
    }
    notes.accept(
        "compared with the file of ONNX itself: max |dp| %.1e, same top-1 on %d of %d sample images"
            .formatted(agreement.maxDifference(), agreement.sameTop1(), agreement.images()));
  }

  private static List<float[]> probabilities(ModelSpec spec, Engine engine) throws ModelException {
    engine.start();
    List<byte[]> pixels = SampleImages.pixels(spec.preprocessing(), COMPARED_IMAGES);
    try (LoadedModel model = engine.load(spec, LoadRequest.of(ModelOutput.PROBABILITIES));
        Predictor predictor = model.newPredictor(spec.preprocessing())) {
      return Arrays.asList(
          predictor.run(pixels, ModelOutput.PROBABILITIES).of(ModelOutput.PROBABILITIES));
    } catch (InferenceException e) {
      throw new ModelException(spec.name() + " fails on an image: " + e.getMessage(), e);
    }
  }
}
