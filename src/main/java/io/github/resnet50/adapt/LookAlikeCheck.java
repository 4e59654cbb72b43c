package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptationProcedure.ScoredHead;
import io.github.resnet50.adapt.check.FitVerdict.Together;
import io.github.resnet50.adapt.check.PairedGain;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether a head is right on unseen images because they look like ones that it has learnt: judges
 * anew, with images that look alike on one side of every split, and compares.
 *
 * @param together the images in groups that hold those that look alike, too
 */
record LookAlikeCheck(Dataset together, long seed) {
  /** Of the unseen images; fewer would change little. */
  private static final double LEAST_SHARE = 0.05;

  /**
   * How many unseen images look like one that the head which judges them has learnt.
   *
   * @param heads at least one
   */
  int count(List<ScoredHead> heads) {
    int count = 0;
    for (ScoredHead head : heads) {
      Set<Integer> learnt = groups(head.split().train());
      count +=
          (int)
              Arrays.stream(head.split().test())
                  .filter(image -> learnt.contains(together.group(image)))
                  .count();
    }
    return count;
  }

  private Set<Integer> groups(int[] images) {
    return Arrays.stream(images).mapToObj(together::group).collect(Collectors.toSet());
  }

  /**
   * The comparison; null where few look alike, or a class would have nothing left to learn from.
   *
   * @param splits of which images that look alike lie on one side; they judge all unseen images
   * @param unseen what the heads say of the images that they have not seen
   * @param judged the same of heads that have seen nothing that looks alike; of other images too
   */
  Together compare(
      List<TrainTestSplit> splits,
      List<ScoredHead> heads,
      Predictions unseen,
      Supplier<Predictions> judged) {
    int count = count(heads);
    if (count < LEAST_SHARE * unseen.images().length
        || splits.isEmpty()
        || !splits.stream().allMatch(this::isEnough)) {
      return null;
    }
    Predictions apart = judged.get();
    double[] correct = apart.correct();
    Map<Integer, Double> right = new HashMap<>();
    for (int i = 0; i < correct.length; i++) {
      right.put(apart.images()[i], correct[i]);
    }
    double[] after = Arrays.stream(unseen.images()).mapToDouble(right::get).toArray();
    int[] groups = Arrays.stream(unseen.images()).map(together::group).toArray();
    return new Together(
        count,
        Arrays.stream(after).average().orElseThrow(),
        PairedGain.of(unseen.correct(), after, groups, seed));
  }

  /** Whether there is something of each class to learn from, and something else to choose by. */
  private boolean isEnough(TrainTestSplit split) {
    return together.distinct(split.train()) > 1
        && IntStream.of(together.counts(split.train())).allMatch(count -> count > 0);
  }
}
