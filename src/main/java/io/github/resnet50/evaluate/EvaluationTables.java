package io.github.resnet50.evaluate;

import io.github.resnet50.basics.Text;
import io.github.resnet50.evaluate.EvaluationReport.EvaluatedClass;
import io.github.resnet50.evaluate.EvaluationReport.EvaluationScores;
import io.github.resnet50.evaluate.TemperatureFitter.TemperatureFit;
import io.github.resnet50.evaluate.TemperatureFitter.TemperatureFit.Effect;
import io.github.resnet50.evaluate.ThresholdFitter.FittedThreshold;
import io.github.resnet50.metrics.Binning.Bin;
import io.github.resnet50.metrics.ConfusionMatrix.ClassPair;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Metric;
import io.github.resnet50.report.Table;
import io.github.resnet50.report.Table.Column;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The columns of an evaluation's tables: on a terminal, in CSV files and on the page. */
final class EvaluationTables {
  static final Table<EvaluatedClass> CLASSES =
      Table.of(
          Column.of("index", EvaluatedClass::index),
          Column.of("id", EvaluatedClass::id),
          Column.of("label", EvaluatedClass::label),
          Column.of("support", EvaluatedClass::support),
          Column.of("predicted", EvaluatedClass::predicted),
          Column.of("correct", EvaluatedClass::correct),
          Column.of("precision", EvaluatedClass::precision),
          Column.of("recall", EvaluatedClass::recall),
          Column.of("f1", EvaluatedClass::f1));

  static final Table<Bin> RELIABILITY =
      Table.of(
          Column.<Bin>shown(bin -> Text.format("%.3f .. %.3f", bin.low(), bin.high()))
              .text("confidence", "%-14s"),
          Column.shown(Bin::images).text("images", " %7d"),
          Column.shown(Bin::confidence).text("mean conf.", " %11.3f"),
          Column.shown(Bin::accuracy).text("accuracy", " %9.3f"));

  static final Table<FittedThreshold> THRESHOLDS =
      Table.of(
          Column.shown(FittedThreshold::score).page("Score", "%s").naming(),
          Column.shown(FittedThreshold::value).page("Threshold", "%.4f"),
          Column.<FittedThreshold>shown(t -> 100 * t.keptCorrect())
              .page("Right and certain", "%.1f %%"),
          Column.<FittedThreshold>shown(
                  t -> t.flaggedWrong() == null ? null : 100 * t.flaggedWrong())
              .page("Wrong and flagged", "%.1f %%")
              .absent("none is wrong"));

  private static final Table<EffectRow> TEMPERATURE =
      Table.of(
          Column.shown(EffectRow::name).text("", "%-10s").page("Part", "%s").naming(),
          Column.<EffectRow>shown(part -> part.effect().images())
              .text("images", " %7d")
              .page("Images", "%,d"),
          change("NLL", Effect::nllBefore, Effect::nllAfter),
          change("Brier score", Effect::brierBefore, Effect::brierAfter),
          change("ECE", Effect::eceBefore, Effect::eceAfter));

  private EvaluationTables() {}

  /** Rows are the keys of the scores' metrics. */
  static Table<Metric> metrics(EvaluationScores scores) {
    Map<Metric, Estimate> estimates = scores.metrics();
    return Table.of(
        Column.of("metric", Metric::name)
            .text("metric", "%-16s")
            .page("Metric", "%s", Metric::title)
            .naming(),
        Column.<Metric>of("value", m -> estimates.get(m).value())
            .text("value", " %8.4f")
            .page("Value", "%s", m -> value(m, estimates.get(m))),
        Column.of("low", m -> estimates.get(m).low()),
        Column.of("high", m -> estimates.get(m).high()),
        Column.<Metric>shown(m -> interval(m, estimates.get(m)))
            .text("95 % interval", "  %s", m -> range("%.4f .. %.4f", estimates.get(m), 1))
            .page("95 % interval", "%s"),
        Column.<Metric>shown(m -> by(estimates.get(m))).page("By", "%s").left());
  }

