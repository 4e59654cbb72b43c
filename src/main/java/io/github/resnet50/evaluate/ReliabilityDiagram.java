package io.github.resnet50.evaluate;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SCORE;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.basics.Text;
import io.github.resnet50.evaluate.EvaluationReport.EvaluationScores;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Binning.Bin;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.html.Chart;
import io.github.resnet50.report.html.Plot;
import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Sample;
import io.github.resnet50.report.html.Plot.Series;
import java.util.List;

/** Accuracy over confidence, bin by bin, and what that says of the model. */
final class ReliabilityDiagram {
  private ReliabilityDiagram() {}

  /** The chart, unless there are few images or all are in one bin; with the verdict in words. */
  static Chart of(EvaluationScores scores, Binning binning) {
    List<Bin> bins = scores.reliability().stream().filter(bin -> bin.images() > 0).toList();
    long images = bins.stream().mapToLong(Bin::images).sum();
    String verdict = calibration(bins, images);
    if (images < Chart.FEWEST_IMAGES || bins.size() == 1) {
      return Chart.without(
          "No reliability diagram: %s. %s"
              .formatted(
                  bins.size() == 1 ? "all images are in one bin of confidence" : "too few images",
                  verdict));
    }
    String description =
        "ECE %s, debiased %s; below the diagonal the model is surer than it is right."
            .formatted(value(scores, "ece"), value(scores, "ece_debiased"));
    Plot plot =
        new Plot(
            "Reliability in " + binning.describe(),
            description,
            Axis.upTo("confidence", 1, SHARE),
            Axis.fromZero("accuracy", 1, SHARE),
            List.of(
                new Series(
                    "accuracy",
                    Form.POINTS,
                    bins.stream().map(ReliabilityDiagram::point).toList())),
            true);
    return Chart.of(
        plot,
        verdict
            + " A point is a bin, as large as its number of images, its line the 95 % interval of"
            + " the accuracy (Wilson); below the diagonal the model is surer than it is right,"
            + " above it less sure.");
  }

  private static String value(EvaluationScores scores, String metric) {
    return SCORE.of(scores.metric(metric).orElseThrow().value());
  }

  /** Whether the model is too sure on the whole, as far as so many images tell. */
  private static String calibration(List<Bin> bins, long images) {
    double confidence =
        bins.stream().mapToDouble(bin -> bin.images() * bin.confidence()).sum() / images;
    Estimate accuracy =
        Estimate.wilson(
            bins.stream().mapToDouble(bin -> bin.images() * bin.accuracy()).sum() / images,
            (double) images);
    String verdict =
        confidence > accuracy.high()
            ? "is overconfident"
            : confidence < accuracy.low() ? "is underconfident" : "is about as sure as it is right";
    return ("On the whole the model %s: mean confidence %s, accuracy %s (95 %%: %s). In %s of %s"
            + " its confidence is not within the interval of the accuracy.")
        .formatted(
            verdict,
            SHARE.of(confidence),
            SHARE.of(accuracy.value()),
            SHARE.between(accuracy.low(), accuracy.high()),
            COUNT.of(bins.stream().filter(ReliabilityDiagram::isOff).count()),
            Text.counted(bins.size(), "bin"));
  }

  /** Whether a bin's images tell its confidence from their accuracy. */
  private static boolean isOff(Bin bin) {
    return bin.confidence() < bin.accuracyLow() || bin.confidence() > bin.accuracyHigh();
  }

  private static Point point(Bin bin) {
    String text =
        "confidence %s: %s, mean confidence %s, accuracy %s (95 %%: %s)"
            .formatted(
                SHARE.between(bin.low(), bin.high()),
                Text.counted(bin.images(), "image"),
                SHARE.of(bin.confidence()),
                SHARE.of(bin.accuracy()),
                SHARE.between(bin.accuracyLow(), bin.accuracyHigh()));
    return new Point(
        bin.confidence(),
        bin.accuracy(),
        text,
        new Sample(bin.images(), bin.accuracyLow(), bin.accuracyHigh()));
  }
}
