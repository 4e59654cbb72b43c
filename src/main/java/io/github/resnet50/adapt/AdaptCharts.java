package io.github.resnet50.adapt;

import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.train.TrainedHead.Epoch;
import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.html.Plot;
import io.github.resnet50.report.html.Plot.Axis;
import io.github.resnet50.report.html.Plot.Form;
import io.github.resnet50.report.html.Plot.Point;
import io.github.resnet50.report.html.Plot.Series;
import io.github.resnet50.report.html.PlotDrawing;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The plots of an adaptation. */
final class AdaptCharts {
  private AdaptCharts() {}

  /** Loss and accuracy over the epochs. */
  static List<PlotDrawing> training(List<Epoch> curve) {
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
            Text.format(
                "validation is lowest after epoch %d, at %.3f.",
                best.epoch(), best.validation().loss()),
            Axis.fromZero("loss", highest),
            LossAndAccuracy::loss),
        plot(
            curve,
            "Accuracy after each epoch",
            Text.format(
                "%.3f in training and %.3f in validation after epoch %d.",
                best.training().accuracy(), best.validation().accuracy(), best.epoch()),
            Axis.upTo("accuracy", 1),
            LossAndAccuracy::accuracy));
  }

  private static PlotDrawing plot(
      List<Epoch> curve,
      String title,
      String text,
      Axis y,
      ToDoubleFunction<LossAndAccuracy> value) {
    return new PlotDrawing(
        new Plot(
            title,
            text,
            Axis.fromZero("epoch", curve.get(curve.size() - 1).epoch()),
            y,
            List.of(
                series("training", curve, Epoch::training, value),
                series("validation", curve, Epoch::validation, value)),
            false));
  }

  private static Series series(
      String name,
      List<Epoch> curve,
      Function<Epoch, LossAndAccuracy> part,
      ToDoubleFunction<LossAndAccuracy> value) {
    return new Series(
        name,
        Form.MARKED_LINE,
        curve.stream()
            .map(
                e -> {
                  double y = value.applyAsDouble(part.apply(e));
                  return new Point(
                      e.epoch(), y, Text.format("%s, epoch %d: %.3f", name, e.epoch(), y));
                })
            .toList());
  }

  /** Accuracy over the number of images. */
  static PlotDrawing learning(LearningCurve curve) {
    double most = curve.points().get(curve.points().size() - 1).images();
    return new PlotDrawing(
        new Plot(
            "Accuracy on unseen images",
            curve.text(),
            Axis.fromZero("images learnt from", most),
            Axis.upTo("accuracy", 1),
            List.of(
                line("accuracy", Form.MARKED_LINE, curve, Estimate::value),
                line("95 % interval, lower end", Form.LINE, curve, Estimate::low),
                line("upper end", Form.LINE, curve, Estimate::high)),
            false));
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
                  return new Point(p.images(), y, Text.format("%.0f images: %.3f", p.images(), y));
                })
            .toList());
  }
}
