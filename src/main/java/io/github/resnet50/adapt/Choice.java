package io.github.resnet50.adapt;

import io.github.resnet50.adapt.train.Epoch;
import io.github.resnet50.adapt.train.TrainingSettings;
import java.util.List;

/**
 * Settings that were chosen on some images.
 *
 * @param settings with as many epochs as were best
 * @param folds that the choice was made by; 1: one validation part
 * @param trials all that were compared
 * @param curve of the chosen ones, on the first validation part; training is scored where that was
 *     wanted
 */
record Choice(TrainingSettings settings, int folds, List<Trial> trials, List<Epoch> curve) {
  Choice {
    trials = List.copyOf(trials);
    curve = List.copyOf(curve);
  }
}
