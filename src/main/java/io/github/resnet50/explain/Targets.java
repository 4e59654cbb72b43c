package io.github.resnet50.explain;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * What may be explained: a model's classes by their indices, and behind them groups of classes. A
 * group's probability is the sum of its classes', and so its logit the logarithm of the sum of
 * their exponentials, whose gradient is the mean of theirs, each weighted by its share of the
 * group's probability.
 *
 * @param groups of class indices
 */
record Targets(List<BitSet> groups) {
  /** No groups. */
  static final Targets CLASSES = new Targets(List.of());

  /** Of a group's probability: what the classes that take part in its mean have at least. */
  private static final double NEARLY_ALL = 0.999;

  /**
   * A target as a mean of classes.
   *
   * @param weights one a class; they add up to 1
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Mixture(int[] classes, float[] weights) {
    static Mixture of(int classIndex) {
      return new Mixture(new int[] {classIndex}, new float[] {1});
    }
  }

  /** The probabilities of classes, and those of the groups behind. */
  float[] withGroups(float[] probabilities) {
    float[] all = Arrays.copyOf(probabilities, probabilities.length + groups.size());
    for (int group = 0; group < groups.size(); group++) {
      all[probabilities.length + group] =
          (float) groups.get(group).stream().mapToDouble(c -> probabilities[c]).sum();
    }
    return all;
  }

  /**
   * What a target is made of.
   *
   * @param probabilities {@linkplain #withGroups with those of the groups}
   */
  Mixture mixture(int target, float[] probabilities) {
    int classes = probabilities.length - groups.size();
    if (target < classes) {
      return Mixture.of(target);
    }
    int[] members =
        groups.get(target - classes).stream()
            .boxed()
            .sorted(Comparator.comparingDouble(c -> -probabilities[c]))
            .mapToInt(Integer::intValue)
            .toArray();
    double all = probabilities[target];
    double sum = 0;
    int count = 0;
    while (count < members.length && (count == 0 || sum < NEARLY_ALL * all)) {
      sum += probabilities[members[count++]];
    }
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = sum > 0 ? (float) (probabilities[members[i]] / sum) : 1f / count;
    }
    return new Mixture(Arrays.copyOf(members, count), weights);
  }
}
