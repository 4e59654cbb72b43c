package io.github.resnet50.graph;

import com.google.protobuf.ByteString;
import io.github.resnet50.basics.Numbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * A tensor on the Java side: plain numbers, row-major, in the machine's byte order (as {@code
 * tensor_content} has it). Strings, resources and variants cannot be represented.
 *
 * @param dtype the element type
 * @param shape the sizes; empty for a scalar
 * @param content the elements' bytes
 */
public record HostTensor(DataType dtype, List<Long> shape, ByteString content) {

  public HostTensor {
    shape = List.copyOf(shape);
  }

  /** A tensor of {@code DT_FLOAT}. */
  public static HostTensor floats(List<Long> shape, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    return new HostTensor(DataType.DT_FLOAT, shape, ByteString.copyFrom(bytes));
  }

  /** A vector of {@code DT_INT32}. */
  public static HostTensor ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.nativeOrder());
    bytes.asIntBuffer().put(values);
    return new HostTensor(
        DataType.DT_INT32, List.of((long) values.length), ByteString.copyFrom(bytes));
  }

  /** A vector of {@code DT_INT64}. */
  public static HostTensor longs(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.nativeOrder());
    bytes.asLongBuffer().put(values);
    return new HostTensor(
        DataType.DT_INT64, List.of((long) values.length), ByteString.copyFrom(bytes));
  }

  /** The same elements in other sizes. */
  public HostTensor shaped(Long... sizes) {
    return new HostTensor(dtype, List.of(sizes), content);
  }

  /** The same with fractions of any precision as floats; others as they are. */
  public HostTensor inFloats() {
    return switch (dtype) {
      case DT_HALF -> converted(bytes -> Numbers.ofHalf(bytes.getShort()));
      case DT_BFLOAT16 -> converted(bytes -> Float.intBitsToFloat(bytes.getShort() << 16));
      case DT_DOUBLE -> converted(bytes -> (float) bytes.getDouble());
      default -> this;
    };
  }

  private HostTensor converted(ToDoubleFunction<ByteBuffer> next) {
    ByteBuffer bytes = bytes();
    float[] values = new float[elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) next.applyAsDouble(bytes);
    }
    return floats(shape, values);
  }

  /** Whether tensors of the type can be represented. */
  public static boolean isNumeric(DataType dtype) {
    return elementSize(dtype) > 0;
  }

  /**
   * Reads a proto in either of its two encodings: raw content, or a value list whose last value
   * fills the remaining elements.
   *
   * @throws UnpreparableModelException if the type is not numeric or the proto contradicts itself
   */
  static HostTensor of(TensorProto proto) throws UnpreparableModelException {
    List<Long> shape =
        proto.getTensorShape().getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
    int size = elementSize(proto.getDtype());
    long bytes = elements(shape) * size;
    if (size == 0 || bytes > Integer.MAX_VALUE) {
      throw new UnpreparableModelException(
          "a constant of type " + proto.getDtype() + " and shape " + shape + " is not supported");
    }
    ByteString content = proto.getTensorContent();
    if (content.size() != bytes) {
      content = expand(proto, (int) (bytes / size), size);
    }
    return new HostTensor(proto.getDtype(), shape, content);
  }

  /** Reads a {@code Const} node. */
  public static HostTensor of(NodeDef constant) throws UnpreparableModelException {
    return of(constant.getAttrOrThrow("value").getTensor());
  }

  private static ByteString expand(TensorProto proto, int elements, int size)
      throws UnpreparableModelException {
    ByteBuffer bytes = ByteBuffer.allocate(elements * size).order(ByteOrder.nativeOrder());
    for (int i = 0; i < elements; i++) {
      switch (proto.getDtype()) {
        case DT_FLOAT -> bytes.putFloat(last(proto.getFloatValList(), i, 0f));
        case DT_DOUBLE -> bytes.putDouble(last(proto.getDoubleValList(), i, 0d));
        case DT_INT32, DT_QINT32 -> bytes.putInt(last(proto.getIntValList(), i, 0));
        case DT_UINT32 -> bytes.putInt(last(proto.getUint32ValList(), i, 0));
        case DT_INT64 -> bytes.putLong(last(proto.getInt64ValList(), i, 0L));
        case DT_UINT64 -> bytes.putLong(last(proto.getUint64ValList(), i, 0L));
        case DT_BOOL -> bytes.put((byte) (last(proto.getBoolValList(), i, false) ? 1 : 0));
        case DT_HALF, DT_BFLOAT16 ->
            bytes.putShort(last(proto.getHalfValList(), i, 0).shortValue());
        case DT_INT16, DT_UINT16 -> bytes.putShort(last(proto.getIntValList(), i, 0).shortValue());
        case DT_INT8, DT_UINT8, DT_QINT8, DT_QUINT8 ->
            bytes.put(last(proto.getIntValList(), i, 0).byteValue());
        default -> throw new UnpreparableModelException("constant of type " + proto.getDtype());
      }
    }
    return ByteString.copyFrom(bytes.flip());
  }

  private static <T> T last(List<T> values, int index, T none) {
    return values.isEmpty() ? none : values.get(Math.min(index, values.size() - 1));
  }

  private static int elementSize(DataType dtype) {
    return switch (dtype) {
      case DT_BOOL, DT_INT8, DT_UINT8, DT_QINT8, DT_QUINT8 -> 1;
      case DT_HALF, DT_BFLOAT16, DT_INT16, DT_UINT16 -> 2;
      case DT_FLOAT, DT_INT32, DT_UINT32, DT_QINT32 -> 4;
      case DT_DOUBLE, DT_INT64, DT_UINT64 -> 8;
      default -> 0;
    };
  }

  private static long elements(List<Long> shape) {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  /** The product of the sizes; 1 for a scalar. */
  public int elements() {
    return Math.toIntExact(elements(shape));
  }

  ByteBuffer bytes() {
    return content.asReadOnlyByteBuffer().order(ByteOrder.nativeOrder());
  }

  /**
   * The elements as {@code float}.
   *
   * @throws IllegalStateException if the type is not {@code DT_FLOAT}
   */
  public float[] floats() {
    if (dtype != DataType.DT_FLOAT) {
      throw new IllegalStateException("not a float tensor: " + dtype);
    }
    float[] values = new float[elements()];
    bytes().asFloatBuffer().get(values);
    return values;
  }

  /**
   * The elements as {@code long}; booleans as 0 and 1, fractions cut off.
   *
   * @throws IllegalStateException if the type has no such reading here
   */
  public long[] longs() {
    long[] values = new long[elements()];
    ByteBuffer bytes = bytes();
    Arrays.setAll(
        values,
        i ->
            switch (dtype) {
              case DT_BOOL, DT_INT8 -> bytes.get(i);
              case DT_UINT8 -> bytes.get(i) & 0xff;
              case DT_INT32 -> bytes.getInt(4 * i);
              case DT_INT64 -> bytes.getLong(8 * i);
              case DT_FLOAT -> (long) bytes.getFloat(4 * i);
              default -> throw new IllegalStateException("not an integer tensor: " + dtype);
            });
    return values;
  }

  /**
   * Converts a float tensor to the type of an image input.
   *
   * @throws IllegalArgumentException if images of that type are not supported
   */
  public HostTensor as(DataType wanted) {
    float[] values = floats();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, elementSize(wanted)))
            .order(ByteOrder.nativeOrder());
    for (float value : values) {
      switch (wanted) {
        case DT_FLOAT -> bytes.putFloat(value);
        case DT_DOUBLE -> bytes.putDouble(value);
        case DT_UINT8, DT_INT8 -> bytes.put((byte) Math.round(value));
        case DT_INT32 -> bytes.putInt(Math.round(value));
        default -> throw new IllegalArgumentException("images of type " + wanted);
      }
    }
    return new HostTensor(wanted, shape, ByteString.copyFrom(bytes.flip()));
  }

  /** A {@code Const} node of this value. */
  public NodeDef toConst(String name) {
    TensorProto value =
        TensorProto.newBuilder()
            .setDtype(dtype)
            .setTensorShape(Attributes.shape(shape))
            .setTensorContent(content)
            .build();
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Const")
        .putAttr("dtype", Attributes.type(dtype))
        .putAttr("value", AttrValue.newBuilder().setTensor(value).build())
        .build();
  }
}
