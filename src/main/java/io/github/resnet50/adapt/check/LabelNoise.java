package io.github.resnet50.adapt.check;

import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Estimate.Interval;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How probable it is that a label is wrong, from what heads that have not seen the image say of it.
 *
 * <p>A label is taken to be drawn from the head's probabilities at some temperature, and, with some
 * rate, to have been replaced by any other class. Temperature and rate are those by which the given
 * labels are the most probable: where hard images are many the probabilities become flatter, where
 * clear ones bear another label the rate rises. An image that is merely hard is so told from one
 * that is labelled wrongly; of a class that the features do not tell apart little can be said.
 *
 * @param rate the share of wrong labels among all
 */
public record LabelNoise(double temperature, double rate) {
  /**
   * Of a head whose settings were chosen by its loss on unseen images. It is near 1 where labels
   * are right. Where many are wrong a head learns to be unsure of all images, and its probabilities
   * have to be sharpened a lot before what it is still sure of shows.
   */
  private static final double[] TEMPERATURES = {0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.4, 2};

  private static final double[] RATES = {
    0, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.14, 0.2, 0.27, 0.35, 0.45
  };
  private static final double LEAST = 1e-7;

  /** In nat; by so much more wrong labels explain than hard images where a 5 % test finds any. */
  private static final double EVIDENCE = 1.92;

  private static final int RESAMPLES = 200;

  /**
   * How many of the first labels of a ranking are wrong, with a 95 % interval.
   *
   * @param first how many these are
   */
  public record WrongAmong(int first, double wrong, double low, double high) {
    /** A sentence without its end. */
    public String text() {
      String interval = Text.format("(95 %%: %.0f to %.0f)", low, high);
      if (high - low > first / 2.0) {
        return Text.format(
            "how many of the first %,d of the ranking are wrong cannot be told %s",
            first, interval);
      }
      return Text.format(
          "of the first %,d of the ranking about %.0f %s wrong %s",
          first, wrong, Math.round(wrong) == 1 ? "is" : "are", interval);
    }
  }

  /** The most probable one. */
  public static LabelNoise of(float[][] probabilities, int[] labels) {
    double[][] fits = fits(probabilities, labels);
    int[] all = IntStream.range(0, labels.length).toArray();
    return best(fits, all, classes(probabilities), 0);
  }

  /**
   * @param probabilities of each image, from a head that has not seen it: what this was found from
   * @param ranked places in these, the most suspect first
   */
  public WrongAmong wrongAmong(float[][] probabilities, int[] labels, int[] ranked, long seed) {
    double[][] fits = fits(probabilities, labels);
    int classes = classes(probabilities);
    int count = labels.length;
    double[] drawn = new double[2 * RESAMPLES];
    SplittableRandom random = new SplittableRandom(seed);
    for (int r = 0; r < RESAMPLES; r++) {
      int[] rows = IntStream.range(0, count).map(i -> random.nextInt(count)).toArray();
      // Half of the draws ask for evidence, half for none: the interval tells of both views.
      for (int view = 0; view < 2; view++) {
        LabelNoise noise = best(fits, rows, classes, view * EVIDENCE);
        for (int row : ranked) {
          double wrong = noise.wrong(fits[at(noise.temperature)][row], classes);
          drawn[2 * r + view] += random.nextDouble() < wrong ? 1 : 0;
        }
      }
    }
    double expected =
        Arrays.stream(ranked).mapToDouble(row -> wrong(fits[at(temperature)][row], classes)).sum();
    Estimate estimate = Estimate.bootstrap(expected, drawn);
    boolean spread = estimate.interval() != Interval.NONE;
    return new WrongAmong(
        ranked.length,
        expected,
        spread ? Math.min(expected, estimate.low()) : expected,
        spread ? Math.max(expected, estimate.high()) : expected);
  }

  /** That the label is wrong of an image whose head gives these probabilities. */
  public double wrong(float[] probabilities, int label) {
    return wrong(scaled(probabilities, label, temperature), probabilities.length);
  }

  private double wrong(double fit, int classes) {
    double right = (1 - rate) * fit;
    double replaced = rate / (classes - 1) * (1 - fit);
    return replaced == 0 ? 0 : replaced / (right + replaced);
  }

  private static int classes(float[][] probabilities) {
    return probabilities[0].length;
  }

  private static int at(double temperature) {
    return Arrays.binarySearch(TEMPERATURES, temperature);
  }

  /** The probability of each image's label at each temperature. */
  private static double[][] fits(float[][] probabilities, int[] labels) {
    double[][] fits = new double[TEMPERATURES.length][labels.length];
    for (int t = 0; t < fits.length; t++) {
      for (int i = 0; i < labels.length; i++) {
        fits[t][i] = scaled(probabilities[i], labels[i], TEMPERATURES[t]);
      }
    }
    return fits;
  }

  private static double scaled(float[] probabilities, int label, double temperature) {
    double all = 0;
    for (float p : probabilities) {
      all += StrictMath.pow(Math.max(LEAST, p), 1 / temperature);
    }
    return StrictMath.pow(Math.max(LEAST, probabilities[label]), 1 / temperature) / all;
  }

  private static LabelNoise best(double[][] fits, int[] rows, int classes, double evidence) {
    LabelNoise best = null;
    double highest = Double.NEGATIVE_INFINITY;
    for (double rate : RATES) {
      for (int t = 0; t < TEMPERATURES.length; t++) {
        double sum = logLikelihood(fits[t], rows, rate, classes);
        if (sum > highest) {
          highest = sum;
          best = new LabelNoise(TEMPERATURES[t], rate);
        }
      }
      if (rate == 0) {
        highest += evidence;
      }
    }
    return best;
  }

  private static double logLikelihood(double[] fits, int[] rows, double rate, int classes) {
    double sum = 0;
    double product = 1; // logarithms of products are fewer
    for (int row : rows) {
      product *= (1 - rate) * fits[row] + rate / (classes - 1) * (1 - fits[row]);
      if (product < 1e-200) {
        sum += StrictMath.log(product);
        product = 1;
      }
    }
    return sum + StrictMath.log(product);
  }
}
