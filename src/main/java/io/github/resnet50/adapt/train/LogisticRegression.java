package io.github.resnet50.adapt.train;

import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.basics.Numbers;
import io.github.resnet50.model.Head;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Multinomial logistic regression on some rows of a span: its loss is convex, so that there is one
 * solution, which {@link Lbfgs} finds in double precision.
 *
 * <p>Cost is the C of LIBLINEAR and scikit-learn: the sum of the rows' losses counts so many times
 * as much as half the sum of the squared weights. Intercepts cost nothing. With balanced weights
 * each class counts the same; an image counts once, however many views it has.
 */
final class LogisticRegression {
  /** How far the loss may be above the least, in nat, while costs are compared. */
  static final double ROUGH = 1e-9;

  static final double FINE = 1e-13;

  private final SampleSpan span;
  private final Examples rows;
  private final double images;
  private final int[] present;
  private final int[] chosen;
  private final int[] labels;
  private final double[] weights;
  private final Lbfgs solver;

  /**
   * @param span of all rows
   * @param rows all of them
   * @param chosen rows to learn from
   * @param stop asked before each step
   */
  LogisticRegression(
      SampleSpan span, Examples rows, int[] chosen, boolean balanced, BooleanSupplier stop) {
    this.span = span;
    this.rows = rows;
    this.solver = new Lbfgs(stop);
    Examples learnt = rows.at(chosen);
    this.images = (double) learnt.size() / learnt.views();
    float[] classWeights = balanced ? learnt.balance() : Examples.ones(learnt.classes());
    int[] counts = learnt.counts();
    this.present = IntStream.range(0, counts.length).filter(c -> counts[c] > 0).toArray();
    this.chosen = chosen;
    this.labels =
        Arrays.stream(learnt.labels()).map(label -> Arrays.binarySearch(present, label)).toArray();
    this.weights =
        Arrays.stream(learnt.labels())
            .mapToDouble(label -> classWeights[label] / (double) learnt.size())
            .toArray();
  }

  /** Made anew each time: it holds the rows twice, and many are held that are not fitted now. */
  private LogisticLoss loss(double penalty) {
    return new LogisticLoss(span.of(chosen), labels, weights, present.length, penalty);
  }

  /**
   * A solution.
   *
   * @param parameters of the classes that occur, as {@link LogisticLoss} has them
   * @param excess how far its loss is above the least at most, in nat
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Fit(double[] parameters, double excess) {}

  /**
   * @param start another cost's solution, from where it is not far; null: none is known
   * @param excess how far the loss may be above the least, in nat
   */
  Fit fit(double cost, Fit start, double excess) {
    double penalty = 1 / (cost * images);
    // Of a function that curves by at least so much, this gradient's norm bounds the excess.
    double tolerance = Math.sqrt(2 * penalty * excess);
    LogisticLoss loss = loss(penalty);
    double[] from = start == null ? new double[loss.parameters()] : start.parameters;
    Lbfgs.Lowest found = solver.minimum(loss, from, tolerance);
    return new Fit(found.point(), found.steepness() * found.steepness() / (2 * penalty));
  }

  /**
   * How well a solution classifies rows, each of which counts the same: of a class with a handful
   * of images the loss says little, and balanced it would drown what all others say.
   */
  LossAndAccuracy score(Fit fit, int[] judged) {
    double[] columns = MatrixProduct.transposed(span.of(judged), judged.length, span.width);
    double[] scores = LogisticLoss.scores(columns, fit.parameters, judged.length, present.length);
    double sum = 0;
    int right = 0;
    for (int i = 0; i < judged.length; i++) {
      double[] row = new double[present.length];
      for (int c = 0; c < row.length; c++) {
        row[c] = scores[c * judged.length + i];
      }
      int label = rows.labels()[judged[i]];
      int at = Arrays.binarySearch(present, label);
      double logarithm = LogisticLoss.logSumExp(row);
      // A class that was not there gets what has not been seen in so many images.
      sum += at < 0 ? StrictMath.log(images + 1) : logarithm - row[at];
      right += at >= 0 && Numbers.argmax(row) == at ? 1 : 0;
    }
    return new LossAndAccuracy(sum / judged.length, (double) right / judged.length);
  }

  /**
   * The head for features as they come. A class that did not occur gets the same score everywhere,
   * on average that of a probability of one in a row more than there were.
   */
  Head head(Fit fit) {
    float[][] weights = new float[rows.width()][rows.classes()];
    double[] bias = new double[rows.classes()];
    for (int c = 0; c < present.length; c++) {
      double[] theirs = span.featureWeights(fit.parameters, c * span.width);
      double shifted = fit.parameters[present.length * span.width + c];
      for (int j = 0; j < theirs.length; j++) {
        weights[j][present[c]] = (float) theirs[j];
        shifted -= (double) weights[j][present[c]] * span.mean()[j];
      }
      bias[present[c]] = shifted;
    }
    double unseen = present.length < bias.length ? unseenScore(fit) : 0;
    float[] rounded = new float[bias.length];
    for (int c = 0; c < bias.length; c++) {
      rounded[c] = (float) (Arrays.binarySearch(present, c) < 0 ? unseen : bias[c]);
    }
    return new Head(List.of(new Head.Dense(weights, rounded, false)));
  }

  private double unseenScore(Fit fit) {
    double[] sums = loss(1).logarithms(fit.parameters);
    return Arrays.stream(sums).average().orElseThrow() - StrictMath.log(images + 1);
  }
}
