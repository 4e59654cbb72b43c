package io.github.resnet50.model.intake;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

/**
 * Writes tiny SavedModels: convolution, pooling, one dense layer, and what a test wants around
 * them.
 */
public final class SmallModel {
  private static final DataType FLOAT = DataType.DT_FLOAT;
  private static final AttrValue T = AttrValue.newBuilder().setType(FLOAT).build();

  private final GraphDef.Builder graph = GraphDef.newBuilder();
  private final SignatureDef.Builder signature = SignatureDef.newBuilder();
  private final Random random = new Random(3);
  private String last = "image";

  private SmallModel(DataType dtype, long height, long width) {
    graph.setVersions(VersionDef.newBuilder().setProducer(1087));
    node("Placeholder", "image")
        .putAttr("dtype", type(dtype))
        .putAttr("shape", AttrValue.newBuilder().setShape(shape(-1, height, width, 3)).build());
    signature.putInputs("image", info("image", dtype, -1, height, width, 3));
  }

  /** Takes floats of this size; -1 leaves a side open. */
  public static SmallModel of(long height, long width) {
    return new SmallModel(FLOAT, height, width);
  }

  /** Takes whole numbers. */
  public static SmallModel ofBytes(long height, long width) {
    SmallModel model = new SmallModel(DataType.DT_UINT8, height, width);
    model.node("Cast", "cast", "image").putAttr("SrcT", type(DataType.DT_UINT8)).putAttr("DstT", T);
    model.last = "cast";
    return model;
  }

  /** Keras's Rescaling layer. */
  public SmallModel rescaling(float scale, float offset) {
    constant("scale", scale);
    constant("offset", offset);
    node("Mul", "rescaling/mul", last, "scale").putAttr("T", T);
    node("AddV2", "rescaling/add", "rescaling/mul", "offset").putAttr("T", T);
    last = "rescaling/add";
    return this;
  }

  /** The layers; {@code head} is an operation such as {@code Softmax}, or null for logits. */
  public SmallModel classes(int classes, String head) {
    weights("kernel", 0.3, 3, 3, 3, 4);
    node("Conv2D", "conv", last, "kernel")
        .putAttr("T", T)
        .putAttr("strides", ints(1, 2, 2, 1))
        .putAttr("padding", AttrValue.newBuilder().setS(ByteString.copyFromUtf8("SAME")).build());
    node("Relu", "relu", "conv").putAttr("T", T);
    axes();
    node("Mean", "pool", "relu", "axes").putAttr("T", T).putAttr("Tidx", type(DataType.DT_INT32));
    weights("dense", 0.5, 4, classes);
    node("MatMul", "scores", "pool", "dense").putAttr("T", T);
    if (head != null) {
      node(head, "head", "scores").putAttr("T", T);
    }
    return output("output_0", head == null ? "scores" : "head", classes);
  }

  /** Another output of the signature. */
  public SmallModel output(String name, String tensor, long classes) {
    signature.putOutputs(name, info(tensor, FLOAT, -1, classes));
    return this;
  }

  /** A node that reads a file when the model runs; after the layers. */
  public SmallModel readingFile(Path file) {
    text("filename", file.toString());
    node("ReadFile", "steal", "filename");
    return withScores("^steal");
  }

  /** A node that writes a file when the model runs; after the layers. */
  public SmallModel writingFile(Path file) {
    return keepingWriter(file).withScores("^plant");
  }

  /** A node that would write a file, and that the scores do not need. */
  public SmallModel keepingWriter(Path file) {
    text("filename", file.toString());
    text("contents", "owned");
    node("WriteFile", "plant", "filename", "contents");
    return this;
  }

  private SmallModel withScores(String control) {
    graph.getNodeBuilderList().stream()
        .filter(node -> node.getName().equals("scores"))
        .forEach(node -> node.addInput(control));
    return this;
  }

  /**
   * A folder with a classifier of five classes, with four features, and what users have beside it.
   */
  public static Path withFeatures(Path directory, int side) throws IOException {
    of(side, side).classes(5, "Softmax").output("pooled", "pool", 4).write(directory);
    Files.writeString(
        directory.resolve("serving.properties"),
        "engine=TensorFlow\nwidth=%d\nheight=%d\nresize=true\ntoTensor=true\n"
            .formatted(side, side));
    return directory;
  }

  /** Writes the SavedModel. */
  public Path write(Path directory) throws IOException {
    MetaGraphDef.Builder meta =
        MetaGraphDef.newBuilder()
            .setGraphDef(graph)
            .putSignatureDef("serving_default", signature.build());
    meta.getMetaInfoDefBuilder().addTags("serve");
    Files.createDirectories(directory);
    Files.write(
        directory.resolve("saved_model.pb"),
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(meta)
            .build()
            .toByteArray());
    return directory;
  }

  private NodeDef.Builder node(String op, String name, String... inputs) {
    return graph.addNodeBuilder().setOp(op).setName(name).addAllInput(List.of(inputs));
  }

  private void constant(String name, float value) {
    constant(name, FLOAT, TensorProto.newBuilder().setTensorShape(shape()).addFloatVal(value));
  }

  private void text(String name, String value) {
    ByteString bytes = ByteString.copyFromUtf8(value);
    constant(
        name,
        DataType.DT_STRING,
        TensorProto.newBuilder().setTensorShape(shape()).addStringVal(bytes));
  }

  private void axes() {
    constant(
        "axes",
        DataType.DT_INT32,
        TensorProto.newBuilder().setTensorShape(shape(2)).addIntVal(1).addIntVal(2));
  }

  private void weights(String name, double spread, long... sizes) {
    int count = (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      bytes.putFloat((float) (spread * random.nextGaussian()));
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setTensorShape(shape(sizes))
            .setTensorContent(ByteString.copyFrom(bytes.flip()));
    constant(name, FLOAT, tensor);
  }

  private void constant(String name, DataType type, TensorProto.Builder value) {
    node("Const", name)
        .putAttr("dtype", type(type))
        .putAttr("value", AttrValue.newBuilder().setTensor(value.setDtype(type)).build());
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static AttrValue ints(long... values) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    Arrays.stream(values).forEach(list::addI);
    return AttrValue.newBuilder().setList(list).build();
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    Arrays.stream(sizes)
        .forEach(size -> shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size)));
    return shape.build();
  }

  private static TensorInfo info(String tensor, DataType type, long... sizes) {
    return TensorInfo.newBuilder()
        .setName(tensor + ":0")
        .setDtype(type)
        .setTensorShape(shape(sizes))
        .build();
  }
}