  /** A metric's value as formatted on pages. */
  static String value(Metric metric, Estimate e) {
    return metric.percent() ? Text.percent(e.value()) : Text.format("%.4f", e.value());
  }

  /** A metric's interval as formatted on pages. */
  static String interval(Metric metric, Estimate e) {
    return metric.percent() ? range("%.1f to %.1f %%", e, 100) : range("%.4f to %.4f", e, 1);
  }

  private static String by(Estimate e) {
    return switch (e.interval()) {
      case WILSON -> "Wilson";
      case BOOTSTRAP -> "bootstrap";
      case NONE -> "";
    };
  }

  private static String range(String pattern, Estimate e, int factor) {
    if (!e.hasInterval()) {
      return "none: all images give the same";
    }
    return Text.format(pattern, factor * e.low(), factor * e.high());
  }

  /** Rows are the cells of the scores' confusion matrix. */
  static Table<ClassPair> confusion(EvaluationScores scores) {
    Map<Integer, EvaluatedClass> classes =
        scores.classes().stream().collect(Collectors.toMap(EvaluatedClass::index, c -> c));
    Function<ClassPair, EvaluatedClass> truth = cell -> classes.get(cell.trueClass());
    Function<ClassPair, EvaluatedClass> predicted = cell -> classes.get(cell.predictedClass());
    return Table.of(
        Column.of("true_index", ClassPair::trueClass),
        Column.of("true_id", truth.andThen(EvaluatedClass::id)),
        Column.of("true_label", truth.andThen(EvaluatedClass::label)),
        Column.of("predicted_index", ClassPair::predictedClass),
        Column.of("predicted_id", predicted.andThen(EvaluatedClass::id)),
        Column.of("predicted_label", predicted.andThen(EvaluatedClass::label)),
        Column.of("images", ClassPair::images));
  }

  /** The effect of a temperature on some images. */
  record EffectRow(String name, Effect effect) {}

  static List<String> lines(TemperatureFit fit) {
    return TEMPERATURE.lines(parts(fit));
  }

  static Table.View view(TemperatureFit fit) {
    return TEMPERATURE.view(parts(fit));
  }

  private static List<EffectRow> parts(TemperatureFit fit) {
    return List.of(
        new EffectRow("fitted on", fit.fitting()), new EffectRow("held out", fit.heldOut()));
  }

  private static Column<EffectRow> change(
      String heading, ToDoubleFunction<Effect> before, ToDoubleFunction<Effect> after) {
    return Column.<EffectRow>shown(part -> change("%8.4f -> %7.4f", part.effect(), before, after))
        .text(heading, "  %-19s")
        .page(heading, "%s", part -> change("%.4f → %.4f", part.effect(), before, after));
  }

  private static String change(
      String pattern,
      Effect effect,
      ToDoubleFunction<Effect> before,
      ToDoubleFunction<Effect> after) {
    return Text.format(pattern, before.applyAsDouble(effect), after.applyAsDouble(effect));
  }

  /** Rows are names of corruptions; a page has one column per severity that was tried. */
  static Table<String> robustness(Robustness robustness) {
    IntFunction<Column<String>> severity =
        s -> {
          Column<String> column =
              Column.<String>shown(name -> robustness.top1(name, s)).text("" + s, " %7.3f");
          return (robustness.severities().contains(s) ? column.page("" + s, "%.3f") : column)
              .absent("");
        };
    return Table.of(
        Column.<String>shown(name -> name).text("", "%-18s").page("Corruption", "%s").naming(),
        severity.apply(1),
        severity.apply(2),
        severity.apply(3),
        severity.apply(4),
        severity.apply(5),
        Column.<String>shown(robustness.corruptions()::get)
            .text("mean", " %7.3f")
            .page("Mean", "%.3f"));
  }
}
