package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.Recipe;
import io.github.resnet50.adapt.AdaptationProcedure.ScoredHead;
import io.github.resnet50.adapt.check.PairedGain;
import io.github.resnet50.adapt.train.Examples;
import io.github.resnet50.adapt.train.TrainingPool;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.adapt.train.TrainingSettings.Optimizer;
import io.github.resnet50.adapt.train.TrainingSettings.Regularization;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.model.Head;
import java.util.ArrayList;
import java.util.List;

/**
 * What each of the usual means against overfitting brings on these images: dense layers trained
 * with AdamW, without any, with one at a time and with all, on the same splits as the head.
 */
record Recipes(Dataset dataset, AdaptConfig config, TrainingPool pool) {
  private static final double RATE = 1e-3;
  private static final double DROPOUT = 0.2;
  private static final double DECAY = 1;
  private static final int EPOCHS = 100;
  private static final int PATIENCE = 10;
  private static final int BATCH_SIZE = 32;
  private static final int VALIDATION_FOLDS = 5;

  /**
   * The means that a recipe uses.
   *
   * @param stopped whether training ends where the loss on a fifth of its images is the lowest
   * @param augmented whether it learns from variants of the images too
   */
  private record Means(
      String name, double dropout, double decay, boolean stopped, boolean augmented) {}

  /**
   * @param heads at least one
   * @param head what they say of the images that they have not seen, all together
   */
  List<Recipe> compare(List<ScoredHead> heads, Predictions head) {
    boolean variants = dataset.images().get(0).features().length > 1;
    List<Means> all = new ArrayList<>();
    all.add(new Means("AdamW alone", 0, 0, false, false));
    all.add(new Means("with dropout " + DROPOUT, DROPOUT, 0, false, false));
    all.add(new Means("with weight decay 1", 0, DECAY, false, false));
    all.add(new Means("with early stopping", 0, 0, true, false));
    if (variants) {
      all.add(new Means("with augmentation", 0, 0, false, true));
    }
    all.add(new Means("with all of these", DROPOUT, DECAY, true, variants));
    List<Recipe> recipes = new ArrayList<>();
    List<TrainTestSplit> splits = heads.stream().map(ScoredHead::split).toList();
    double[] alone = null;
    for (Means means : all) {
      long start = System.nanoTime();
      Predictions unseen =
          Predictions.across(splits, dataset, pool, split -> train(split.train(), means));
      alone = alone == null ? unseen.correct() : alone;
      recipes.add(recipe(means.name, unseen, alone, (System.nanoTime() - start) / 1e9));
    }
    recipes.add(recipe("the head itself", head, alone, null));
    return recipes;
  }

  private Recipe recipe(String name, Predictions unseen, double[] alone, Double seconds) {
    Estimate gain = PairedGain.of(alone, unseen.correct(), unseen.groups(), config.seed());
    return new Recipe(name, unseen.lossAndAccuracy(), unseen.balanced().value(), gain, seconds);
  }

  private Head train(int[] images, Means means) {
    TrainingSettings settings =
        new TrainingSettings(
            0,
            new Regularization(means.dropout, means.decay, 0),
            new Optimizer(RATE, EPOCHS, PATIENCE, BATCH_SIZE),
            config.settings().balanced(),
            config.seed());
    if (means.stopped) {
      TrainTestSplit split =
          TrainTestSplit.one(dataset, images, VALIDATION_FOLDS, config.seed() + 1);
      int best =
          pool.train(settings, rows(split.train(), means), dataset.originals(split.test()), false)
              .epoch();
      settings = settings.withEpochs(best);
    }
    return pool.train(settings, rows(images, means));
  }

  private Examples rows(int[] images, Means means) {
    return means.augmented ? dataset.withVariants(images) : dataset.originals(images);
  }
}
