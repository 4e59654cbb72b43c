package io.github.resnet50.graph;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/** Builds and reads attribute values of nodes, and builds simple nodes. */
public final class Attributes {

  private Attributes() {}

  public static AttrValue type(DataType value) {
    return AttrValue.newBuilder().setType(value).build();
  }

  public static AttrValue s(String value) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
  }

  public static AttrValue flag(boolean value) {
    return AttrValue.newBuilder().setB(value).build();
  }

  /** A list of integers. */
  public static AttrValue longs(long... values) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    for (long value : values) {
      list.addI(value);
    }
    return AttrValue.newBuilder().setList(list).build();
  }

  /** A shape; -1 for an open size. */
  public static TensorShapeProto shape(List<Long> sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    sizes.forEach(size -> shape.addDimBuilder().setSize(size));
    return shape.build();
  }

  /** A shape; -1 for an open size. */
  public static TensorShapeProto shape(long... sizes) {
    return shape(Arrays.stream(sizes).boxed().toList());
  }

  /** The sizes of a shape, -1 for open ones; none where the rank is unknown. */
  public static List<Long> sizes(TensorShapeProto shape) {
    return shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
  }

  /** A node on floats, with no attribute but that type. */
  public static NodeDef.Builder node(String op, String name, String... inputs) {
    return NodeDef.newBuilder()
        .setOp(op)
        .setName(name)
        .addAllInput(Arrays.asList(inputs))
        .putAttr("T", type(DataType.DT_FLOAT));
  }

  /** A placeholder node, which has to be fed. */
  public static NodeDef placeholder(String name, DataType dtype, TensorShapeProto shape) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Placeholder")
        .putAttr("dtype", type(dtype))
        .putAttr("shape", AttrValue.newBuilder().setShape(shape).build())
        .build();
  }
}
