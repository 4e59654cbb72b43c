package io.github.resnet50.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * The relevant parts of a SavedModel directory, read without TensorFlow, so that nothing in it is
 * executed.
 *
 * @param directory the model's directory
 * @param metaGraph the graph tagged {@code serve}, with its functions and signatures
 * @param metaGraphs all graphs of the file, this one among them
 * @param signatureName the signature that is used
 * @param signature its inputs and outputs
 */
public record SavedModelFile(
    Path directory,
    MetaGraphDef metaGraph,
    List<MetaGraphDef> metaGraphs,
    String signatureName,
    SignatureDef signature) {

  /** The tag of the graph that is used. */
  public static final String TAG = "serve";

  /** The name of a SavedModel's file. */
  public static final String FILE = "saved_model.pb";

  private static final List<String> USUAL_SIGNATURES = List.of("serving_default", TAG, "predict");

  /**
   * Reads a SavedModel directory.
   *
   * @param wanted the signature to use, or null for the usual one: {@code serving_default}, else
   *     {@code serve} or {@code predict}, else the only one there is
   * @throws SavedModelException if there is no such model; the message says what is missing
   * @throws IOException if the file cannot be read
   */
  public static SavedModelFile read(Path directory, String wanted)
      throws SavedModelException, IOException {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      String hint =
          Files.exists(directory.resolve("saved_model.pbtxt"))
              ? "; the text form saved_model.pbtxt is not supported"
              : Files.exists(directory.resolve("keras_metadata.pb"))
                  ? "; it looks like a Keras export whose graph is missing"
                  : "";
      throw new SavedModelException(directory + " has no " + FILE + hint);
    }
    SavedModel model = parse(file);
    MetaGraphDef metaGraph = serving(file, model);
    Map<String, SignatureDef> signatures = new TreeMap<>(metaGraph.getSignatureDefMap());
    signatures.keySet().removeIf(name -> name.startsWith("__"));
    String name = choose(file, signatures, wanted);
    return new SavedModelFile(
        directory, metaGraph, model.getMetaGraphsList(), name, signatures.get(name));
  }

  private static SavedModel parse(Path file) throws SavedModelException, IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      CodedInputStream coded = CodedInputStream.newInstance(stream, 1 << 16);
      coded.setSizeLimit(Integer.MAX_VALUE);
      return SavedModel.parseFrom(coded);
    } catch (InvalidProtocolBufferException e) {
      throw new SavedModelException(file + " is damaged or not a SavedModel: " + e.getMessage(), e);
    }
  }

  /**
   * Chooses the graph as TensorFlow's loader does, which compares sets of tags: {@code [serve,
   * serve]} matches too.
   */
  private static MetaGraphDef serving(Path file, SavedModel model) throws SavedModelException {
    List<MetaGraphDef> serving =
        model.getMetaGraphsList().stream()
            .filter(g -> Set.copyOf(g.getMetaInfoDef().getTagsList()).equals(Set.of(TAG)))
            .toList();
    if (serving.size() == 1) {
      return serving.get(0);
    }
    if (!serving.isEmpty()) {
      throw new SavedModelException(
          file + " has " + serving.size() + " graphs tagged '" + TAG + "', and may have one only");
    }
    List<?> tags =
        model.getMetaGraphsList().stream().map(g -> g.getMetaInfoDef().getTagsList()).toList();
    throw new SavedModelException(
        file + " has no graph tagged '" + TAG + "'" + (tags.isEmpty() ? "" : ", but " + tags));
  }

  private static String choose(Path file, Map<String, SignatureDef> signatures, String wanted)
      throws SavedModelException {
    if (wanted != null && !signatures.containsKey(wanted)) {
      throw new SavedModelException(
          file + " has no signature '" + wanted + "', but " + signatures.keySet());
    }
    if (wanted != null) {
      return wanted;
    }
    for (String usual : USUAL_SIGNATURES) {
      if (signatures.containsKey(usual)) {
        return usual;
      }
    }
    if (signatures.size() != 1) {
      throw new SavedModelException(
          signatures.isEmpty()
              ? file + " has no serving signature"
              : file + " has several signatures, name one of " + signatures.keySet());
    }
    return signatures.keySet().iterator().next();
  }

  /**
   * The one input of the signature.
   *
   * @throws SavedModelException if there is none or more than one
   */
  public GraphInput input() throws SavedModelException {
    Map<String, TensorInfo> inputs = new TreeMap<>(signature.getInputsMap());
    if (inputs.size() != 1) {
      throw new SavedModelException(
          "signature '"
              + signatureName
              + "' has "
              + inputs.size()
              + " inputs "
              + inputs.keySet()
              + "; an image classifier has one");
    }
    Map.Entry<String, TensorInfo> input = inputs.entrySet().iterator().next();
    return GraphInput.of(input.getKey(), input.getValue());
  }

  /**
   * The tensor of an output.
   *
   * @throws IllegalArgumentException if the signature has none of that name
   */
  public TensorRef output(String name) {
    return TensorRef.parse(signature.getOutputsOrThrow(name).getName());
  }

  /**
   * The sizes of an output, -1 for the batch and other open ones.
   *
   * @throws IllegalArgumentException if the signature has none of that name
   */
  public List<Long> outputShape(String name) {
    return Attributes.sizes(signature.getOutputsOrThrow(name).getTensorShape());
  }

  /** The graph with all outputs of the signature, in alphabetical order. */
  public FlatGraph graph() {
    return graph(info -> true);
  }

  /** The graph with some outputs of the signature, in alphabetical order. */
  public FlatGraph graph(Predicate<TensorInfo> wanted) {
    Map<String, TensorRef> outputs = new TreeMap<>();
    signature
        .getOutputsMap()
        .forEach(
            (name, info) -> {
              if (wanted.test(info)) {
                outputs.put(name, TensorRef.parse(info.getName()));
              }
            });
    return new FlatGraph(metaGraph.getGraphDef(), outputs);
  }
}
