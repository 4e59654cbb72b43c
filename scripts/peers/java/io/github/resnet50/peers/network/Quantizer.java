package io.github.resnet50.peers.network;

import io.github.resnet50.peers.network.Network.Node;
import io.github.resnet50.peers.network.Weights.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Static int8 quantisation in the form that ONNX Runtime wants it (QDQ: every operation between
 * dequantised inputs and a quantised output): activations asymmetric {@code uint8}, residual sums
 * and pooling included; weights symmetric {@code int8} per output channel; bias {@code int32}. Only
 * the logits and their softmax stay in float. A ReLU needs no operation: quantising from zero on
 * cuts off what is below, and up to six what a ReLU6 does.
 *
 * @see <a
 *     href="https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html">Quantize
 *     ONNX models</a>
 */
public final class Quantizer {
  private static final Set<String> RECTIFIERS = Set.of("Relu", "Clip");

  private final Network network;
  private final Map<String, Range> ranges;
  private final int weightLevels;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Weights> weights = new LinkedHashMap<>();

  /** How each value of the network is read in the new one. */
  private final Map<String, String> names = new HashMap<>();

  /** By which range a value is quantised. */
  private final Map<String, Range> quantised = new HashMap<>();

  private Quantizer(Network network, Map<String, Range> ranges, boolean reduceRange) {
    this.network = network;
    this.ranges = ranges;
    this.weightLevels = reduceRange ? 63 : 127;
  }

  /** The values whose ranges are needed. */
  public static List<String> points(Network network) {
    Set<String> points = new LinkedHashSet<>(List.of(network.input()));
    for (Node node : network.nodes()) {
      switch (node.op()) {
        case "Conv", "Add" -> points.add(rectified(network, node));
        case "GlobalAveragePool" -> points.add(node.output());
        default -> {
          // Shares its input's range, or stays in float.
        }
      }
    }
    return List.copyOf(points);
  }

  /** A node's output, or that of the ReLU or ReLU6 which alone takes it. */
  private static String rectified(Network network, Node node) {
    List<Node> consumers = network.consumers(node.output());
    return consumers.size() == 1 && RECTIFIERS.contains(consumers.get(0).op())
        ? consumers.get(0).output()
        : node.output();
  }

  /**
   * Quantises.
   *
   * @param ranges of all {@link #points}
   * @param reduceRange whether weights take 7 bits: for processors whose 8-bit products saturate
   *     when summed in pairs (AVX2 and AVX-512 without VNNI)
   */
  public static Network quantise(Network network, Map<String, Range> ranges, boolean reduceRange)
      throws NetworkException {
    return new Quantizer(network, ranges, reduceRange).run();
  }

  private Network run() throws NetworkException {
    quantise(network.input(), network.input(), ranges.get(network.input()));
    Set<String> done = new HashSet<>();
    for (Node node : network.nodes()) {
      if (done.contains(node.output())) {
        continue; // a ReLU that the quantisation before it does
      }
      switch (node.op()) {
        case "Conv" -> {
          nodes.add(withWeights(node, 0));
          String point = rectified(network, node);
          quantise(node.output(), point, ranges.get(point));
          done.add(point);
        }
        case "Add" -> {
          nodes.add(renamed(node));
          String point = rectified(network, node);
          quantise(node.output(), point, ranges.get(point));
          done.add(point);
        }
        case "GlobalAveragePool" -> {
          nodes.add(renamed(node));
          quantise(node.output(), node.output(), ranges.get(node.output()));
        }
        case "MaxPool", "Flatten" -> {
          nodes.add(renamed(node));
          quantise(node.output(), node.output(), quantised.get(node.inputs().get(0)));
        }
        case "Gemm" ->
            nodes.add(withWeights(node, node.attributes().get("transB").equals(1L) ? 0 : 1));
        case "Softmax" -> nodes.add(renamed(node));
        default -> throw new NetworkException("no int8 form of " + node.op() + " is known here");
      }
    }
    return new Network(
        network.input(), network.imageShape(), nodes, weights, network.output(), network.classes());
  }

  private Node renamed(Node node) {
    return new Node(
        node.op(),
        node.inputs().stream().map(name -> names.getOrDefault(name, name)).toList(),
        node.output(),
        node.attributes());
  }

  /**
   * @param raw the value as the new network computes it
   * @param value the value of the old network that it is, once quantised
   */
  private void quantise(String raw, String value, Range range) {
    String scale = value + ".scale";
    String zero = value + ".zero_point";
    weights.put(scale, Weights.floats(List.of(), range.scale()));
    weights.put(zero, Weights.bytes(Type.UINT8, List.of(), range.zeroPoint()));
    String levels = value + ".uint8";
    String name = value + ".dequantized";
    nodes.add(new Node("QuantizeLinear", List.of(raw, scale, zero), levels));
    nodes.add(new Node("DequantizeLinear", List.of(levels, scale, zero), name));
    names.put(value, name);
    quantised.put(value, range);
  }

  /**
   * @param axis of the weights' output channels
   */
  private Node withWeights(Node node, int axis) {
    String input = node.inputs().get(0);
    String weight = node.inputs().get(1);
    Weights kernel = network.weights().get(weight);
    int channels = Math.toIntExact(kernel.shape().get(axis));
    float[] values = kernel.floats();
    // How many elements lie between two channels, and how many of one lie together.
    int inner = axis == 0 ? values.length / channels : 1;
    float[] scales = new float[channels];
    for (int i = 0; i < values.length; i++) {
      int channel = i / inner % channels;
      scales[channel] = Math.max(scales[channel], Math.abs(values[i]));
    }
    for (int c = 0; c < channels; c++) {
      scales[c] = Math.max(scales[c], 1e-6f) / weightLevels;
    }
    byte[] levels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      levels[i] = (byte) Math.round(values[i] / scales[i / inner % channels]);
    }
    List<String> inputs = new ArrayList<>();
    inputs.add(names.get(input));
    inputs.add(dequantised(weight, Weights.bytes(Type.INT8, kernel.shape(), levels), scales, axis));
    if (node.inputs().size() > 2) {
      inputs.add(bias(node.inputs().get(2), quantised.get(input).scale(), scales));
    }
    return new Node(node.op(), inputs, node.output(), node.attributes());
  }

  private String bias(String name, float inputScale, float... weightScales) {
    float[] values = network.weights().get(name).floats();
    float[] scales = new float[values.length];
    int[] levels = new int[values.length];
    for (int c = 0; c < values.length; c++) {
      scales[c] = inputScale * weightScales[c];
      levels[c] = Math.round(values[c] / scales[c]); // saturates
    }
    return dequantised(name, Weights.ints(List.of((long) values.length), levels), scales, 0);
  }

  private String dequantised(String name, Weights levels, float[] scales, long axis) {
    String scale = name + ".scale";
    String value = name + ".dequantized";
    weights.put(name, levels);
    weights.put(scale, Weights.floats(List.of((long) scales.length), scales));
    nodes.add(
        new Node(
            "DequantizeLinear", List.of(name, scale), value, Map.<String, Object>of("axis", axis)));
    return value;
  }
}
