package io.github.resnet50.adapt.split;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Images dealt out to folds: each group stays whole, and each class is spread as evenly as that
 * allows.
 *
 * <p>Groups are dealt in an order drawn by chance, the large ones first; each goes to the fold that
 * has the fewest images of the group's most frequent class, then the fewest images at all.
 *
 * @param fold number of each place's fold
 * @param count how many folds there are
 */
@SuppressWarnings("ArrayRecordComponent")
public record Folds(int[] fold, int count) {

  /**
   * @param labels class index of each place
   * @param groups number of each place's group, from 0
   * @param count 2 or more
   */
  public static Folds of(int[] labels, int[] groups, int classes, int count, long seed) {
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
      int main = IntStream.range(0, classes).reduce(0, more(contents[group]));
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
        images[chosen][c] += contents[group][c];
      }
    }
    return new Folds(Arrays.stream(groups).map(g -> foldOf[g]).toArray(), count);
  }

  private static java.util.function.IntBinaryOperator more(int[] content) {
    return (a, b) -> content[b] > content[a] ? b : a;
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

  /** Places in a fold. */
  public int[] in(int number) {
    return IntStream.range(0, fold.length).filter(i -> fold[i] == number).toArray();
  }

  /** Places in any other fold. */
  public int[] outside(int number) {
    return IntStream.range(0, fold.length).filter(i -> fold[i] != number).toArray();
  }
}
