package io.github.resnet50.peers.network;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A constant tensor.
 *
 * @param type of its elements
 * @param shape its sizes; empty for a scalar
 * @param content the elements, row-major and little-endian, as ONNX has them
 */
public record Weights(Type type, List<Long> shape, ByteString content) {

  /** Element types with their numbers in ONNX's {@code TensorProto}. */
  enum Type {
    FLOAT(1),
    UINT8(2),
    INT8(3),
    INT32(6);

    final int onnx;

    Type(int onnx) {
      this.onnx = onnx;
    }
  }

  public Weights {
    shape = List.copyOf(shape);
  }

  static Weights floats(List<Long> shape, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new Weights(Type.FLOAT, shape, ByteString.copyFrom(bytes));
  }

  static Weights ints(List<Long> shape, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return new Weights(Type.INT32, shape, ByteString.copyFrom(bytes));
  }

  static Weights bytes(Type type, List<Long> shape, byte... values) {
    return new Weights(type, shape, ByteString.copyFrom(values));
  }

  float[] floats() {
    float[] values = new float[content.size() / 4];
    content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
