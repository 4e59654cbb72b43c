package io.github.resnet50.adapt.train;

import io.github.resnet50.model.head.Head;
import java.util.List;

/**
 * What came of a training.
 *
 * @param head of the best epoch
 * @param epoch the best one, counted from 1; the last where there was nothing to validate by
 * @param validation of the best epoch; null where there was nothing to validate by
 * @param curve all epochs
 */
public record Trained(Head head, int epoch, Fit validation, List<Epoch> curve) {
  public Trained {
    curve = List.copyOf(curve);
  }
}
