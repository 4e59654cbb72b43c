package io.github.resnet50.graph;

import com.google.protobuf.ByteString;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/** Values of nodes' attributes. */
public final class Attributes {

  private Attributes() {}

  /** An element type. */
  public static AttrValue type(DataType value) {
    return AttrValue.newBuilder().setType(value).build();
  }

  /** A string. */
  public static AttrValue s(String value) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
  }

  /** A list of integers. */
  public static AttrValue longs(long... values) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    for (long value : values) {
      list.addI(value);
    }
    return AttrValue.newBuilder().setList(list).build();
  }
}
