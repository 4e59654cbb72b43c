package io.github.resnet50.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/** The smallest classifier of images: the mean of each channel, with a softmax if wanted. */
public final class ToyModel {
  private final boolean channelsFirst;
  private int size = 4;
  private int channels = 3;
  private boolean softmax;

  private ToyModel(boolean channelsFirst) {
    this.channelsFirst = channelsFirst;
  }

  public static ToyModel channelsLast() {
    return new ToyModel(false);
  }

  public static ToyModel channelsFirst() {
    return new ToyModel(true);
  }

  /** Width and height; -1: any. */
  public ToyModel size(int pixels) {
    size = pixels;
    return this;
  }

  public ToyModel channels(int count) {
    channels = count;
    return this;
  }

  public ToyModel softmax() {
    softmax = true;
    return this;
  }

  /**
   * A folder with a classifier of 4 × 4 RGB pixels, and what users have beside it.
   *
   * @param classes the names of its classes; none for no file of them
   */
  public static Path folder(Path directory, String... classes) throws IOException {
    Files.createDirectories(directory);
    channelsLast().softmax().write(directory);
    return describe(directory, "width=4\nheight=4\nresize=true\ntoTensor=true\n", classes);
  }

  /** The same for an engine that never reads the graph; images are 8 × 8, of levels. */
  public static Path unread(Path directory, String... classes) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("saved_model.pb"), "opened by the real engine only");
    return describe(directory, "width=8\nheight=8\nresize=true\ntoTensor=false\n", classes);
  }

  private static Path describe(Path directory, String properties, String... classes)
      throws IOException {
    Files.writeString(directory.resolve("serving.properties"), properties);
    if (classes.length > 0) {
      Files.writeString(directory.resolve("synset.txt"), String.join("\n", classes) + "\n");
    }
    return directory;
  }

  public void write(Path directory) throws IOException {
    AttrValue floats = AttrValue.newBuilder().setType(DataType.DT_FLOAT).build();
    AttrValue ints = AttrValue.newBuilder().setType(DataType.DT_INT32).build();
    TensorShapeProto input =
        channelsFirst ? shape(-1, channels, size, size) : shape(-1, size, size, channels);
    int firstAxis = channelsFirst ? 2 : 1;
    ByteBuffer axes =
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(firstAxis)
            .putInt(firstAxis + 1)
            .flip();
    GraphDef.Builder graph =
        GraphDef.newBuilder().setVersions(VersionDef.newBuilder().setProducer(1482));
    graph.addNode(
        node("image", "Placeholder", List.of())
            .putAttr("dtype", floats)
            .putAttr("shape", AttrValue.newBuilder().setShape(input).build()));
    graph.addNode(
        node("axes", "Const", List.of())
            .putAttr("dtype", ints)
            .putAttr(
                "value",
                AttrValue.newBuilder()
                    .setTensor(
                        TensorProto.newBuilder()
                            .setDtype(DataType.DT_INT32)
                            .setTensorShape(shape(2))
                            .setTensorContent(ByteString.copyFrom(axes)))
                    .build()));
    graph.addNode(
        node("means", "Mean", List.of("image", "axes"))
            .putAttr("T", floats)
            .putAttr("Tidx", ints)
            .putAttr("keep_dims", AttrValue.newBuilder().setB(false).build()));
    if (softmax) {
      graph.addNode(node("probabilities", "Softmax", List.of("means")).putAttr("T", floats));
    }
    SignatureDef signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs("image", tensor("image:0", input))
            .putOutputs(
                "scores", tensor(softmax ? "probabilities:0" : "means:0", shape(-1, channels)))
            .build();
    SavedModel model =
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(
                MetaGraphDef.newBuilder()
                    .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
                    .setGraphDef(graph)
                    .putSignatureDef("serving_default", signature))
            .build();
    try (OutputStream out = Files.newOutputStream(directory.resolve("saved_model.pb"))) {
      model.writeTo(out);
    }
  }

  private static NodeDef.Builder node(String name, String op, List<String> inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(inputs);
  }

  private static TensorInfo tensor(String name, TensorShapeProto shape) {
    return TensorInfo.newBuilder()
        .setName(name)
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(shape)
        .build();
  }

  private static TensorShapeProto shape(long... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dimension : dimensions) {
      shape.addDimBuilder().setSize(dimension);
    }
    return shape.build();
  }
}
