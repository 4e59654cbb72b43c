package io.github.resnet50.graph;

import com.google.protobuf.CodedOutputStream;
import io.github.resnet50.basics.SafeFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Writes a frozen graph as a SavedModel of one file, without variables. */
public final class PreparedModelWriter {

  /** The signature with all outputs. */
  public static final String ALL = "serving_default";

  /** The signature with the probabilities alone. */
  public static final String CLASSIFY = "classify";

  /** The signature with probabilities and logits. */
  public static final String SCORES = "scores";

  private static final String METHOD = "tensorflow/serving/predict";
  // Protocol buffers are limited to 2 GiB; everything but the weights needs far less than the
  // reserve.
  private static final long MAX_WEIGHT_BYTES = Integer.MAX_VALUE - (16L << 20);

  /**
   * Writes {@code saved_model.pb}, replacing an existing one atomically.
   *
   * @param shapes of the graph, for the signatures
   * @throws UnpreparableModelException if the weights do not fit into one file
   */
  public void write(FlatGraph graph, GraphInput input, Shapes shapes, Path directory)
      throws IOException, UnpreparableModelException {
    SignatureDef.Builder all = signature(graph, input, shapes);
    TensorInfo in = all.getInputsOrThrow(input.name());
    SignatureDef classify =
        SignatureDef.newBuilder()
            .setMethodName(METHOD)
            .putInputs(input.name(), in)
            .putOutputs(
                OutputFinder.PROBABILITIES, all.getOutputsOrThrow(OutputFinder.PROBABILITIES))
            .build();
    SignatureDef scores =
        classify.toBuilder()
            .putOutputs(OutputFinder.LOGITS, all.getOutputsOrThrow(OutputFinder.LOGITS))
            .build();
    write(model(graph, Map.of(ALL, all.build(), CLASSIFY, classify, SCORES, scores)), directory);
  }

  /**
   * Writes the same with the graph's own outputs alone, whatever they are: a model as it came.
   *
   * @throws UnpreparableModelException if the weights do not fit into one file
   */
  public void writeServing(FlatGraph graph, GraphInput input, Shapes shapes, Path directory)
      throws IOException, UnpreparableModelException {
    write(model(graph, Map.of(ALL, signature(graph, input, shapes).build())), directory);
  }

  private static SignatureDef.Builder signature(FlatGraph graph, GraphInput input, Shapes shapes) {
    SignatureDef.Builder all = SignatureDef.newBuilder().setMethodName(METHOD);
    all.putInputs(input.name(), info(input.tensor(), input.dtype(), shapes));
    for (Map.Entry<String, TensorRef> output : graph.outputs().entrySet()) {
      all.putOutputs(output.getKey(), info(output.getValue(), DataType.DT_FLOAT, shapes));
    }
    return all;
  }

  private static SavedModel model(FlatGraph graph, Map<String, SignatureDef> signatures)
      throws UnpreparableModelException {
    requireSize(graph.nodes());
    GraphDef definition = graph.toGraphDef().toBuilder().clearLibrary().build();
    MetaGraphDef.MetaInfoDef tags =
        MetaGraphDef.MetaInfoDef.newBuilder().addTags(SavedModelFile.TAG).build();
    return SavedModel.newBuilder()
        .setSavedModelSchemaVersion(1)
        .addMetaGraphs(
            MetaGraphDef.newBuilder()
                .setMetaInfoDef(tags)
                .setGraphDef(definition)
                .putAllSignatureDef(signatures))
        .build();
  }

  /** Writes a SavedModel's only file, replacing an existing one atomically. */
  static void write(SavedModel model, Path directory) throws IOException {
    SafeFiles.replace(
        directory.resolve(SavedModelFile.FILE),
        stream -> {
          CodedOutputStream coded = CodedOutputStream.newInstance(stream, 1 << 16);
          // The same model gives the same bytes, so that a store can name it by its hash.
          coded.useDeterministicSerialization();
          model.writeTo(coded);
          coded.flush();
        });
  }

  private static void requireSize(List<NodeDef> nodes) throws UnpreparableModelException {
    long bytes = nodes.stream().mapToLong(NodeDef::getSerializedSize).sum();
    if (bytes > MAX_WEIGHT_BYTES) {
      throw new UnpreparableModelException(
          "its weights take " + (bytes >> 20) + " MiB; a frozen graph can hold 2 GiB");
    }
  }

  private static TensorInfo info(TensorRef tensor, DataType dtype, Shapes shapes) {
    TensorShapeProto shape =
        shapes
            .of(tensor)
            .map(Attributes::shape)
            .orElse(TensorShapeProto.newBuilder().setUnknownRank(true).build());
    return TensorInfo.newBuilder()
        .setName(tensor.toString())
        .setDtype(dtype)
        .setTensorShape(shape)
        .build();
  }
}
