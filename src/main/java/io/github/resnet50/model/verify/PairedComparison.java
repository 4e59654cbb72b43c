package io.github.resnet50.model.verify;

import com.google.gson.annotations.SerializedName;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.verify.CandidateResult.TrueClassRank;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One candidate against another on the same images, by the difference of the true class's
 * log-probability, image by image.
 *
 * @param gain mean difference in nats; positive: the first is better
 * @param standardError of the gain, in nats; null for a single image, which has none
 * @param better images on which the first is better
 * @param worse images on which the second is better
 * @param z Wilcoxon's signed-rank statistic (normal approximation, corrected for ties): in standard
 *     deviations, positive where the first is better, 0 where all differences are 0
 */
public record PairedComparison(
    double gain,
    @SerializedName("standard_error") Double standardError,
    int better,
    int worse,
    @SerializedName("signed_rank_z") double z) {
  /**
   * A gain in nats that raises the true class's probability by a tenth. Smaller gains are ignored.
   */
  static final double LEAST_GAIN = 0.1;

  /** Required gain in standard errors, so that a single image cannot decide. */
  private static final double LEAST_ERRORS = 2;

  /** One-sided, 5 % over the twenty candidates from which the best is chosen (Bonferroni). */
  private static final double LEAST_Z = 2.8;

  static PairedComparison of(CandidateResult first, CandidateResult second) {
    double[] differences = differences(first.images(), second.images());
    int n = differences.length;
    double mean = Arrays.stream(differences).average().orElseThrow();
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    return new PairedComparison(
        mean,
        n < 2 ? null : (Double) Math.sqrt(squares / (n - 1) / n),
        (int) Arrays.stream(differences).filter(d -> d > 0).count(),
        (int) Arrays.stream(differences).filter(d -> d < 0).count(),
        signedRank(differences));
  }

  private static double[] differences(List<TrueClassRank> first, List<TrueClassRank> second) {
    return IntStream.range(0, first.size())
        .mapToDouble(i -> first.get(i).logProbability() - second.get(i).logProbability())
        .toArray();
  }

  /** Wilcoxon 1945; equal sizes share their mean rank, and zeros are dropped. */
  private static double signedRank(double[] differences) {
    List<Double> sorted =
        Arrays.stream(differences)
            .filter(d -> d != 0)
            .boxed()
            .sorted(Comparator.comparingDouble(Math::abs))
            .toList();
    double n = sorted.size();
    double positive = 0;
    double variance = n * (n + 1) * (2 * n + 1) / 24;
    for (int from = 0, to; from < sorted.size(); from = to) {
      to = from + 1;
      while (to < sorted.size() && Math.abs(sorted.get(to)) == Math.abs(sorted.get(from))) {
        to++;
      }
      double rank = (from + 1 + to) / 2.0;
      positive += rank * sorted.subList(from, to).stream().filter(d -> d > 0).count();
      double ties = to - from;
      variance -= (ties * ties * ties - ties) / 48;
    }
    return n == 0 ? 0 : (positive - n * (n + 1) / 4) / Math.sqrt(variance);
  }

  /**
   * Whether the first is clearly better: by at least {@value #LEAST_GAIN} nat and two standard
   * errors in the mean, and by at least 2.8 in the signed-rank test, the usual one for two
   * classifiers on the same data (Demšar 2006). The mean alone is not a good test: the loss of an
   * image by a wrong preprocessing varies from nothing to dozens of nats.
   */
  public boolean isClear() {
    return standardError != null
        && gain >= LEAST_GAIN
        && gain >= LEAST_ERRORS * standardError
        && z >= LEAST_Z;
  }

  /** The gain and its standard error, where it has one. */
  public String text(String pattern) {
    return Text.format(pattern, gain)
        + (standardError == null ? "" : Text.format(" ± %.3f", standardError));
  }
}
