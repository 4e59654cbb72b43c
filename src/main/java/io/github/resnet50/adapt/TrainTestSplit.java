package io.github.resnet50.adapt;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Places of the images to learn from and of those to be judged by. Splits are stratified and keep
 * groups: duplicates stay on one side, and each class is spread as evenly as that allows.
 *
 * @param train no image of it shows the same as one of the test's
 * @param test none of it takes part in any choice
 */
@SuppressWarnings("ArrayRecordComponent")
record TrainTestSplit(int[] train, int[] test) {

  /** Cross-validation: every image is in one test. As many splits as folds that are not empty. */
  static List<TrainTestSplit> all(Dataset dataset, int[] images, int folds, long seed) {
    int[] labels = Arrays.stream(images).map(dataset::label).toArray();
    int[] groups = Arrays.stream(images).map(dataset::group).toArray();
    int[] foldOf = folds(labels, groups, dataset.classes().size(), folds, seed);
    return IntStream.range(0, folds)
        .mapToObj(fold -> of(images, foldOf, fold))
        .filter(split -> split.train.length > 0 && split.test.length > 0)
        .toList();
  }

  private static TrainTestSplit of(int[] images, int[] foldOf, int fold) {
    IntStream train = IntStream.range(0, images.length).filter(i -> foldOf[i] != fold);
    IntStream test = IntStream.range(0, images.length).filter(i -> foldOf[i] == fold);
    return new TrainTestSplit(
        train.map(i -> images[i]).toArray(), test.map(i -> images[i]).toArray());
  }

  /** Of images to be judged by, and those of some others that show nothing of these. */
  static TrainTestSplit without(Dataset dataset, int[] images, int[] test) {
    Set<Integer> judging = Arrays.stream(test).mapToObj(dataset::group).collect(Collectors.toSet());
    int[] train = Arrays.stream(images).filter(i -> !judging.contains(dataset.group(i))).toArray();
    return new TrainTestSplit(train, test);
  }

  /** A split whose test part is one fold. */
  static TrainTestSplit one(Dataset dataset, int[] images, int folds, long seed) {
    return all(dataset, images, folds, seed).get(0);
  }

  /**
   * Deals images out to folds. Groups are dealt in an order drawn by chance, the large ones first;
   * each goes to the fold that has the fewest images of the group's most frequent class, then the
   * fewest images at all.
   *
   * @param labels class index of each image
   * @param groups number of each image's group, from 0
   * @param count 2 or more
   * @return the fold of each image
   */
  static int[] folds(int[] labels, int[] groups, int classes, int count, long seed) {
    int groupCount = Arrays.stream(groups).max().orElse(-1) + 1;
    int[][] contents = new int[groupCount][classes];
    int[] sizes = new int[groupCount];
    for (int i = 0; i < labels.length; i++) {
      contents[groups[i]][labels[i]]++;
      sizes[groups[i]]++;
    }
    int[][] images = new int[count][classes];
    int[] totals = new int[count];
    int[] foldOf = new int[groupCount];
    for (int group : order(sizes, seed)) {
      int[] content = contents[group];
      int main = IntStream.range(0, classes).reduce(0, (a, b) -> content[b] > content[a] ? b : a);
      int chosen =
          IntStream.range(0, count)
              .boxed()
              .min(
                  Comparator.<Integer>comparingInt(f -> images[f][main])
                      .thenComparingInt(f -> totals[f]))
              .orElseThrow();
      foldOf[group] = chosen;
      totals[chosen] += sizes[group];
      for (int c = 0; c < classes; c++) {
        images[chosen][c] += content[c];
      }
    }
    return Arrays.stream(groups).map(g -> foldOf[g]).toArray();
  }

  private static int[] order(int[] sizes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] keys = new double[sizes.length];
    Arrays.setAll(keys, g -> random.nextDouble());
    return IntStream.range(0, sizes.length)
        .filter(g -> sizes[g] > 0)
        .boxed()
        .sorted(Comparator.<Integer>comparingInt(g -> -sizes[g]).thenComparingDouble(g -> keys[g]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
