package io.github.resnet50.adapt;

import io.github.resnet50.adapt.train.TrainingPool;
import io.github.resnet50.basics.DisjointSets;
import io.github.resnet50.basics.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Images of one class that are much nearer to each other than most of the class, as frames of one
 * film or parts of one photograph are: no near-duplicates by {@link DuplicateGroups}, and yet who
 * has learnt one knows the other.
 *
 * <p>What is near is relative to the class: the distance, 1 − cosine of the features, is at most
 * {@link #SHARE} of the median distance to the class's other images, from both of the two. A class
 * that shows one thing throughout has no look-alikes.
 */
final class LookAlikes {
  /**
   * Measured on ResNet50's features: all 144 variants of 24 photographs (parts, mirrored, turned,
   * in other colours) have a look-alike, and of 300 photographs of different things 9 have one in
   * classes of 150, 6 in classes of 30.
   */
  static final double SHARE = 0.4;

  /** Of a class; a larger one is not looked through, as the comparisons grow with its square. */
  static final int MOST_IMAGES = 3000;

  private static final int ENOUGH = 100;

  private LookAlikes() {}

  /**
   * The groups of duplicates, joined where images of them look alike.
   *
   * @throws CancellationException where the pool was stopped
   */
  static DuplicateGroups joined(Dataset dataset, TrainingPool pool) {
    DisjointSets sets = new DisjointSets(dataset.size());
    int[] first = new int[dataset.duplicates().count()];
    Arrays.fill(first, -1);
    for (int i = 0; i < dataset.size(); i++) {
      int group = dataset.group(i);
      first[group] = first[group] < 0 ? i : first[group];
      sets.join(first[group], i);
    }
    int[] all = IntStream.range(0, dataset.size()).toArray();
    for (int label = 0; label < dataset.classes().size(); label++) {
      join(sets, dataset, dataset.labelled(all, label), pool);
    }
    return DuplicateGroups.of(sets, dataset.size(), dataset.duplicates().acrossClasses());
  }

  private static void join(DisjointSets sets, Dataset dataset, int[] images, TrainingPool pool) {
    if (images.length < CheckedData.FEW || images.length > MOST_IMAGES) {
      return; // too few to tell what is usual among them, or too many
    }
    float[][] directions =
        Arrays.stream(images)
            .mapToObj(i -> direction(dataset.images().get(i).original()))
            .toArray(float[][]::new);
    List<Integer> rows = IntStream.range(0, images.length).boxed().toList();
    List<Double> usual = pool.all(rows, i -> usual(directions, i));
    List<int[]> near = pool.all(rows, i -> later(directions, i, usual));
    for (int i = 0; i < images.length; i++) {
      for (int j : near.get(i)) {
        sets.join(images[i], images[j]);
      }
    }
  }

  /** Those after one that look like it. */
  private static int[] later(float[][] directions, int from, List<Double> usual) {
    return IntStream.range(from + 1, directions.length)
        .filter(
            j ->
                1 - Numbers.dot(directions[from], directions[j])
                    <= SHARE * Math.min(usual.get(from), usual.get(j)))
        .toArray();
  }

  /** The median distance of one to the others, of which a hundred tell as much as all. */
  private static double usual(float[][] directions, int from) {
    int step = Math.max(1, directions.length / ENOUGH);
    return Numbers.median(
        IntStream.range(0, directions.length)
            .filter(j -> j != from && j % step == 0)
            .mapToDouble(j -> 1 - Numbers.dot(directions[from], directions[j]))
            .toArray());
  }

  private static float[] direction(float[] features) {
    double norm = Math.sqrt(Numbers.dot(features, features));
    float[] direction = new float[features.length];
    for (int k = 0; k < direction.length; k++) {
      direction[k] = norm == 0 ? 0 : (float) (features[k] / norm);
    }
    return direction;
  }
}
