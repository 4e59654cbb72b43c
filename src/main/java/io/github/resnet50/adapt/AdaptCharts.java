package io.github.resnet50.adapt;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SCORE;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.adapt.AdaptReport.Trial;
import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.train.TrainedHead.Epoch;
import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.basics.Figure;
import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.html.Chart;
import io.github.resnet50.report.html.Plot;
import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Series;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The plots of an adaptation. */
final class AdaptCharts {
  private AdaptCharts() {}

  /** Loss on unseen images over the cost. */
  static Chart costs(List<Trial> trials) {
    if (trials.size() == 1) {
      return Chart.without("One cost was tried: there is no curve to draw.");
    }
    Trial best =
        trials.stream()
            .min((a, b) -> Double.compare(a.validation().loss(), b.validation().loss()))
            .orElseThrow();
    double highest = trials.stream().mapToDouble(t -> t.validation().loss()).max().orElseThrow();
    List<String> names = trials.stream().map(t -> cost(t)).toList();
    return Chart.of(
        new Plot(
            "Loss on unseen images",
            "lowest with C = %s, at %s.".formatted(cost(best), SCORE.of(best.validation().loss())),
            Axis.ofNames("cost C", names),
            Axis.fromZero("loss", highest, SCORE),
            List.of(
                new Series(
                    "validation",
                    Form.MARKED_LINE,
                    IntStream.range(0, trials.size())
                        .mapToObj(
                            i -> {
                              double loss = trials.get(i).validation().loss();
                              String text = "C = " + names.get(i) + ": " + SCORE.of(loss);
                              return new Point(i, loss, text);
                            })
                        .toList())),
            false),
        "");
  }

  private static String cost(Trial trial) {
    return Text.format("%.0e", trial.logistic().cost());
  }

  /** Loss and accuracy over the epochs. */
  static List<Chart> training(List<Epoch> curve) {
    if (curve.size() == 1) {
      return List.of(Chart.without("Training took one epoch: there is no curve to draw."));
    }
    double highest =
        curve.stream()
            .mapToDouble(e -> Math.max(e.training().loss(), e.validation().loss()))
            .max()
            .orElseThrow();
    Epoch best =
        curve.stream()
            .min((a, b) -> Double.compare(a.validation().loss(), b.validation().loss()))
            .orElseThrow();
    return List.of(
        plot(
            curve,
            "Loss after each epoch",
            "validation is lowest after epoch %d, at %s."
                .formatted(best.epoch(), SCORE.of(best.validation().loss())),
            Axis.fromZero("loss", highest, SCORE),
            LossAndAccuracy::loss),
        plot(
            curve,
            "Accuracy after each epoch",
            "%s in training and %s in validation after epoch %d."
                .formatted(
                    SHARE.of(best.training().accuracy()),
                    SHARE.of(best.validation().accuracy()),
                    best.epoch()),
            Axis.upTo("accuracy", 1, SHARE),
            LossAndAccuracy::accuracy));
  }

  private static Chart plot(
      List<Epoch> curve,
      String title,
      String text,
      Axis y,
      ToDoubleFunction<LossAndAccuracy> value) {
    return Chart.of(
        new Plot(
            title,
            text,
            Axis.fromZero("epoch", curve.get(curve.size() - 1).epoch(), COUNT),
            y,
            List.of(
                series("training", curve, Epoch::training, value, y.figure()),
                series("validation", curve, Epoch::validation, value, y.figure())),
            false),
        "");
  }

  private static Series series(
      String name,
      List<Epoch> curve,
      Function<Epoch, LossAndAccuracy> part,
      ToDoubleFunction<LossAndAccuracy> value,
      Figure figure) {
    return new Series(
        name,
        Form.MARKED_LINE,
        curve.stream()
            .map(
                e -> {
                  double y = value.applyAsDouble(part.apply(e));
                  return new Point(
                      e.epoch(), y, "%s, epoch %d: %s".formatted(name, e.epoch(), figure.of(y)));
                })
            .toList());
  }

  /** Accuracy over the number of images. */
  static Chart learning(LearningCurve curve) {
    if (curve.points().size() == 1) {
      return Chart.without("One point alone makes no curve.");
    }
    double most = curve.points().get(curve.points().size() - 1).images();
    return Chart.of(
        new Plot(
            "Accuracy on unseen images",
            curve.text(),
            Axis.fromZero("images learnt from", most, COUNT),
            Axis.upTo("accuracy", 1, SHARE),
            List.of(
                line("accuracy", Form.MARKED_LINE, curve, Estimate::value),
                line("95 % interval, lower end", Form.LINE, curve, Estimate::low),
                line("upper end", Form.LINE, curve, Estimate::high)),
            false),
        "");
  }

  private static Series line(
      String name, Form form, LearningCurve curve, ToDoubleFunction<Estimate> value) {
    return new Series(
        name,
        form,
        curve.points().stream()
            .map(
                p -> {
                  double y = value.applyAsDouble(p.accuracy());
                  return new Point(p.images(), y, COUNT.of(p.images()) + " images: " + SHARE.of(y));
                })
            .toList());
  }
}
