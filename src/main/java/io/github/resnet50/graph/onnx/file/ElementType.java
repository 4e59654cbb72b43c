package io.github.resnet50.graph.onnx.file;

import java.util.Arrays;
import java.util.Optional;
import org.tensorflow.proto.DataType;

/** Types of elements with their numbers in ONNX's {@code TensorProto}, and TensorFlow's of them. */
public enum ElementType {
  FLOAT(1, 4, DataType.DT_FLOAT),
  UINT8(2, 1, DataType.DT_UINT8),
  INT8(3, 1, DataType.DT_INT8),
  INT32(6, 4, DataType.DT_INT32),
  INT64(7, 8, DataType.DT_INT64),
  BOOL(9, 1, DataType.DT_BOOL),
  FLOAT16(10, 2, DataType.DT_HALF),
  DOUBLE(11, 8, DataType.DT_DOUBLE),
  BFLOAT16(16, 2, DataType.DT_BFLOAT16);

  private final int number;
  private final int bytes;
  private final DataType type;

  ElementType(int number, int bytes, DataType type) {
    this.number = number;
    this.bytes = bytes;
    this.type = type;
  }

  /** The type with a number; empty for those that no classifier of images needs. */
  public static Optional<ElementType> of(long number) {
    return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
  }

  public long number() {
    return number;
  }

  /** What an element takes. */
  public int bytes() {
    return bytes;
  }

  /** TensorFlow's name of it. */
  public DataType tensorFlow() {
    return type;
  }

  /** Whether it stands for fractions, of any precision. */
  public boolean isFraction() {
    return switch (this) {
      case FLOAT, FLOAT16, BFLOAT16, DOUBLE -> true;
      default -> false;
    };
  }
}
