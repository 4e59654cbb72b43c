package io.github.resnet50.graph.resnet;

import io.github.resnet50.graph.Attributes;
import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.resnet.ResNet.Stage;
import io.github.resnet50.graph.resnet.ResNetWeights.Convolution;
import io.github.resnet50.graph.resnet.ResNetWeights.Normalisation;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Draws a {@link ResNet} as a TensorFlow graph with its weights as constants: input {@code
 * [N,side,side,channels]}, output softmax {@code [N,classes]}. One instance draws one model.
 */
public final class ResNetGraph {
  /** For images of any size. */
  public static final int ANY_SIZE = -1;

  private static final String INPUT = "input_1";
  private static final float EPSILON = 1e-5f;

  private final ResNet net;
  private final int side;
  private final ResNetWeights weights;
  private final FlatGraph graph = new FlatGraph(FlatGraph.EMPTY, Map.of());

  /** What comes after the features. */
  @FunctionalInterface
  public interface Head {
    /**
     * Draws it.
     *
     * @param features {@code [N, features]}
     * @return the scores before the softmax, {@code [N, classes]}
     */
    TensorRef draw(FlatGraph graph, TensorRef features);
  }

  /**
   * @param side rows and columns of the images, or {@link #ANY_SIZE}
   */
  public ResNetGraph(ResNet net, int side, ResNetWeights weights) {
    this.net = net;
    this.side = side;
    this.weights = weights;
  }

  /** The whole model, with its own dense layer. */
  public SavedModel savedModel() {
    String features = backbone();
    String kernel = constant("dense/kernel", weights.denseKernel(net.features(), net.classes()));
    String product = add(Attributes.node("MatMul", "dense/matmul", features, kernel));
    String bias = constant("dense/bias", weights.denseBias(net.classes()));
    return wrap(add(Attributes.node("BiasAdd", "logits", product, bias)), net.classes());
  }

  /** The same backbone with another head. */
  public SavedModel savedModel(Head head, int classes) {
    TensorRef features = new TensorRef(backbone(), 0);
    return wrap(head.draw(graph, features).node(), classes);
  }

  /** Everything up to the features. */
  private String backbone() {
    graph.put(
        Attributes.placeholder(
            INPUT, DataType.DT_FLOAT, Attributes.shape(-1, side, side, net.channels())));
    String x = stem();
    int channels = net.stem().out();
    for (int stage = 1; stage <= net.stages().size(); stage++) {
      Stage shape = net.stages().get(stage - 1);
      for (int block = 0; block < shape.blocks(); block++) {
        int stride = stage > 1 && block == 0 ? 2 : 1;
        x =
            block(
                new Place(
                    "stage%d/block%d".formatted(stage, block + 1),
                    "layer%d.%d.".formatted(stage, block)),
                x,
                channels,
                shape,
                stride);
        channels = shape.out();
      }
    }
    return mean("features", "pool/axes", x, false);
  }

  private String stem() {
    int channels = net.channels();
    String x = INPUT;
    if (net.stem().isDeep()) {
      List<Integer> widths = net.stem().widths();
      for (int i = 0; i < widths.size(); i++) {
        // In timm a sequence of convolution, normalisation, activation, and so on; the last
        // normalisation stands behind it.
        String norm = i < widths.size() - 1 ? "conv1." + (3 * i + 1) : "bn1";
        String node = "conv1/" + (i + 1);
        Convolution convolution =
            new Convolution(node, "conv1." + 3 * i, channels, widths.get(i), 3, i == 0 ? 2 : 1, 1);
        x = relu(node + "/relu", normalised(convolution, norm, x, false));
        channels = widths.get(i);
      }
    } else {
      Convolution convolution =
          new Convolution("conv1", "conv1", channels, net.stem().out(), 7, 2, 1);
      x = relu("conv1/relu", normalised(convolution, "bn1", x, false));
    }
    if (net.stem().pooledByConvolution()) {
      int width = net.stem().out();
      Convolution pool = new Convolution("pool1", "maxpool.0", width, width, 3, 2, 1);
      return relu("pool1/relu", normalised(pool, "maxpool.1", x, false));
    }
    // Zero padding of non-negative values: the same as a max-pool with padding.
    return pool("pool1", "MaxPool", pad("pool1/pad", x), 3, "VALID");
  }

  /** Where a block is: its name in the graph, and the beginning of its names in dictionaries. */
  private record Place(String node, String path) {
    Convolution convolution(int number, int in, int out, int size, int stride, int groups) {
      return new Convolution(
          node + "/" + number, path + "conv" + number, in, out, size, stride, groups);
    }

    String norm(int number) {
      return path + "bn" + number;
    }
  }

  private String block(Place place, String x, int in, Stage stage, int stride) {
    String name = place.node();
    int groups = net.block().groups();
    String y;
    if (net.block().bottleneck()) {
      Convolution reduce = place.convolution(1, in, stage.first(), 1, 1, 1);
      Convolution spatial = place.convolution(2, stage.first(), stage.width(), 3, stride, groups);
      Convolution expand = place.convolution(3, stage.width(), stage.out(), 1, 1, 1);
      y = relu(name + "/1/relu", normalised(reduce, place.norm(1), x, false));
      y = relu(name + "/2/relu", normalised(spatial, place.norm(2), y, false));
      y = normalised(expand, place.norm(3), y, true);
    } else {
      Convolution first = place.convolution(1, in, stage.first(), 3, stride, 1);
      Convolution second = place.convolution(2, stage.first(), stage.out(), 3, 1, 1);
      y = relu(name + "/1/relu", normalised(first, place.norm(1), x, false));
      y = normalised(second, place.norm(2), y, true);
    }
    if (stage.squeezed() > 0) {
      y = excited(place, y, stage);
    }
    String shortcut =
        stride > 1 || in != stage.out() ? shortcut(place, x, in, stage.out(), stride) : x;
    return relu(name + "/relu", add(Attributes.node("AddV2", name + "/add", shortcut, y)));
  }

