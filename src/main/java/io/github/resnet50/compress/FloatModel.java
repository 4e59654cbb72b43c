package io.github.resnet50.compress;

import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;

/**
 * A prepared model as it is before compressing.
 *
 * @param spec what is written about it
 * @param graph flat, fused, in order; not to be changed
 * @param inputName the input's name in the signatures
 * @param input the tensor that is fed
 * @param dtype its type
 * @param shape of images
 */
record FloatModel(
    ModelSpec spec,
    FlatGraph graph,
    String inputName,
    TensorRef input,
    DataType dtype,
    ImageShape shape) {

  /**
   * Reads the prepared form of a model.
   *
   * @throws ModelException where that cannot be read
   */
  static FloatModel read(ModelSpec spec, Path prepared) throws ModelException {
    try {
      SavedModelFile file = SavedModelFile.read(prepared, null);
      Map<String, TensorRef> outputs = new TreeMap<>();
      file.signature()
          .getOutputsMap()
          .forEach((name, info) -> outputs.put(name, TensorRef.parse(info.getName())));
      FlatGraph graph = new FlatGraph(file.metaGraph().getGraphDef(), outputs);
      graph.prune();
      TensorInfo input = file.input().getValue();
      List<Long> dimensions =
          input.getTensorShape().getDimList().stream().map(d -> d.getSize()).toList();
      return new FloatModel(
          spec,
          graph,
          file.input().getKey(),
          TensorRef.parse(input.getName()),
          input.getDtype(),
          ImageShape.of(spec, dimensions));
    } catch (SavedModelException | UnpreparableModelException | IOException e) {
      throw new ModelException(
          "cannot read the prepared form of " + spec.directory() + ": " + e.getMessage(), e);
    }
  }

  /** The same with another graph. */
  FloatModel with(FlatGraph other) {
    return new FloatModel(spec, other, inputName, input, dtype, shape);
  }

  /** The convolutions that can run in 8 bits, by node name, in order. */
  Map<String, ConvolutionSite> sites() throws UnpreparableModelException {
    Map<String, ConvolutionSite> sites = new LinkedHashMap<>();
    for (NodeDef node : graph.nodes()) {
      ConvolutionSite.of(graph, node).ifPresent(site -> sites.put(site.name(), site));
    }
    return sites;
  }

  /** Images as the graph takes them. */
  HostTensor batch(List<byte[]> images) {
    InputFiller filler = new InputFiller(spec.preprocessing(), shape.channelsFirst());
    int values = filler.values(images.get(0).length / 3);
    FloatBuffer floats = FloatBuffer.allocate(Math.multiplyExact(images.size(), values));
    images.forEach(image -> filler.fill(image, floats));
    return HostTensor.floats(shape.batch(images.size(), spec.preprocessing()), floats.array())
        .as(dtype);
  }
}
