package io.github.resnet50.graph.prepare;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphInput;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The image input and the score output of a classifier's signature.
 *
 * @param input the image input
 * @param outputName the output with the scores
 * @param scores its tensor
 */
record Endpoints(GraphInput input, String outputName, TensorRef scores) {

  private static final List<String> USUAL_OUTPUTS =
      List.of("probabilities", "predictions", "softmax", "scores", "output_0", "logits");

  /**
   * Reads a signature.
   *
   * @param wantedOutput the output with the scores, or null for the only or a usual one
   */
  static Endpoints of(SavedModelFile file, String wantedOutput)
      throws SavedModelException, UnpreparableModelException {
    GraphInput input = file.input();
    if (!HostTensor.isNumeric(input.dtype())) {
      throw new UnpreparableModelException(
          "its input " + input.name() + " takes " + input.dtype() + " instead of pixels");
    }
    String output = chooseOutput(file, wantedOutput);
    return new Endpoints(input, output, file.output(output));
  }

  private static String chooseOutput(SavedModelFile file, String wanted)
      throws SavedModelException {
    String signature = "signature '" + file.signatureName() + "' has ";
    Map<String, TensorInfo> outputs = new TreeMap<>(file.signature().getOutputsMap());
    if (wanted != null && !outputs.containsKey(wanted)) {
      throw new SavedModelException(
          signature + "no output '" + wanted + "', but " + outputs.keySet());
    }
    if (wanted != null) {
      return wanted;
    }
    outputs.values().removeIf(info -> info.getDtype() != DataType.DT_FLOAT);
    if (outputs.size() == 1) {
      return outputs.keySet().iterator().next();
    }
    for (String usual : USUAL_OUTPUTS) {
      if (outputs.containsKey(usual)) {
        return usual;
      }
    }
    throw new SavedModelException(
        outputs.isEmpty()
            ? signature + "no output of type float"
            : signature + "several outputs, name the one with the scores: " + outputs.keySet());
  }

  /**
   * Replaces the fed tensor by a plain placeholder with an open batch size. The nodes that produced
   * the tensor before are cut off.
   *
   * @return the input by the placeholder's output
   */
  GraphInput openInput(FlatGraph graph) throws UnpreparableModelException {
    TensorRef fed = input.tensor();
    NodeDef original = graph.producer(fed);
    if (original == null) {
      throw new UnpreparableModelException("its input " + fed + " is not in the graph");
    }
    TensorShapeProto shape = input.shape();
    if ((shape.getUnknownRank() || shape.getDimCount() == 0) && original.containsAttr("shape")) {
      shape = original.getAttrOrThrow("shape").getShape();
    }
    if (shape.getUnknownRank() || shape.getDimCount() != 4) {
      throw new UnpreparableModelException(
          "its input " + fed + " does not say that it is a batch of images (4 dimensions)");
    }
    TensorShapeProto open =
        shape.toBuilder().setDim(0, TensorShapeProto.Dim.newBuilder().setSize(-1)).build();
    String name = fed.index() == 0 ? fed.node() : graph.freshName(fed.node() + "_input");
    graph.put(Attributes.placeholder(name, input.dtype(), open));
    TensorRef placeholder = new TensorRef(name, 0);
    if (!placeholder.equals(fed)) {
      graph.redirect(Map.of(fed, placeholder));
    }
    return input.withTensor(placeholder);
  }
}
