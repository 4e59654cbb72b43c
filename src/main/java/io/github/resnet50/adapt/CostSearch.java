package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.ChosenSettings;
import io.github.resnet50.adapt.AdaptReport.Trial;
import io.github.resnet50.adapt.train.TrainingPool;
import io.github.resnet50.adapt.train.TrainingPool.RowSplit;
import io.github.resnet50.adapt.train.TrainingSettings;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Chooses the cost of logistic regression by the lowest loss on images that were not learnt from:
 * by five-fold cross-validation where images are scarce, else on a validation part of a fifth.
 */
record CostSearch(Dataset dataset, AdaptConfig config, TrainingPool pool)
    implements SettingsSearch {
  private static final int FOLDS = 5;

  /** Two a decade, from hardly learning to fitting each image. */
  private static final double[] COSTS =
      IntStream.rangeClosed(-12, 4).mapToDouble(half -> StrictMath.pow(10, half / 2.0)).toArray();

  @Override
  public ChosenSettings choose(int[] images, boolean crossValidated, boolean curves) {
    long seed = config.seed() + 1;
    List<TrainTestSplit> splits =
        crossValidated
            ? TrainTestSplit.all(dataset, images, FOLDS, seed)
            : List.of(TrainTestSplit.one(dataset, images, FOLDS, seed));
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < images.length; i++) {
      places.put(images[i], i);
    }
    int views = dataset.images().get(images[0]).features().length; // the same for all
    List<RowSplit> rows =
        splits.stream()
            .map(
                split ->
                    new RowSplit(
                        rows(split.train(), places, views, views),
                        rows(split.test(), places, views, 1)))
            .toList();
    Double fixed = config.fixed().cost();
    List<Trial> trials =
        pool
            .costs(
                dataset.withVariants(images),
                rows,
                config.settings().balanced(),
                fixed == null ? COSTS : new double[] {fixed})
            .stream()
            .map(Trial::of)
            .toList();
    Trial best =
        trials.stream().min(Comparator.comparingDouble(t -> t.validation().loss())).orElseThrow();
    TrainingSettings settings = config.settings().withCost(best.logistic().cost());
    return new ChosenSettings(settings, trials, List.of());
  }

  /** The first rows of each image, so many. */
  private static int[] rows(int[] images, Map<Integer, Integer> places, int views, int taken) {
    return Arrays.stream(images)
        .flatMap(i -> IntStream.range(0, taken).map(view -> places.get(i) * views + view))
        .toArray();
  }
}
