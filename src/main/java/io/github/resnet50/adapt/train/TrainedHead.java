package io.github.resnet50.adapt.train;

import io.github.resnet50.model.Head;
import java.util.List;

/**
 * The result of a training.
 *
 * @param head of the best epoch
 * @param epoch the best one, counted from 1; the last where there is no validation
 * @param validation of the best epoch; null where there is no validation
 * @param curve all epochs
 */
public record TrainedHead(Head head, int epoch, LossAndAccuracy validation, List<Epoch> curve) {
  /**
   * A point of the training curves.
   *
   * @param epoch counted from 1
   * @param training null where it was not asked for
   * @param validation null where there is no validation
   */
  public record Epoch(int epoch, LossAndAccuracy training, LossAndAccuracy validation) {}

  public TrainedHead {
    curve = List.copyOf(curve);
  }

  /**
   * How well a head classifies some rows, without dropout or label smoothing.
   *
   * @param loss mean cross-entropy in nat; while AdamW is validated by class weights, where the
   *     training has them
   * @param accuracy share of the rows whose most probable class is their label
   */
  public record LossAndAccuracy(double loss, double accuracy) {}
}
