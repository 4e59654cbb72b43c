package io.github.resnet50.graph.onnx.file;

/**
 * The numbers of the fields of ONNX's messages, as far as they are written or read here.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3">onnx.proto3</a>
 */
public final class Fields {
  private Fields() {}

  /** {@code ModelProto}. */
  public static final class Model {
    public static final int IR_VERSION = 1;
    public static final int PRODUCER = 2;
    public static final int GRAPH = 7;
    public static final int OPERATOR_SETS = 8;
    public static final int METADATA = 14;
    public static final int FUNCTIONS = 25;

    private Model() {}
  }

  /** {@code OperatorSetIdProto}. */
  public static final class OperatorSet {
    public static final int DOMAIN = 1;
    public static final int VERSION = 2;

    private OperatorSet() {}
  }

  /** {@code StringStringEntryProto}. */
  public static final class Entry {
    public static final int KEY = 1;
    public static final int VALUE = 2;

    private Entry() {}
  }

  /** {@code GraphProto}. */
  public static final class Graph {
    public static final int NODES = 1;
    public static final int NAME = 2;
    public static final int INITIALISERS = 5;
    public static final int INPUTS = 11;
    public static final int OUTPUTS = 12;
    public static final int SPARSE_INITIALISERS = 15;

    private Graph() {}
  }

  /** {@code NodeProto}. */
  public static final class Node {
    public static final int INPUTS = 1;
    public static final int OUTPUTS = 2;
    public static final int NAME = 3;
    public static final int OPERATION = 4;
    public static final int ATTRIBUTES = 5;
    public static final int DOMAIN = 7;

    private Node() {}
  }

  /** {@code AttributeProto}. */
  public static final class Attribute {
    public static final int NAME = 1;
    public static final int FLOAT = 2;
    public static final int INT = 3;
    public static final int STRING = 4;
    public static final int TENSOR = 5;
    public static final int GRAPH = 6;
    public static final int FLOATS = 7;
    public static final int INTS = 8;
    public static final int TENSORS = 10;
    public static final int GRAPHS = 11;
    public static final int TYPE = 20;
    public static final int SPARSE_TENSOR = 22;
    public static final int SPARSE_TENSORS = 23;

    private Attribute() {}
  }

  /** {@code TensorProto}. */
  public static final class Tensor {
    public static final int SIZES = 1;
    public static final int TYPE = 2;
    public static final int FLOATS = 4;
    public static final int INTS = 5;
    public static final int LONGS = 7;
    public static final int NAME = 8;
    public static final int CONTENT = 9;
    public static final int DOUBLES = 10;
    public static final int EXTERNAL = 13;
    public static final int LOCATION = 14;

    private Tensor() {}
  }

  /** {@code ValueInfoProto}, and the messages within. */
  public static final class ValueInfo {
    public static final int NAME = 1;
    public static final int TYPE = 2;
    public static final int TENSOR_TYPE = 1;
    public static final int ELEMENT_TYPE = 1;
    public static final int SHAPE = 2;
    public static final int DIMENSIONS = 1;
    public static final int SIZE = 1;
    public static final int SIZE_NAME = 2;

    private ValueInfo() {}
  }
}
