package io.github.resnet50.engine.tensorflow;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SymbolBlock;
import ai.djl.tensorflow.engine.TfSymbolBlock;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import ai.djl.util.PairList;
import io.github.resnet50.basics.Text;
import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.engine.Probabilities;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.LoadableGraph;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.SafeForm;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * A SavedModel on DJL's TensorFlow engine. One session serves all predictors: with one intra-op
 * thread and the executor in the caller's thread, each predictor is one core's worth of work, which
 * is faster than one predictor over all cores. The results of a batch do not depend on the number
 * of predictors.
 */
public final class DjlModel extends TensorFlowModel {
  private final LoadableGraph graph;
  private final Model model;
  private final ImageShape inputShape;
  private final boolean bytes;
  private final String output;
  private final boolean logits;
  private final String scoresOnly;

  private DjlModel(ModelSpec spec, LoadableGraph graph, Model model, String scoresOnly)
      throws ModelException {
    super(spec, labels(spec, model), graph.firstAlone());
    this.graph = graph;
    this.model = model;
    this.scoresOnly = scoresOnly;
    this.inputShape = imageInput(spec, model.describeInput());
    PairList<String, Shape> outputs = outputs(model);
    this.output = classOutput(spec, outputs);
    this.bytes = takesBytes(spec, model, graph.signature());
    this.logits = head().logits() || outputs.contains(OutputFinder.LOGITS);
  }

  private static List<Label> labels(ModelSpec spec, Model model) throws ModelException {
    PairList<String, Shape> outputs = outputs(model);
    long scores = outputs.get(classOutput(spec, outputs)).getLastDimension();
    return spec.labels(Math.toIntExact(scores));
  }

  private static PairList<String, Shape> outputs(Model model) {
    return ((SymbolBlock) model.getBlock()).describeOutput();
  }

  /**
   * Loads a model; {@link NativeLibrary#load} must have succeeded before.
   *
   * @param graph the model's own directory, or its prepared form
   * @throws ModelException where the graph does not load or is no classifier of images
   */
  public static LoadedModel load(ModelSpec spec, LoadableGraph graph) throws ModelException {
    return load(spec, graph, "model " + spec.name() + " was loaded for its scores only");
  }

  /**
   * The same when more than scores was asked for.
   *
   * @param scoresOnly why there are only scores, as a sentence for the user
   */
  static LoadedModel load(ModelSpec spec, LoadableGraph graph, String scoresOnly)
      throws ModelException {
    ConfigProto config =
        graph.prepared() ? GraphRunner.IN_CALLERS_THREAD : GraphRunner.IN_CALLERS_THREAD_OPTIMISED;
    Model model = Model.newInstance(spec.name(), NativeLibrary.ENGINE);
    try {
      model.load(
          graph.directory(),
          null,
          Map.of("ConfigProto", config, "SignatureDefKey", graph.signature()));
      return new DjlModel(spec, graph, model, scoresOnly);
    } catch (ModelException e) {
      model.close();
      throw e;
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      throw new ModelException(spec.directory() + " does not load: " + SafeForm.explain(e), e);
    }
  }

  @Override
  public Optional<String> lacks(ModelOutput wanted) {
    return switch (wanted) {
      case PROBABILITIES -> Optional.empty();
      case LOGITS ->
          logits ? Optional.empty() : Optional.of("model " + spec().name() + " gives no logits");
      case FEATURES, FEATURE_MAP, GRADIENTS, ATTENTION -> Optional.of(scoresOnly);
    };
  }

  @Override
  public Optional<float[][]> classWeights() {
    return Optional.empty();
  }

  private Probabilities head() {
    return Probabilities.of(graph.scores(), spec().applySoftmax());
  }

  @Override
  public Predictor newPredictor(Preprocessing preprocessing) {
    return new DjlPredictor(preprocessing);
  }

  @Override
  public boolean takesLevels() {
    return bytes;
  }

  @Override
  public void close() {
    model.close();
  }

  /** Whether pixel levels are fed as they are because the model scales them itself. */
  private static boolean takesBytes(ModelSpec spec, Model model, String signature)
      throws ModelException {
    SignatureDef definition =
        ((TfSymbolBlock) model.getBlock())
            .getSavedModelBundle()
            .getMetaGraphDef()
            .getSignatureDefOrDefault(signature, SignatureDef.getDefaultInstance());
    for (TensorInfo input : definition.getInputsMap().values()) {
      switch (input.getDtype()) {
        case DT_FLOAT -> {
          return false;
        }
        case DT_UINT8 -> {
          return true;
        }
        default ->
            throw new ModelException(
                spec.directory()
                    + " takes "
                    + input.getDtype()
                    + "; expected images as DT_FLOAT or DT_UINT8");
      }
    }
    return false;
  }

