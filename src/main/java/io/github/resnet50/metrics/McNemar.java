package io.github.resnet50.metrics;

/**
 * McNemar's test (1947) of whether two classifiers are right equally often, in its exact form:
 * under the hypothesis each is right on half of the images that exactly one of them gets right.
 */
public final class McNemar {
  private McNemar() {}

  /**
   * The two-sided probability of a split at least as uneven.
   *
   * @param onlyA images that only the first has right
   * @param onlyB images that only the second has right
   */
  public static double pValue(long onlyA, long onlyB) {
    long n = onlyA + onlyB;
    double logTerm = -n * Math.log(2); // of 0 successes of n, in the binomial distribution
    double tail = 0;
    for (long i = 0; i <= Math.min(onlyA, onlyB); i++) {
      tail += Math.exp(logTerm);
      logTerm += Math.log((double) (n - i) / (i + 1));
    }
    return Math.min(1, 2 * tail);
  }
}
