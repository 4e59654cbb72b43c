package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.ChosenSettings;
import io.github.resnet50.adapt.train.TrainingPool;

/** Chooses, on some images, the settings with which a head is best trained. */
interface SettingsSearch {
  /** That of the configuration's solver. */
  static SettingsSearch of(Dataset dataset, AdaptConfig config, TrainingPool pool) {
    return config.settings().isConvex()
        ? new CostSearch(dataset, config, pool)
        : new HyperparameterSearch(dataset, config, pool);
  }

  /**
   * @param images to choose on
   * @param crossValidated whether folds judge, else one part
   * @param curves whether to score the training images after each epoch, where there are epochs
   */
  ChosenSettings choose(int[] images, boolean crossValidated, boolean curves);
}
