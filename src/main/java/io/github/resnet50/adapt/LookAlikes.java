package io.github.resnet50.adapt;

import io.github.resnet50.basics.DisjointSets;
import io.github.resnet50.basics.Numbers;
import java.util.Arrays;
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

  private static final int ENOUGH = 100;

  private LookAlikes() {}

  /** The groups of duplicates, joined where images of them look alike. */
  static DuplicateGroups joined(Dataset dataset) {
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
      join(sets, dataset, dataset.labelled(all, label));
    }
    return DuplicateGroups.of(sets, dataset.size(), dataset.duplicates().acrossClasses());
  }

  private static void join(DisjointSets sets, Dataset dataset, int[] images) {
    if (images.length < CheckedData.FEW) {
      return; // too few to tell what is usual among them
    }
    float[][] directions =
        Arrays.stream(images)
            .mapToObj(i -> direction(dataset.images().get(i).original()))
            .toArray(float[][]::new);
    double[] usual =
        IntStream.range(0, images.length).mapToDouble(i -> usual(directions, i)).toArray();
    for (int i = 0; i < images.length; i++) {
      for (int j = i + 1; j < images.length; j++) {
        double most = SHARE * Math.min(usual[i], usual[j]);
        if (1 - dot(directions[i], directions[j]) <= most) {
          sets.join(images[i], images[j]);
        }
      }
    }
  }

  /** The median distance of one to the others, of which a hundred tell as much as all. */
  private static double usual(float[][] directions, int from) {
    int step = Math.max(1, directions.length / ENOUGH);
    return Numbers.median(
        IntStream.range(0, directions.length)
            .filter(j -> j != from && j % step == 0)
            .mapToDouble(j -> 1 - dot(directions[from], directions[j]))
            .toArray());
  }

  private static float[] direction(float[] features) {
    double norm = Math.sqrt(dot(features, features));
    float[] direction = new float[features.length];
    for (int k = 0; k < direction.length; k++) {
      direction[k] = norm == 0 ? 0 : (float) (features[k] / norm);
    }
    return direction;
  }

  private static double dot(float[] one, float[] other) {
    double s0 = 0; // four sums, so that additions need not wait for each other
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 3 < one.length; k += 4) {
      s0 += (double) one[k] * other[k];
      s1 += (double) one[k + 1] * other[k + 1];
      s2 += (double) one[k + 2] * other[k + 2];
      s3 += (double) one[k + 3] * other[k + 3];
    }
    for (; k < one.length; k++) {
      s0 += (double) one[k] * other[k];
    }
    return s0 + s1 + (s2 + s3);
  }
}