  private static ImageShape imageInput(ModelSpec spec, PairList<String, Shape> inputs)
      throws ModelException {
    if (inputs.size() != 1) {
      throw new ModelException(
          spec.directory() + " takes " + inputs + "; expected one image tensor");
    }
    return ImageShape.of(spec, Arrays.stream(inputs.get(0).getValue().getShape()).boxed().toList());
  }

  /**
   * The only output with one row of scores per image, or the one that was chosen or has a usual
   * name.
   */
  private static String classOutput(ModelSpec spec, PairList<String, Shape> outputs)
      throws ModelException {
    if (outputs.contains(OutputFinder.PROBABILITIES)) {
      return OutputFinder.PROBABILITIES;
    }
    Optional<String> chosen = spec.output().filter(outputs::contains);
    if (chosen.isPresent()) {
      return chosen.get();
    }
    List<String> scores =
        IntStream.range(0, outputs.size())
            .filter(i -> outputs.valueAt(i).dimension() == 2)
            .mapToObj(outputs::keyAt)
            .toList();
    if (scores.size() != 1) {
      throw new ModelException(
          spec.directory() + " gives " + outputs + "; expected one output [N,classes]");
    }
    return scores.get(0);
  }

  /** One DJL predictor with a direct buffer of its own for the batch. */
  private final class DjlPredictor
      implements Predictor, NoBatchifyTranslator<List<byte[]>, BatchOutputs> {
    private final Preprocessing preprocessing;
    private final InputFiller filler;
    private final ai.djl.inference.Predictor<List<byte[]>, BatchOutputs> predictor;
    private ByteBuffer tensor = ByteBuffer.allocateDirect(0);

    DjlPredictor(Preprocessing preprocessing) {
      this.preprocessing = preprocessing;
      this.filler = new InputFiller(preprocessing, inputShape.channelsFirst());
      this.predictor = model.newPredictor(this);
    }

    @Override
    public BatchOutputs run(List<byte[]> images, ModelOutput... outputs) throws InferenceException {
      LoadedModel.require(DjlModel.this, outputs);
      return DjlModel.this.run(() -> predict(images));
    }

    private BatchOutputs predict(List<byte[]> images) throws InferenceException {
      try {
        return predictor.predict(images);
      } catch (TranslateException e) {
        // Its own message begins with the name of the class of what has gone wrong.
        throw new InferenceException(Text.firstLine(e.getCause() == null ? e : e.getCause()), e);
      } catch (EngineException e) {
        throw new InferenceException(Text.firstLine(e), e);
      }
    }

    @Override
    public List<FeatureMap> gradients(List<FeatureMap> maps, int[] classes) {
      throw new IllegalStateException(scoresOnly);
    }

    @Override
    public NDList processInput(TranslatorContext context, List<byte[]> images) {
      int values = filler.values(images.get(0).length / 3);
      int size = Math.multiplyExact(images.size(), bytes ? values : values * Float.BYTES);
      if (tensor.capacity() < size) {
        tensor = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
      }
      tensor.clear().limit(size);
      if (bytes) {
        images.forEach(image -> filler.fill(image, tensor));
        tensor.flip();
      } else {
        FloatBuffer floats = tensor.asFloatBuffer();
        images.forEach(image -> filler.fill(image, floats));
      }
      Shape shape = new Shape(inputShape.batch(images.size(), preprocessing));
      DataType type = bytes ? DataType.UINT8 : DataType.FLOAT32;
      return new NDList(context.getNDManager().create(tensor, shape, type));
    }

    @Override
    public BatchOutputs processOutput(TranslatorContext context, NDList outputs) {
      NDArray scores = named(output, outputs).orElseThrow();
      float[] flat = scores.toFloatArray();
      int width = Math.toIntExact(scores.getShape().getLastDimension());
      Map<ModelOutput, float[][]> rows = new EnumMap<>(ModelOutput.class);
      rows.put(ModelOutput.PROBABILITIES, head().rows(flat, width));
      if (logits) {
        float[] values =
            head().logits()
                ? flat
                : named(OutputFinder.LOGITS, outputs).orElseThrow().toFloatArray();
        rows.put(ModelOutput.LOGITS, Probabilities.logitRows(values, width));
      }
      return new BatchOutputs(rows, List.of());
    }

    private static Optional<NDArray> named(String name, NDList outputs) {
      return outputs.stream().filter(array -> array.getName().equals(name)).findFirst();
    }

    @Override
    public void close() {
      predictor.close();
    }
  }
}
