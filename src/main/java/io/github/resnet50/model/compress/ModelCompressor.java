package io.github.resnet50.model.compress;

import com.google.gson.JsonObject;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.LabelledImages;
import io.github.resnet50.model.prepare.FlatGraph;
import io.github.resnet50.model.prepare.FlopCounter;
import io.github.resnet50.model.prepare.GraphRunner;
import io.github.resnet50.model.prepare.OutputFinder;
import io.github.resnet50.model.prepare.PreparedModelWriter;
import io.github.resnet50.model.prepare.QuantizedKernels;
import io.github.resnet50.model.prepare.SavedModelException;
import io.github.resnet50.model.prepare.UnpreparableModelException;
import io.github.resnet50.model.store.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
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
   * Writes a model in 8 bits as a SavedModel with the signatures of the prepared one.
   *
   * @param target the directory that gets it
   * @return the label: what it is and what it costs
   * @throws ModelException where the model or this machine does not lend itself to it
   * @throws NoUsableImageException where no image could be read
   */
  public Compressed toInt8(CompressRequest request, Path target)
      throws ModelException, NoUsableImageException, IOException, InterruptedException {
    if (!QuantizedKernels.available()) {
      throw new ModelException(QuantizedKernels.MISSING);
    }
    ModelSpec spec = request.original();
    FloatModel model = FloatModel.read(spec, request.prepared());
    ImageSplit images = images(request);
    try {
      long flops = flops(model, request.prepared());
      Int8Compression.Result result =
          new Int8Compression(model, flops, notes).run(images.calibration(), request.maxDrop());
      write(model, result.graph(), target);
      notes.accept("taking the price");
      Price price = price(model, result.graph(), images.evaluation());
      long bytes = 0;
      for (Path file : new ModelDirectory(spec.directory()).contents()) {
        bytes += Files.size(file);
      }
      Stopwatch.Pair speeds =
          new Stopwatch(request.threads())
              .compare(
                  model,
                  request.prepared(),
                  target,
                  images.evaluation(),
                  List.of(bytes, Files.size(target.resolve("saved_model.pb"))));
      JsonObject label =
          new CompressionLabel(
                  "int8",
                  new CompressionLabel.Original(
                      spec.name(), new ModelDirectory(spec.directory()).sha256()),
                  result.choice(),
                  told(images.calibration()),
                  told(images.evaluation()),
                  images.disjoint(),
                  price,
                  speeds.before(),
                  speeds.after())
              .json();
      return new Compressed(label, input(model));
    } catch (SavedModelException | UnpreparableModelException | ArithmeticException e) {
      throw new ModelException(spec.name() + " cannot be compressed: " + e.getMessage(), e);
    } catch (TensorFlowException e) {
      throw new ModelException(
          spec.name() + " cannot be compressed: TensorFlow refuses it: " + e.getMessage(), e);
    }
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

  private static long flops(FloatModel model, Path prepared)
      throws ModelException, SavedModelException, IOException {
    OptionalLong flops =
        FlopCounter.perImage(prepared, model.shape().image(model.spec().preprocessing()));
    if (flops.isEmpty()) {
      throw new ModelException(
          model.spec().name() + " cannot be compressed: what it computes cannot be counted");
    }
    return flops.getAsLong();
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

  private static Price price(FloatModel model, FlatGraph compressed, ImageSet images) {
    return Price.of(
        predict(model, model.graph(), images),
        predict(model, compressed, images),
        images.classes());
  }

  private static Predictions predict(FloatModel model, FlatGraph graph, ImageSet images) {
    try (GraphRunner runner = GraphRunner.of(graph.toGraphDef(), Sessions.ONE_THREAD)) {
      return Predictions.of(model, runner, graph.outputs().get(OutputFinder.PROBABILITIES), images);
    }
  }

  private static CompressionLabel.Images told(ImageSet images) {
    return new CompressionLabel.Images(images.source(), images.size());
  }
}
