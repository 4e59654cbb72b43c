package io.github.resnet50.adapt;

import io.github.resnet50.adapt.data.Samples;
import io.github.resnet50.adapt.split.Folds;
import io.github.resnet50.adapt.split.Kin;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A split: places of the images to learn from and of those to be judged by.
 *
 * @param train no image of it shows the same as one of the test's
 * @param test none of it takes part in any choice
 */
@SuppressWarnings("ArrayRecordComponent")
record Part(int[] train, int[] test) {

  /** As many parts as folds that are not empty: every image is in the test of one. */
  static List<Part> all(Samples samples, Kin kin, int[] images, int folds, long seed) {
    Folds dealt = folds(samples, kin, images, folds, seed);
    return IntStream.range(0, folds)
        .mapToObj(fold -> of(dealt, images, fold))
        .filter(part -> part.train.length > 0 && part.test.length > 0)
        .toList();
  }

  /** One of them. */
  static Part one(Samples samples, Kin kin, int[] images, int folds, long seed) {
    return all(samples, kin, images, folds, seed).get(0);
  }

  private static Folds folds(Samples samples, Kin kin, int[] images, int folds, long seed) {
    int[] labels = Arrays.stream(images).map(i -> samples.images().get(i).label()).toArray();
    int[] groups = Arrays.stream(images).map(i -> kin.group()[i]).toArray();
    return Folds.of(labels, groups, samples.classes().size(), folds, seed);
  }

  private static Part of(Folds dealt, int[] images, int fold) {
    return new Part(
        Arrays.stream(dealt.outside(fold)).map(i -> images[i]).toArray(),
        Arrays.stream(dealt.in(fold)).map(i -> images[i]).toArray());
  }
}
