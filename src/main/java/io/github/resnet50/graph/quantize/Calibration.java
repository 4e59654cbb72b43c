package io.github.resnet50.graph.quantize;

import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Statistics of a graph's activations on calibration images: for each watched tensor {@code [N, H,
 * W, C]} a histogram of its values and the means of its channels. The activations themselves are
 * not kept.
 */
final class Calibration {
  private final Map<TensorRef, Statistics> statistics = new HashMap<>();

  /** The statistics of one tensor. */
  private static final class Statistics {
    private final ActivationHistogram histogram = new ActivationHistogram();
    private final double[] sums;
    private long positions;

    Statistics(int channels) {
      this.sums = new double[channels];
    }

    /** Takes values with the channels last. */
    void add(float[] values) {
      histogram.add(values);
      for (int i = 0; i < values.length; i++) {
        sums[i % sums.length] += values[i];
      }
      positions += values.length / sums.length;
    }
  }

  /** Runs a batch and adds the values of the watched tensors. */
  void add(GraphSession session, HostTensor batch, List<TensorRef> tensors) {
    TensorRef input = session.input().tensor();
    // A tensor that is fed cannot be fetched.
    List<TensorRef> fetched = tensors.stream().filter(tensor -> !tensor.equals(input)).toList();
    List<HostTensor> values = session.run(batch, fetched);
    for (int i = 0; i < fetched.size(); i++) {
      add(fetched.get(i), values.get(i));
    }
    if (fetched.size() < tensors.size()) {
      add(input, batch);
    }
  }

  private void add(TensorRef tensor, HostTensor value) {
    int channels = Math.toIntExact(value.shape().get(value.shape().size() - 1));
    statistics.computeIfAbsent(tensor, absent -> new Statistics(channels)).add(value.floats());
  }

  /** The histogram of a watched tensor's values. */
  ActivationHistogram histogram(TensorRef tensor) {
    return statistics.get(tensor).histogram;
  }

  /** The means of a watched tensor's channels over images and positions. */
  double[] channelMeans(TensorRef tensor) {
    Statistics watched = statistics.get(tensor);
    return Arrays.stream(watched.sums).map(sum -> sum / watched.positions).toArray();
  }

  /** How many values each channel of a watched tensor had, over all images. */
  long positions(TensorRef tensor) {
    return statistics.get(tensor).positions;
  }
}
