package io.github.resnet50.compress;

import com.google.gson.JsonObject;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.OneDnnKernels;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.LabelledImages;
import io.github.resnet50.model.store.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.tensorflow.exceptions.TensorFlowException;

/** Makes cheaper models of prepared ones, and says what they cost. The engine must be up. */
public final class ModelCompressor {
  /**
   * What was made.
   *
   * @param label what it is and what it costs
   * @param input how images go in
   */
  public record Compressed(JsonObject label, ModelCard.Input input) {}

  private record Made(
      FlatGraph graph,
      Pricing pricing,
      PruningChoice pruning,
      Int8Choice int8,
      List<PruningCurve.Point> curve) {}

  private final ImageDecoder decoder;
  private final Consumer<String> notes;

  /**
   * @param decoder remains the caller's
   * @param notes hears how it gets on, a line a step
   */
  public ModelCompressor(ImageDecoder decoder, Consumer<String> notes) {
    this.decoder = decoder;
    this.notes = notes;
  }

  /**
   * Writes a cheaper model as a SavedModel with the signatures of the prepared one.
   *
   * @param target the directory that gets it
   * @return the label: what it is and what it costs
   * @throws ModelException where the model or this machine does not lend itself to it
   * @throws NoUsableImageException where no image could be read
   */
  public Compressed compress(CompressRequest request, Path target)
      throws ModelException, NoUsableImageException, IOException, InterruptedException {
    requireKernels(request.recipe());
    ModelSpec spec = request.original();
    FloatModel model = FloatModel.read(spec, request.prepared());
    ImageSplit images = images(request);
    try {
      Made made = make(request, model, images);
      write(model, made.graph(), target);
      notes.accept("taking the price");
      Price price = made.pricing().of(made.graph());
      Stopwatch.Pair speeds =
          new Stopwatch(request.threads())
              .compare(
                  model,
                  request.prepared(),
                  target,
                  images.evaluation(),
                  List.of(bytes(spec), Files.size(target.resolve("saved_model.pb"))));
      if (speeds.after().imagesPerSecond() <= speeds.before().imagesPerSecond()) {
        notes.accept("it is not faster here than the original, only smaller: see speed and size");
      }
      JsonObject label =
          new CompressionLabel(
                  request.recipe().form(),
                  new CompressionLabel.Original(
                      spec.name(), new ModelDirectory(spec.directory()).sha256()),
                  made.pruning(),
                  made.int8(),
                  told(images.calibration()),
                  told(images.evaluation()),
                  images.disjoint(),
                  price,
                  speeds.before(),
                  speeds.after(),
                  made.curve())
              .json();
      return new Compressed(label, input(model));
    } catch (SavedModelException | UnpreparableModelException | ArithmeticException e) {
      throw new ModelException(spec.name() + " cannot be compressed: " + e.getMessage(), e);
    } catch (TensorFlowException e) {
      throw new ModelException(
          spec.name() + " cannot be compressed: TensorFlow refuses it: " + e.getMessage(), e);
    }
  }

  private static void requireKernels(Recipe recipe) throws ModelException {
    if (recipe.int8() && !OneDnnKernels.int8()) {
      throw new ModelException(OneDnnKernels.INT8_MISSING);
    }
    if (!OneDnnKernels.fused()) {
      throw new ModelException(OneDnnKernels.FUSED_MISSING);
    }
  }

  /** Prunes first: what is quantised is what is left. */
  private Made make(CompressRequest request, FloatModel model, ImageSplit images)
      throws ModelException, UnpreparableModelException {
    Recipe recipe = request.recipe();
    Pricing pricing = new Pricing(model, images.evaluation());
    long flops = ChannelPruning.flops(model);
    FloatModel made = model;
    PruningChoice pruning = null;
    List<PruningCurve.Point> curve = List.of();
    if (recipe.prune()) {
      ChannelPruning channels = new ChannelPruning(model, flops, images.calibration(), notes);
      if (recipe.curve()) {
        curve =
            new PruningCurve(channels, notes)
                .points(pricing, recipe.int8() ? images.calibration() : null);
      }
      ChannelPruning.Result pruned =
          new PruningSearch(
                  model.spec().name(), channels, new Pricing(model, images.calibration()), notes)
              .run(recipe.fraction(), request.maxDrop());
      made = pruned.model();
      pruning = pruned.choice();
    }
    if (!recipe.int8()) {
      return new Made(made.graph(), pricing, pruning, null, curve);
    }
    long left = pruning == null ? flops : pruning.flopsAfter();
    Int8Compression.Result quantized =
        new Int8Compression(made, left, notes).run(images.calibration(), request.maxDrop());
    return new Made(quantized.graph(), pricing, pruning, quantized.choice(), curve);
  }

  private static long bytes(ModelSpec spec) throws IOException {
    long bytes = 0;
    for (Path file : new ModelDirectory(spec.directory()).contents()) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private static ModelCard.Input input(FloatModel model) {
    Preprocessing steps = model.spec().preprocessing();
    return new ModelCard.Input(
        steps.width(),
        steps.height(),
        model.shape().channelsFirst() ? "NCHW" : "NHWC",
        model.dtype().name());
  }

  private ImageSplit images(CompressRequest request) throws NoUsableImageException {
    ImageSet calibration = read(request, request.calibration());
    ImageSplit split =
        request.evaluation() == null
            ? ImageSplit.heldOut(calibration)
            : ImageSplit.of(calibration, read(request, request.evaluation()));
    if (!split.disjoint()) {
      notes.accept("the price is taken on the images that the model is fitted to: give others");
    }
    return split;
  }

  private ImageSet read(CompressRequest request, LabelledImages images)
      throws NoUsableImageException {
    notes.accept("reading " + images.source());
    ImageSet set = ImageSet.read(images, request.original(), decoder, notes);
    if (set.size() == 0) {
      throw new NoUsableImageException("no image could be read in " + images.source());
    }
    return set;
  }

  /** Shapes in the signatures are the original's: of 8-bit operations not all can be inferred. */
  private static void write(FloatModel model, FlatGraph graph, Path target)
      throws IOException, UnpreparableModelException {
    try (GraphRunner runner = GraphRunner.of(model.graph().withoutWeights(), Sessions.ONE_THREAD)) {
      var shapes = new OutputShapes(model.graph(), graph, runner.shapes());
      new PreparedModelWriter()
          .write(graph, model.inputName(), model.input(), model.dtype(), shapes, target);
    }
  }

  private static CompressionLabel.Images told(ImageSet images) {
    return new CompressionLabel.Images(images.source(), images.size());
  }
}
