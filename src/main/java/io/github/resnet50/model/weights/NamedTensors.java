package io.github.resnet50.model.weights;

import com.google.protobuf.ByteString;
import io.github.resnet50.basics.Numbers;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.resnet.ResNetWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;

/** Answers a graph's questions by the names and shapes that PyTorch gives to tensors. */
interface NamedTensors extends ResNetWeights {
  /** A convolution's kernel, stored as {@code [out, in / groups, rows, columns]}. */
  HostTensor kernel(String name, int out, int in, int size);

  HostTensor vector(String name, int length);

  /** A dense layer's weights, stored as {@code [out, in]}. */
  HostTensor matrix(String name, int out, int in);

  @Override
  default HostTensor kernel(Convolution c) {
    return kernel(c.path() + ".weight", c.out(), c.in() / c.groups(), c.size());
  }

  @Override
  default HostTensor bias(Convolution convolution) {
    return vector(convolution.path() + ".bias", convolution.out());
  }

  @Override
  default Normalisation normalisation(String path, int channels, boolean closesBlock) {
    return new Normalisation(
        vector(path + ".weight", channels),
        vector(path + ".bias", channels),
        vector(path + ".running_mean", channels),
        vector(path + ".running_var", channels));
  }

  @Override
  default HostTensor denseKernel(int features, int classes) {
    return matrix("fc.weight", classes, features);
  }

  @Override
  default HostTensor denseBias(int classes) {
    return vector("fc.bias", classes);
  }

  /**
   * Notes what is asked for, and gives tensors without numbers.
   *
   * @param shapes by name; gets what is asked for
   */
  record Expected(Map<String, List<Long>> shapes) implements NamedTensors {
    private static final HostTensor NOTHING =
        new HostTensor(DataType.DT_FLOAT, List.of(0L), ByteString.EMPTY);

    @Override
    public HostTensor kernel(String name, int out, int in, int size) {
      shapes.put(name, List.of((long) out, (long) in, (long) size, (long) size));
      return NOTHING;
    }

    @Override
    public HostTensor vector(String name, int length) {
      shapes.put(name, List.of((long) length));
      return NOTHING;
    }

    @Override
    public HostTensor matrix(String name, int out, int in) {
      shapes.put(name, List.of((long) out, (long) in));
      return NOTHING;
    }
  }

  /** Gives the numbers of a dictionary, in TensorFlow's order; it has to have them all. */
  record Stored(StateDictionary dictionary) implements NamedTensors {
    @Override
    public HostTensor kernel(String name, int out, int in, int size) {
      float[] stored = floats(name);
      float[] turned = new float[stored.length];
      int pixels = size * size;
      for (int pixel = 0; pixel < pixels; pixel++) {
        for (int from = 0; from < in; from++) {
          int target = (pixel * in + from) * out;
          for (int to = 0; to < out; to++) {
            turned[target + to] = stored[(to * in + from) * pixels + pixel];
          }
        }
      }
      return HostTensor.floats(List.of((long) size, (long) size, (long) in, (long) out), turned);
    }

    @Override
    public HostTensor vector(String name, int length) {
      return HostTensor.floats(List.of((long) length), floats(name));
    }

    @Override
    public HostTensor matrix(String name, int out, int in) {
      float[] turned = Numbers.transposed(floats(name), out, in);
      return HostTensor.floats(List.of((long) in, (long) out), turned);
    }

    private float[] floats(String name) {
      try {
        return dictionary.floats(name);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
