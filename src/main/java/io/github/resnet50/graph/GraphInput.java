package io.github.resnet50.graph;

import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The input of a graph that takes images.
 *
 * @param name its name in signatures
 * @param tensor the tensor that is fed
 * @param dtype its type
 * @param shape as declared: batch and image, -1 for open sizes; perhaps of unknown rank
 */
public record GraphInput(String name, TensorRef tensor, DataType dtype, TensorShapeProto shape) {

  static GraphInput of(String name, TensorInfo info) {
    return new GraphInput(
        name, TensorRef.parse(info.getName()), info.getDtype(), info.getTensorShape());
  }

  /** The same input, fed through another tensor. */
  public GraphInput withTensor(TensorRef other) {
    return new GraphInput(name, other, dtype, shape);
  }

  /** A batch of the input's type, from the same numbers as floats. */
  public HostTensor batch(List<Long> sizes, float[] values) {
    HostTensor floats = HostTensor.floats(sizes, values);
    return dtype == DataType.DT_FLOAT ? floats : floats.as(dtype);
  }

  /** The sizes of the shape, -1 for open ones; none where the rank is unknown. */
  public List<Long> sizes() {
    return Attributes.sizes(shape);
  }
}
