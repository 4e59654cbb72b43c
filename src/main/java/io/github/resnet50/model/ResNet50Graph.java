package io.github.resnet50.model;

import com.google.protobuf.ByteString;
import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.resnet.ResNet;
import io.github.resnet50.graph.resnet.ResNetGraph;
import io.github.resnet50.graph.resnet.ResNetWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SavedModel;

/**
 * ResNet50 on images of 224 × 224 with seeded weights, 8.2 GFLOP an image: He-uniform convolutions
 * (He et al. 2015b), and residual branches scaled down so that activations neither vanish nor
 * explode.
 */
final class ResNet50Graph {
  static final int CLASSES = 1000;
  static final int FEATURES = 2048;
  private static final int SIDE = 224;

  private final ResNetGraph graph;

  ResNet50Graph(long seed) {
    graph = new ResNetGraph(ResNet.resNet50(CLASSES), SIDE, new Seeded(new SplittableRandom(seed)));
  }

  /** The whole model, weights as constants; about 100 MB. */
  SavedModel savedModel() {
    return graph.savedModel();
  }

  /** The same backbone with this head on its 2048 features. */
  SavedModel savedModel(Head head) {
    List<Head.Dense> layers = head.layers();
    int classes = layers.get(layers.size() - 1).bias().length;
    return graph.savedModel((flat, features) -> draw(head, flat, features), classes);
  }

  private static TensorRef draw(Head head, FlatGraph graph, TensorRef features) {
    TensorRef x = features;
    for (int i = 0; i < head.layers().size(); i++) {
      Head.Dense layer = head.layers().get(i);
      String name = "dense" + (i + 1);
      x = graph.addDense(name, layer.weights(), layer.bias(), x);
      if (layer.relu()) {
        x = graph.add(Attributes.node("Relu", name + "/relu", x.node()));
      }
    }
    return x;
  }

  /** Drawn one after the other, so the order in which the graph asks matters. */
  private record Seeded(SplittableRandom random) implements ResNetWeights {
    private static final float RESIDUAL_GAMMA = 0.25f;

    @Override
    public HostTensor kernel(Convolution convolution) {
      int size = convolution.size();
      int in = convolution.in() / convolution.groups();
      return uniform(Math.sqrt(6.0 / (size * size * in)), size, size, in, convolution.out());
    }

    @Override
    public HostTensor bias(Convolution convolution) {
      return filled(0f, convolution.out());
    }

    @Override
    public Normalisation normalisation(String path, int channels, boolean closesBlock) {
      HostTensor zeros = filled(0f, channels);
      HostTensor ones = filled(1f, channels);
      HostTensor gamma = closesBlock ? filled(RESIDUAL_GAMMA, channels) : ones;
      return new Normalisation(gamma, zeros, zeros, ones);
    }

    @Override
    public HostTensor denseKernel(int features, int classes) {
      return uniform(Math.sqrt(1.0 / features), features, classes);
    }

    @Override
    public HostTensor denseBias(int classes) {
      return uniform(0.01, classes);
    }

    /** In ±limit. */
    private HostTensor uniform(double limit, long... shape) {
      ByteBuffer bytes = floats(shape);
      while (bytes.hasRemaining()) {
        bytes.putFloat((float) ((random.nextInt() * 0x1p-31) * limit));
      }
      return tensor(bytes, shape);
    }

    private static HostTensor filled(float value, long length) {
      ByteBuffer bytes = floats(length);
      while (bytes.hasRemaining()) {
        bytes.putFloat(value);
      }
      return tensor(bytes, length);
    }

    /** Little-endian on every machine: the model's hash is part of caches' keys. */
    private static ByteBuffer floats(long... shape) {
      long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      return ByteBuffer.allocate(Math.toIntExact(count * Float.BYTES))
          .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static HostTensor tensor(ByteBuffer bytes, long... shape) {
      return new HostTensor(
          DataType.DT_FLOAT,
          Arrays.stream(shape).boxed().toList(),
          ByteString.copyFrom(bytes.flip()));
    }
  }
}
