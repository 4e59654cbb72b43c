package io.github.resnet50.graph.quantize;

import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import io.github.resnet50.graph.onnx.OnnxQuantizer.Summand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Statistics of a graph's activations on calibration images: for each watched tensor {@code [N, H,
 * W, C]} a histogram of its values and the means of its channels. The activations themselves are
 * not kept.
 */
final class Calibration {
  private final Map<TensorRef, Statistics> statistics = new HashMap<>();
  private final Map<Summand, SummandHistogram> summands = new LinkedHashMap<>();

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
      for (int i = 0; i < values.length; i += sums.length) {
        for (int channel = 0; channel < sums.length; channel++) {
          sums[channel] += values[i + channel];
        }
      }
      positions += values.length / sums.length;
    }
  }

  /**
   * @param summands whose values are to be counted as their sums show them; both tensors of each
   *     are to be watched
   */
  Calibration(List<Summand> summands) {
    summands.forEach(summand -> this.summands.put(summand, new SummandHistogram()));
  }

  /**
   * Runs a batch and adds the values of the watched tensors.
   *
   * @param also another tensor
   * @return its value
   */
  HostTensor add(GraphSession session, HostTensor batch, List<TensorRef> tensors, TensorRef also) {
    TensorRef input = session.input().tensor();
    // A tensor that is fed cannot be fetched.
    List<TensorRef> watched = tensors.stream().filter(tensor -> !tensor.equals(input)).toList();
    List<TensorRef> fetched = new ArrayList<>(watched);
    fetched.add(also);
    List<HostTensor> values = session.run(batch, fetched);
    Map<TensorRef, HostTensor> batches = new LinkedHashMap<>();
    for (int i = 0; i < watched.size(); i++) {
      batches.put(watched.get(i), values.get(i));
    }
    if (watched.size() < tensors.size()) {
      batches.put(input, batch);
    }
    batches.forEach((tensor, value) -> statistics.computeIfAbsent(tensor, t -> of(value)));
    // Each tensor has statistics of its own, so that the order does not matter.
    batches.entrySet().parallelStream()
        .forEach(entry -> statistics.get(entry.getKey()).add(entry.getValue().floats()));
    summands.entrySet().parallelStream()
        .forEach(
            entry ->
                entry
                    .getValue()
                    .add(
                        batches.get(entry.getKey().tensor()).floats(),
                        batches.get(entry.getKey().other()).floats()));
    return values.get(watched.size());
  }

  private static Statistics of(HostTensor value) {
    return new Statistics(Math.toIntExact(value.shape().get(value.shape().size() - 1)));
  }

  /** The histogram of a watched tensor's values. */
  ActivationHistogram histogram(TensorRef tensor) {
    return statistics.get(tensor).histogram;
  }

  /** The histogram of a summand's values; empty where those were not to be counted. */
  Optional<SummandHistogram> histogram(Summand summand) {
    return Optional.ofNullable(summands.get(summand));
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
