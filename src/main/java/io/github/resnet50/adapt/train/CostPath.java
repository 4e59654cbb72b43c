package io.github.resnet50.adapt.train;

import io.github.resnet50.adapt.train.LogisticRegression.Fit;
import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.adapt.train.TrainingPool.CostTrial;
import io.github.resnet50.adapt.train.TrainingPool.RowSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Follows the solutions of logistic regression from a strong penalty to weaker ones, each from the
 * one before, and judges each on rows that it has not learnt. Where the loss on those has risen for
 * a while no weaker penalty is tried: these take the longest, and the loss has one valley.
 */
final class CostPath {
  private static final int RISES = 3;

  private final List<LogisticRegression> parts;
  private final List<RowSplit> splits;
  private final TrainingPool pool;

  CostPath(Examples rows, List<RowSplit> splits, boolean balanced, TrainingPool pool) {
    SampleSpan span = SampleSpan.of(rows);
    this.splits = splits;
    this.pool = pool;
    this.parts =
        splits.stream()
            .map(s -> new LogisticRegression(span, rows, s.train(), balanced, pool::isStopping))
            .toList();
  }

  /**
   * @param costs in rising order
   * @return those that were tried
   */
  List<CostTrial> trials(double[] costs) {
    List<Integer> places = IntStream.range(0, parts.size()).boxed().toList();
    List<Fit> fits = new ArrayList<>(places.stream().map(i -> (Fit) null).toList());
    List<CostTrial> trials = new ArrayList<>();
    int images = splits.stream().mapToInt(s -> s.validation().length).sum();
    double best = Double.POSITIVE_INFINITY;
    int since = 0;
    for (double cost : costs) {
      List<Fit> starts = fits;
      fits = pool.all(places, i -> parts.get(i).fit(cost, starts.get(i), LogisticRegression.ROUGH));
      fits.forEach(pool::count);
      double loss = 0;
      double accuracy = 0;
      for (int i : places) {
        int[] judged = splits.get(i).validation();
        LossAndAccuracy score = parts.get(i).score(fits.get(i), judged);
        loss += score.loss() * judged.length / images;
        accuracy += score.accuracy() * judged.length / images;
      }
      trials.add(new CostTrial(cost, new LossAndAccuracy(loss, accuracy)));
      since = loss < best ? 0 : since + 1;
      best = Math.min(best, loss);
      if (since == RISES) {
        break;
      }
    }
    return trials;
  }
}
