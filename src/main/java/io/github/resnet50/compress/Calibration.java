package io.github.resnet50.compress;

import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a graph on images and watches its tensors. Nothing of the images is kept. */
final class Calibration {
  private final Map<TensorRef, ActivationStatistics> statistics = new HashMap<>();

  /** Watches these tensors for another batch. */
  void add(GraphRunner runner, TensorRef input, HostTensor batch, List<TensorRef> tensors) {
    // What is fed cannot be fetched.
    List<TensorRef> fetched = tensors.stream().filter(tensor -> !tensor.equals(input)).toList();
    List<HostTensor> values = runner.run(Map.of(input, batch), fetched);
    for (int i = 0; i < fetched.size(); i++) {
      add(fetched.get(i), values.get(i));
    }
    if (fetched.size() < tensors.size()) {
      add(input, batch);
    }
  }

  private void add(TensorRef tensor, HostTensor value) {
    int channels = Math.toIntExact(value.shape().get(value.shape().size() - 1));
    statistics
        .computeIfAbsent(tensor, absent -> new ActivationStatistics(channels))
        .add(value.floats());
  }

  ActivationStatistics of(TensorRef tensor) {
    return statistics.get(tensor);
  }
}