  private String shortcut(Place place, String x, int in, int out, int stride) {
    String name = place.node() + "/0";
    String path = place.path() + "downsample.";
    int size = stride > 1 ? net.block().shortcutSize() : 1;
    if (!net.block().pooledShortcut()) {
      Convolution convolution = new Convolution(name, path + 0, in, out, size, stride, 1);
      return normalised(convolution, path + 1, x, false);
    }
    // SAME leaves out what lies beyond the edge, as PyTorch's ceil_mode without count_include_pad.
    String pooled = stride > 1 ? pool(name + "/pool", "AvgPool", x, 2, "SAME") : x;
    return normalised(
        new Convolution(name, path + 1, in, out, size, 1, 1), path + 2, pooled, false);
  }

  /** Squeeze-and-excitation: each channel times a factor made of all channels' means. */
  private String excited(Place place, String x, Stage stage) {
    String name = place.node() + "/se";
    int out = stage.out();
    int middle = stage.squeezed();
    Convolution down = new Convolution(name + "/1", place.path() + "se.fc1", out, middle, 1, 1, 1);
    Convolution up = new Convolution(name + "/2", place.path() + "se.fc2", middle, out, 1, 1, 1);
    String y = biased(down, mean(name + "/squeeze", name + "/axes", x, true));
    y = biased(up, relu(name + "/1/relu", y));
    String factors = add(Attributes.node("Sigmoid", name + "/factors", y));
    return add(Attributes.node("Mul", name + "/mul", x, factors));
  }

  private String biased(Convolution convolution, String x) {
    String y = convolved(convolution, x);
    String bias = constant(convolution.node() + "/bias", weights.bias(convolution));
    return add(Attributes.node("BiasAdd", convolution.node() + "/biasadd", y, bias));
  }

  private String normalised(Convolution convolution, String path, String x, boolean closesBlock) {
    String y = convolved(convolution, x);
    String name = convolution.node() + "/bn";
    Normalisation norm = weights.normalisation(path, convolution.out(), closesBlock);
    return add(
        Attributes.node(
                "FusedBatchNormV3",
                name,
                y,
                constant(name + "/gamma", norm.gamma()),
                constant(name + "/beta", norm.beta()),
                constant(name + "/mean", norm.mean()),
                constant(name + "/variance", norm.variance()))
            .putAttr("U", Attributes.type(DataType.DT_FLOAT))
            .putAttr("is_training", Attributes.flag(false))
            .putAttr("epsilon", AttrValue.newBuilder().setF(EPSILON).build()));
  }

  private String convolved(Convolution convolution, String x) {
    String name = convolution.node();
    String kernel = constant(name + "/kernel", weights.kernel(convolution));
    int stride = convolution.stride();
    int pad = convolution.size() / 2;
    return add(
        Attributes.node("Conv2D", name + "/conv", x, kernel)
            .putAttr("strides", Attributes.longs(1, stride, stride, 1))
            .putAttr("padding", Attributes.s(pad == 0 ? "VALID" : "EXPLICIT"))
            .putAttr(
                "explicit_paddings",
                Attributes.longs(
                    pad == 0 ? new long[0] : new long[] {0, 0, pad, pad, pad, pad, 0, 0})));
  }

  private String pool(String name, String op, String x, int size, String padding) {
    return add(
        Attributes.node(op, name, x)
            .putAttr("ksize", Attributes.longs(1, size, size, 1))
            .putAttr("strides", Attributes.longs(1, 2, 2, 1))
            .putAttr("padding", Attributes.s(padding)));
  }

  /** The mean over rows and columns. */
  private String mean(String name, String axesName, String x, boolean keepsDimensions) {
    String axes = constant(axesName, HostTensor.ints(1, 2));
    NodeDef.Builder node =
        Attributes.node("Mean", name, x, axes).putAttr("Tidx", Attributes.type(DataType.DT_INT32));
    if (keepsDimensions) {
      node.putAttr("keep_dims", Attributes.flag(true));
    }
    return add(node);
  }

  private String pad(String name, String x) {
    HostTensor sides = HostTensor.ints(0, 0, 1, 1, 1, 1, 0, 0).shaped(4L, 2L);
    return add(
        Attributes.node("Pad", name, x, constant(name + "/sides", sides))
            .putAttr("Tpaddings", Attributes.type(DataType.DT_INT32)));
  }

  private String relu(String name, String x) {
    return add(Attributes.node("Relu", name, x));
  }

  private String constant(String name, HostTensor value) {
    graph.put(value.toConst(name));
    return name;
  }

  private String add(NodeDef.Builder node) {
    graph.put(node.build());
    return node.getName();
  }

  private SavedModel wrap(String logits, int classes) {
    String output = add(Attributes.node("Softmax", "predictions", logits));
    SignatureDef signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs(INPUT, tensorInfo(INPUT, -1, side, side, net.channels()))
            .putOutputs("predictions", tensorInfo(output, -1, classes))
            .build();
    MetaGraphDef.Builder metaGraph =
        MetaGraphDef.newBuilder()
            .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
            .setGraphDef(graph.toGraphDef().toBuilder().clearLibrary())
            .putSignatureDef("serving_default", signature);
    return SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(metaGraph).build();
  }

  private static TensorInfo tensorInfo(String node, long... shape) {
    return TensorInfo.newBuilder()
        .setName(node + ":0")
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(Attributes.shape(shape))
        .build();
  }
}
